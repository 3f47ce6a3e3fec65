// The lines that put the page into another one. Every text is escaped: a title
// is only ever a title.

import { DEFAULT_VIEWS, HEIGHT, SPEED, type EmbedOptions } from "./options.ts";

export type SnippetChoices = Partial<Omit<EmbedOptions, "ignored">>;

/** Parameters in a fixed order, those at their defaults left out. */
export function embedQuery(choices: SnippetChoices): string {
  const query: string[] = ["embed=1"];
  const put = (name: string, value: string | number): void => void query.push(`${name}=${encodeURIComponent(value)}`);
  const { views, theme, flavor, at, speed, height, title, origin } = choices;
  if (choices.readOnly === true) put("ro", 1);
  if (theme !== undefined) put("theme", theme);
  if (flavor === "intel") put("flavor", flavor);
  if (views !== undefined && views.join() !== DEFAULT_VIEWS.join()) query.push(`view=${views.join(",")}`);
  if (choices.controls === false) put("controls", 0);
  if (choices.toolbar === false) put("toolbar", 0);
  if (at !== undefined) put("at", at);
  if (choices.autoplay === true) put("autoplay", 1);
  if (speed !== undefined && speed !== SPEED.usual) put("speed", speed);
  if (choices.clickToLoad === true) put("ctl", 1);
  if (choices.hints === false) put("hints", 0);
  if (height !== undefined && height !== HEIGHT.usual) put("height", height);
  if (title !== undefined && title !== "") put("title", title);
  if (origin !== undefined) put("origin", origin);
  return `?${query.join("&")}`;
}

/** `page`: the tool's address without query and fragment; `fragment` with its "#". */
export function embedAddress(page: string, fragment: string, choices: SnippetChoices): string {
  return page + embedQuery(choices) + fragment;
}

export function embedSnippet(page: string, fragment: string, choices: SnippetChoices): string {
  const title = choices.title === undefined || choices.title === "" ? "NMI Stepper" : choices.title;
  return `<iframe
  src="${escaped(embedAddress(page, fragment, choices))}"
  title="${escaped(title)}"
  width="100%"
  height="${choices.height ?? HEIGHT.usual}"
  loading="lazy"
  style="border: 1px solid #8b95a3"
></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
