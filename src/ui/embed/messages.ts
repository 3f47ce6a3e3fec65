// What an embedded page and its host say to each other. A message from outside is
// a stranger's: it is checked field by field, and heard from one origin only.

import type { PageState } from "../../store/state.ts";
import { hex } from "../format.ts";

export type HostMessage =
  | { readonly type: "seek"; readonly position: number }
  /** Negative: back. */
  | { readonly type: "step"; readonly count: number }
  /** `when` absent: at the present boundary. */
  | { readonly type: "inject"; readonly event: string; readonly when: string | undefined }
  | { readonly type: "state" }
  | { readonly type: "verdict" }
  | { readonly type: "machine" }
  /** A link, or a scenario file as text. */
  | { readonly type: "open"; readonly what: "link" | "scenario"; readonly text: string }
  /** Bounds that are not named stand. */
  | { readonly type: "explore"; readonly bounds: Readonly<Record<string, number>> };

export type ReadMessage =
  | { readonly kind: "message"; readonly message: HostMessage; readonly id: string | number | undefined }
  | { readonly kind: "wrong"; readonly why: string; readonly id: string | number | undefined };

const MOST_STEPS = 10_000;
/** Longer than any event or place in a schedule. */
const LONGEST_WORD = 200;
const LONGEST_SCENARIO = 1_048_576;
const BOUNDS = ["nmis", "faults", "machineChecks", "debugExceptions", "breakpoints"] as const;
const MOST_EVENTS = 9;

/** Undefined: not meant for this page. */
export function readHostMessage(data: unknown): ReadMessage | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const fields = data as Record<string, unknown>;
  const id = typeof fields["id"] === "string" || typeof fields["id"] === "number" ? fields["id"] : undefined;
  const read = (message: HostMessage): ReadMessage => ({ kind: "message", message, id });
  const wrong = (why: string): ReadMessage => ({ kind: "wrong", why, id });
  switch (fields["type"]) {
    case "state":
      return read({ type: "state" });
    case "verdict":
      return read({ type: "verdict" });
    case "machine":
      return read({ type: "machine" });
    case "open":
      return readOpen(fields, read, wrong);
    case "explore": {
      const bounds: Record<string, number> = {};
      for (const name of BOUNDS) {
        const count = fields[name];
        if (count === undefined) continue;
        if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0 || count > MOST_EVENTS) {
          return wrong(`explore: ${name} must be a whole number from 0 to ${MOST_EVENTS}`);
        }
        bounds[name] = count;
      }
      return read({ type: "explore", bounds });
    }
    case "seek": {
      const { position } = fields;
      if (typeof position !== "number" || !Number.isSafeInteger(position) || position < 0) {
        return wrong("seek: position must be a whole number from 0");
      }
      return read({ type: "seek", position });
    }
    case "step": {
      const { count = 1 } = fields;
      if (typeof count !== "number" || !Number.isSafeInteger(count) || Math.abs(count) > MOST_STEPS) {
        return wrong(`step: count must be a whole number from -${MOST_STEPS} to ${MOST_STEPS}`);
      }
      return read({ type: "step", count });
    }
    case "inject": {
      const { event, when } = fields;
      if (typeof event !== "string" || event === "" || event.length > LONGEST_WORD) {
        return wrong('inject: event must be a text such as "nmi" or "pf"');
      }
      if (when !== undefined && (typeof when !== "string" || when === "" || when.length > LONGEST_WORD)) {
        return wrong('inject: when must be a text such as "17" or "label+0x4"');
      }
      return read({ type: "inject", event, when });
    }
    default:
      return undefined;
  }
}

function readOpen(
  { link, scenario }: Readonly<Record<string, unknown>>,
  read: (message: HostMessage) => ReadMessage,
  wrong: (why: string) => ReadMessage,
): ReadMessage {
  if (typeof link === "string" && scenario === undefined) return read({ type: "open", what: "link", text: link });
  if (link !== undefined || typeof scenario !== "object" || scenario === null) {
    return wrong("open: link must be a text, or scenario an object as in a scenario file");
  }
  const text = jsonOf(scenario);
  if (text === undefined || text.length > LONGEST_SCENARIO) {
    return wrong(`open: scenario must be JSON of at most ${LONGEST_SCENARIO} characters`);
  }
  return read({ type: "open", what: "scenario", text });
}

/** Undefined: it goes round, or holds what JSON has not. */
function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Who may talk to this frame, and to whom it answers; undefined: nobody. */
export function hostOrigin(
  wanted: string | undefined,
  ancestor: string | undefined,
  referrer: string,
): string | undefined {
  if (wanted !== undefined) return wanted;
  if (ancestor !== undefined && ancestor !== "null") return ancestor;
  const url = URL.canParse(referrer) ? new URL(referrer) : undefined;
  return url === undefined || url.origin === "null" ? undefined : url.origin;
}

export function stateMessage(state: PageState): Record<string, unknown> {
  const { moment, run, scenario, program } = state;
  const handler = scenario?.handler;
  return {
    type: "state",
    position: moment?.position ?? 0,
    length: run?.length ?? 0,
    kind: moment?.kind ?? "start",
    place: moment?.place ?? "",
    rip: moment === undefined ? "" : hex(moment.rip),
    next: moment?.nextText ?? "",
    sentence: moment?.sentence.what.map(({ text }) => text).join("") ?? "",
    note: scenario?.notes?.find(({ at }) => at === moment?.position)?.text ?? "",
    context: run?.contexts.find(({ id }) => id === moment?.context)?.name ?? "",
    nmi: { blocked: moment?.nmi.blocked ?? false, pending: moment?.nmi.pending ?? false },
    handler: handler?.kind === "catalogue" ? handler.name : (handler?.name ?? "source"),
    workload: scenario?.workload ?? "",
    schedule: scenario?.schedule.map(({ event, when, off }) => `${off === true ? "off " : ""}${event}@${when}`) ?? [],
    assembled: program?.assembled ?? false,
  };
}

export function verdictMessage({ run }: PageState): Record<string, unknown> {
  return {
    type: "verdict",
    known: run !== undefined,
    /** Of this one schedule; nothing else was tried. */
    holds: run !== undefined && run.violations.length === 0,
    violations: run?.violations.map(({ property, step, at, summary }) => ({ property, step, at, summary })) ?? [],
    end: run?.end.kind ?? "",
    endText: run?.endText ?? "",
    steps: run?.length ?? 0,
  };
}

/** Registers and hidden NMI state at this boundary, named as in a trace. */
export function machineMessage({ moment }: PageState): Record<string, unknown> {
  const { blocked = false, pending = false, merged = 0 } = moment?.nmi ?? {};
  return {
    type: "machine",
    position: moment?.position ?? 0,
    registers: Object.fromEntries(
      moment?.registers.map(({ name, value }) => [name, `0x${hex(BigInt.asUintN(64, value))}`]) ?? [],
    ),
    nmi: { blocked, pending, merged },
  };
}
