// The stack and the lanes at one moment as a picture that stands alone: texts,
// boxes and lines, no styles or fonts from elsewhere.

import type { MomentNote, Scenario } from "../../scenario/scenario.ts";
import { plainText } from "../sentence/sentence.ts";
import type { MomentView, RunView, StackRow, WordView } from "../views.ts";
import { handlerName } from "./oops.ts";
import { EXPORT_TEXTS, SVG_TEXTS } from "../texts/exports.ts";
import { STACK_TEXTS } from "../texts/stack.ts";

const WIDTH = 900;
const ROW = 20;
const LANE = 26;
const LEFT = 110;
/** By tone, as in the page: workload, first NMI, first fault, later ones. */
const TONES = ["#5b6573", "#0062a3", "#00705a", "#b3400a", "#7b2d8b", "#7d5200"] as const;

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function text(x: number, y: number, words: string, more = ""): string {
  return `<text x="${x}" y="${y}"${more === "" ? "" : ` ${more}`}>${escaped(words)}</text>`;
}

function toneOf(view: RunView, id: number | undefined): string {
  const tone = view.contexts.find((context) => context.id === id)?.tone ?? 0;
  return TONES[tone % TONES.length] ?? TONES[0];
}

function isWritten(row: StackRow): row is WordView {
  return row.kind === "word" && row.writer !== undefined;
}

