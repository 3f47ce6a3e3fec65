// What the address of an embedded page asks for. Names and values are read
// whatever their case; what is unknown or out of range is named, and ignored.

export const EMBED_VIEWS = ["code", "stack", "lanes", "regs", "console"] as const;
export type EmbedView = (typeof EMBED_VIEWS)[number];

export interface EmbedOptions {
  /** Nothing that changes the scenario: no editing, no injections. */
  readonly readOnly: boolean;
  /** Undefined: as the reader's system prefers. */
  readonly theme: "light" | "dark" | undefined;
  /** The syntax in which instructions are shown; undefined: AT&T's. */
  readonly flavor: "att" | "intel" | undefined;
  readonly views: readonly EmbedView[];
  readonly controls: boolean;
  readonly toolbar: boolean;
  /** Boundary to open at: this many steps are done. Undefined: as the link says. */
  readonly at: number | undefined;
  readonly autoplay: boolean;
  /** Steps a second. */
  readonly speed: number;
  readonly clickToLoad: boolean;
  /** CSS pixels that the host may give the frame. */
  readonly height: number | undefined;
  readonly hints: boolean;
  readonly title: string | undefined;
  /** Whose messages are heard; undefined: the embedding page's own, "*": anyone's that embeds it. */
  readonly origin: string | undefined;
  /** Parameters that were not understood, as `name=value`. */
  readonly ignored: readonly string[];
}

export const DEFAULT_VIEWS: readonly EmbedView[] = ["stack", "lanes"];
export const SPEED = { least: 0.1, most: 20, usual: 1 } as const;
export const HEIGHT = { least: 120, most: 4000, usual: 420 } as const;
const LONGEST_TITLE = 200;

const DEFAULTS: EmbedOptions = {
  readOnly: false,
  theme: undefined,
  flavor: undefined,
  views: DEFAULT_VIEWS,
  controls: true,
  toolbar: true,
  at: undefined,
  autoplay: false,
  speed: SPEED.usual,
  clickToLoad: false,
  height: undefined,
  hints: true,
  title: undefined,
  origin: undefined,
  ignored: [],
};

type Fields = { -readonly [key in keyof EmbedOptions]?: EmbedOptions[key] };

/** False: the value is not one that this parameter has. */
type Reader = (value: string, into: Fields) => boolean;

function flag(name: "readOnly" | "controls" | "toolbar" | "autoplay" | "clickToLoad" | "hints"): Reader {
  return (value, into) => {
    const word = value.toLowerCase();
    if (["1", "true", "yes", "on", ""].includes(word)) into[name] = true;
    else if (["0", "false", "no", "off"].includes(word)) into[name] = false;
    else return false;
    return true;
  };
}

function number(
  name: "at" | "speed" | "height",
  { least, most }: { readonly least: number; readonly most: number },
): Reader {
  return (value, into) => {
    if (!/^\d+(?:\.\d+)?$/.test(value)) return false;
    const found = Number(value);
    if (found < least || found > most || (name !== "speed" && !Number.isSafeInteger(found))) return false;
    into[name] = found;
    return true;
  };
}

function isView(name: string): name is EmbedView {
  return EMBED_VIEWS.some((view) => view === name);
}

const READERS: Readonly<Record<string, Reader>> = {
  embed: () => true,
  ro: flag("readOnly"),
  controls: flag("controls"),
  toolbar: flag("toolbar"),
  autoplay: flag("autoplay"),
  ctl: flag("clickToLoad"),
  hints: flag("hints"),
  at: number("at", { least: 0, most: Number.MAX_SAFE_INTEGER }),
  speed: number("speed", SPEED),
  height: number("height", HEIGHT),
  theme(value, into) {
    const word = value.toLowerCase();
    if (word === "light" || word === "dark") into.theme = word;
    else return word === "auto";
    return true;
  },
  flavor(value, into) {
    const word = value.toLowerCase();
    if (word !== "att" && word !== "intel") return false;
    into.flavor = word;
    return true;
  },
  view(value, into) {
    const words = value
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((word) => word !== "");
    const known = EMBED_VIEWS.filter((view) => words.includes(view));
    if (known.length > 0) into.views = known;
    return known.length > 0 && words.every(isView);
  },
  title(value, into) {
    const text = value.trim().slice(0, LONGEST_TITLE);
    if (text !== "") into.title = text;
    return text !== "";
  },
  origin(value, into) {
    const origin = value === "*" ? value : originOf(value);
    if (origin === undefined) return false;
    into.origin = origin;
    return true;
  },
};

function originOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url === undefined || url.origin === "null" ? undefined : url.origin;
}

/** `search` as in `location.search`. */
export function readEmbedOptions(search: string): EmbedOptions {
  const into: Fields = {};
  const ignored: string[] = [];
  for (const [name, value] of new URLSearchParams(search)) {
    const read = Object.hasOwn(READERS, name.toLowerCase()) ? READERS[name.toLowerCase()] : undefined;
    if (read === undefined || !read(value, into)) ignored.push(`${name}=${value}`);
  }
  return { ...DEFAULTS, ...into, ignored };
}
