// Handlers and properties as a table: text, Markdown, JSON. The names of the JSON
// are an interface: others read it.

import { noteText } from "./exercised-output.ts";
import { boundsJson } from "./exploring.ts";
import type { Bounds } from "../explore/index.ts";
import { PROPERTIES, type Property } from "../machine/types.ts";
import { printSchedule } from "../scenario/schedule.ts";
import type { ExploredViolation } from "../session/index.ts";
import { boundsText, limitNames, type Explored } from "./exploration-output.ts";

/** One property of one handler: the violation of fewest injections, or none. */
interface Cell {
  readonly property: Property;
  readonly verdict: "holds" | "violated" | "incomplete";
  /** Nothing could break it here (docs/exploring.md, "What was exercised"). */
  readonly isJudged: boolean;
  readonly violation: ExploredViolation | undefined;
  readonly link: string | undefined;
}

export interface Matrix {
  readonly bounds: Bounds;
  readonly rows: readonly Explored[];
}

export function matrixVerdict({ rows }: Matrix): "holds" | "violated" | "incomplete" {
  const has = (verdict: string) => rows.some(({ report }) => report.verdict === verdict);
  return has("violated") ? "violated" : has("incomplete") ? "incomplete" : "holds";
}

/** The columns: `assertion` only if some handler of the table asserts something. */
function columnsOf({ rows }: Matrix): readonly Property[] {
  return PROPERTIES.filter((property) => rows.some(({ report }) => report.judged.includes(property)));
}

/** One word a column; of a property that is not judged in this row none. */
function wordsOf(row: Explored, columns: readonly Property[], word: (cell: Cell) => string): readonly string[] {
  const cells = cellsOf(row);
  return columns.map((column) => {
    const cell = cells.find(({ property }) => property === column);
    return cell?.isJudged === true ? word(cell) : "-";
  });
}

function cellsOf({ report, links }: Explored): readonly Cell[] {
  const complete = report.limits.length === 0 && report.unconfirmed.length === 0;
  return report.judged.map((property) => {
    const index = report.violations.findIndex((violation) => violation.property === property);
    const violation = report.violations[index];
    const verdict = violation === undefined ? (complete ? "holds" : "incomplete") : "violated";
    const isJudged = property !== "no-reentry" || report.exercised.isReentryJudged;
    return { property, verdict, isJudged, violation, link: links[index] };
  });
}

export function matrixJson(matrix: Matrix): string {
  const object = {
    bounds: boundsJson(matrix.bounds),
    verdict: matrixVerdict(matrix),
    rows: matrix.rows.map((row) => ({
      handler: row.handler,
      workload: row.workload,
      verdict: row.report.verdict,
      ...(row.report.limits.length === 0 ? {} : { limits: row.report.limits }),
      states: row.report.states,
      transitions: row.report.transitions,
      seconds: Math.round(row.seconds * 1000) / 1000,
      notes: notesIn(row),
      cells: cellsOf(row).map(({ property, verdict, isJudged, violation, link }) => ({
        property,
        verdict,
        ...(isJudged ? {} : { judged: false }),
        ...(violation === undefined
          ? {}
          : {
              injections: violation.injections,
              steps: violation.steps,
              schedule: printSchedule(violation.schedule),
              at: violation.at,
              explanation: violation.explanation,
              link: link ?? "",
            }),
      })),
    })),
  };
  return `${JSON.stringify(object)}\n`;
}

/** What other workloads put at stake is seen in their rows. */
function notesIn({ report }: Explored): readonly string[] {
  return report.notes.filter(({ kind }) => kind !== "not-at-stake").map(noteText);
}

/** What else there is to say of a row, each line as `line` has it. */
function remarks({ report }: Explored, line: (text: string) => string): string {
  const limits = report.limits.length === 0 ? [] : [`limit reached: ${limitNames(report.limits)}`];
  const notes = report.notes.filter(({ kind }) => kind === "surroundings").map((note) => `note: ${noteText(note)}`);
  return [...limits, ...notes].map(line).join("");
}

const WORDS = { holds: "holds", incomplete: "?" } as const;

function cellWord({ verdict, violation }: Cell): string {
  return verdict === "violated" ? `no (${violation?.injections ?? "?"})` : WORDS[verdict];
}

function caption(bounds: Bounds): string {
  return `Bounds of every row: ${boundsText(bounds)}. "no (2)": violated by 2 injections at the fewest; "-": not judged.`;
}

/** What follows the table: of each violated cell the schedule. */
function details(row: Explored, line: (cell: Cell, violation: ExploredViolation) => string): string {
  return cellsOf(row)
    .map((cell) => (cell.violation === undefined ? "" : line(cell, cell.violation)))
    .join("");
}

export function matrixText(matrix: Matrix): string {
  const columns = columnsOf(matrix);
  const head = ["handler", "workload", ...columns];
  const rows = matrix.rows.map((row) => [row.handler, row.workload, ...wordsOf(row, columns, cellWord)]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const table = [head, ...rows]
    .map((row) =>
      row
        .map((word, column) => word.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
  const below = matrix.rows.map((row) => {
    const lines = details(row, ({ property, link }, violation) => {
      const events = printSchedule(violation.schedule) || "(no events)";
      return `  ${property}: ${events}\n    ${violation.explanation}\n${link === undefined ? "" : `    ${link}\n`}`;
    });
    const also = remarks(row, (text) => `  ${text}\n`);
    return lines + also === "" ? "" : `\n${row.handler}, ${row.workload}\n${lines}${also}`;
  });
  return `${table}\n${below.join("")}\n${caption(matrix.bounds)}\n`;
}

/** In a cell of a table. */
const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("\n", " ");

export function matrixMarkdown(matrix: Matrix): string {
  const columns = columnsOf(matrix);
  const head = ["handler", "workload", ...columns.map((property) => `\`${property}\``)];
  const cell = (one: Cell) => {
    if (one.violation === undefined) return WORDS[one.verdict === "holds" ? "holds" : "incomplete"];
    return one.link === undefined ? cellWord(one) : `[${cellWord(one)}](${one.link})`;
  };
  const line = (words: readonly string[]) => `| ${words.join(" | ")} |\n`;
  const rows = matrix.rows.map((row) => line([escaped(row.handler), row.workload, ...wordsOf(row, columns, cell)]));
  const below = matrix.rows.map((row) => {
    const lines = details(row, ({ property }, { schedule, explanation }) => {
      return `- \`${property}\`: \`${printSchedule(schedule) || "(no events)"}\`: ${explanation}\n`;
    });
    const also = remarks(row, (text) => `- ${text}\n`);
    return lines + also === "" ? "" : `\n**${row.handler}**, ${row.workload}\n\n${lines}${also}`;
  });
  return `${line(head)}${line(head.map(() => "---"))}${rows.join("")}\n${caption(matrix.bounds)} A link's \`#v...\` goes behind the page's address.\n${below.join("")}`;
}