export function svgText(scenario: Scenario, moment: MomentView, view: RunView): string {
  const parts: string[] = [];
  const step = moment.position === 0 ? SVG_TEXTS.start : SVG_TEXTS.step(moment.position - 1, view.length - 1);
  const title = SVG_TEXTS.title(scenario.title ?? handlerName(scenario), step);
  parts.push(text(16, 26, title, 'font-weight="bold" font-size="15"'));
  parts.push(text(16, 46, cut(plainText(moment.sentence.what), 125)));
  const note = scenario.notes?.find(({ at }) => at === moment.position);
  const noteLines = note === undefined ? [] : broken(EXPORT_TEXTS.note(note.text), 125);
  noteLines.forEach((line, n) => parts.push(text(16, 66 + n * ROW, line, 'font-style="italic"')));
  let y = 62 + noteLines.length * ROW;
  const words = moment.stack.rows.filter(isWritten);
  const copied = moment.stack.copy?.rows.map(({ word }) => word).filter(isWritten) ?? [];
  parts.push(text(16, y + 14, moment.stack.title, 'font-weight="bold"'));
  if (copied.length > 0) parts.push(text(WIDTH / 2 + 16, y + 14, STACK_TEXTS.copy, 'font-weight="bold"'));
  y += ROW + 4;
  parts.push(...column(words, 16, y, view), ...column(copied, WIDTH / 2 + 16, y, view));
  y += Math.max(words.length, copied.length, 1) * ROW + 16;
  const lanes = lanesOf(moment, view, y, scenario.notes ?? []);
  parts.push(...lanes.parts);
  const height = lanes.bottom + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="11.5" fill="#1a2029">
<title>${escaped(title)}</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
${parts.join("\n")}
</svg>
`;
}

/** Into lines of at most `most` characters, at blanks where there are any. */
function broken(words: string, most: number): readonly string[] {
  return words.match(new RegExp(`\\S.{0,${most - 1}}(?=\\s|$)|\\S{${most}}`, "gu")) ?? [];
}

function cut(words: string, most: number): string {
  return words.length > most ? `${words.slice(0, most - 3)}...` : words;
}

function column(words: readonly WordView[], x: number, y: number, view: RunView): readonly string[] {
  if (words.length === 0) return [text(x, y + 14, x < WIDTH / 2 ? SVG_TEXTS.nothingWritten : "", 'fill="#56606e"')];
  return words.map((word, index) => {
    const top = y + index * ROW;
    const color = toneOf(view, word.writer?.context);
    const dash = word.state === "stale" ? ' stroke-dasharray="3 3"' : "";
    const fill = word.state === "fresh" ? color : "none";
    const writer = view.contexts.find(({ id }) => id === word.writer?.context)?.letter ?? "?";
    const value = word.value.toString(16).padStart(16, "0");
    return [
      `<rect x="${x}" y="${top}" width="${WIDTH / 2 - 40}" height="${ROW}" fill="${fill}" fill-opacity="0.12" stroke="#8b95a3"${dash}/>`,
      `<rect x="${x}" y="${top}" width="5" height="${ROW}" fill="${color}"/>`,
      text(x + 10, top + 14, `${word.rsp === "now" ? "RSP> " : ""}${word.offset}`, 'fill="#56606e"'),
      text(x + 86, top + 14, cut(word.label, 10), 'font-weight="bold"'),
      text(x + 158, top + 14, cut(`${value} ${word.meaning}`, 32)),
      text(x + WIDTH / 2 - 46, top + 14, `[${writer}]@${word.writer?.step ?? 0}`, 'text-anchor="end"'),
    ].join("");
  });
}

function lanesOf(
  moment: MomentView,
  view: RunView,
  top: number,
  notes: readonly MomentNote[],
): {
  parts: readonly string[];
  bottom: number;
} {
  const scale = (WIDTH - LEFT - 16) / Math.max(1, view.length);
  const x = (step: number): number => Math.round((LEFT + step * scale) * 10) / 10;
  const parts: string[] = [text(16, top + 12, SVG_TEXTS.axis, 'fill="#56606e"')];
  const every = niceStep(view.length);
  for (let step = 0; step < view.length; step += every)
    parts.push(text(x(step), top + 12, String(step), 'fill="#56606e"'));
  const lanesTop = top + 40;
  const rows = new Map(view.contexts.map(({ id }, index) => [id, index]));
  for (const { id, name, tone } of view.contexts) {
    const y = lanesTop + (rows.get(id) ?? 0) * LANE;
    const color = TONES[tone % TONES.length] ?? TONES[0];
    parts.push(text(16, y + 14, cut(name, 13), `fill="${color}" font-weight="bold"`));
    parts.push(`<line x1="${LEFT}" y1="${y + 18}" x2="${WIDTH - 16}" y2="${y + 18}" stroke="#d9dde3"/>`);
  }
  for (const { context, from, to } of view.lanes) {
    const y = lanesTop + (rows.get(context) ?? 0) * LANE;
    const color = toneOf(view, context);
    parts.push(
      `<rect x="${x(from)}" y="${y + 2}" width="${Math.max(1, x(to) - x(from))}" height="16" fill="${color}" fill-opacity="0.2" stroke="${color}"/>`,
    );
  }
  for (const { step, kind, text: words } of view.marks) {
    if (kind === "injection") parts.push(text(x(step), top + 28, `▼ ${words}`));
    if (kind === "violation") parts.push(text(x(step), top + 28, `✕ ${words}`, 'fill="#a8124f" text-anchor="end"'));
  }
  for (const { at } of notes) {
    if (at <= view.length) parts.push(`<path d="M${x(at)} ${top + 16}l4 4l-4 4l-4 -4z" fill="#7d5200"/>`);
  }
  const bottom = lanesTop + view.contexts.length * LANE;
  const here = x(moment.position);
  parts.push(`<line x1="${here}" y1="${top + 14}" x2="${here}" y2="${bottom}" stroke="#000" stroke-width="2"/>`);
  parts.push(text(16, bottom + 14, cut(EXPORT_TEXTS.end(view.endText), 125), 'fill="#56606e"'));
  return { parts, bottom: bottom + 18 };
}

/** About twelve labels, at round numbers. */
function niceStep(length: number): number {
  const least = Math.max(1, length / 12);
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((times) => times * power).find((size) => size >= least) ?? power * 10;
}
