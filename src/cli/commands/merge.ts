// `merge`: joins the reports of an exploration's shards into the report of all of it.

import type { Command } from "../command.ts";
import { STATUS } from "../exploring.ts";
import { readText } from "../handler.ts";
import { type Explorable, type PartJson, foldUsual, foldedJson } from "../parts.ts";
import { Refusal } from "../terminal.ts";

interface ShardReport {
  readonly handler: string;
  readonly seconds: number;
  readonly shard: Explorable & {
    readonly index: number;
    readonly of: number;
    readonly program: string;
    readonly goesFurther: boolean;
    readonly parts: readonly PartJson[];
    /** Within one NMI more, if this shard's parts hold. */
    readonly further?: readonly PartJson[];
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPart(value: unknown): value is PartJson {
  const counts = ["first", "states", "transitions"] as const;
  const lists = ["limits", "unconfirmed", "violations"] as const;
  if (!isRecord(value) || !isRecord(value["exercised"]) || !isRecord(value["noted"])) return false;
  return counts.every((name) => typeof value[name] === "number") && lists.every((name) => Array.isArray(value[name]));
}

function isShardReport(value: unknown): value is ShardReport {
  if (!isRecord(value) || !isRecord(value["shard"]) || !isRecord(value["shard"]["bounds"])) return false;
  const { shard } = value;
  if (typeof value["handler"] !== "string" || typeof value["seconds"] !== "number") return false;
  const counts = Number.isSafeInteger(shard["index"]) && Number.isSafeInteger(shard["of"]);
  const lists = [shard["parts"], shard["further"] ?? []];
  return (
    counts &&
    typeof shard["program"] === "string" &&
    lists.every((parts) => Array.isArray(parts) && parts.every((part) => isPart(part)))
  );
}

function readReport(text: string, what: string): ShardReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(`${what}: it is not JSON`);
  }
  if (!isShardReport(value)) throw new Refusal(`${what}: it is not a report of explore --shard I/N --json`);
  return value;
}

/** Refuses shards of different explorations, and a shard that is missing or there twice. */
function check(reports: readonly { readonly what: string; readonly report: ShardReport }[]): void {
  const [first] = reports;
  if (first === undefined) return;
  const { shard, handler } = first.report;
  const asked = ({ bounds, workload, goesFurther }: ShardReport["shard"]) =>
    JSON.stringify([bounds, workload, goesFurther]);
  const seen = new Map<number, string>();
  for (const { what, report } of reports) {
    const same =
      report.handler === handler &&
      asked(report.shard) === asked(shard) &&
      report.shard.of === shard.of &&
      report.shard.program === shard.program;
    if (!same) throw new Refusal(`${what}: it is of another exploration than ${first.what}`);
    const twin = seen.get(report.shard.index);
    if (twin !== undefined) throw new Refusal(`${what}: it is shard ${report.shard.index} again, as ${twin}`);
    seen.set(report.shard.index, what);
  }
  const missing = Array.from({ length: shard.of }, (_, index) => index + 1).filter((index) => !seen.has(index));
  if (missing.length > 0) throw new Refusal(`merge: missing: ${missing.map((one) => `${one}/${shard.of}`).join(", ")}`);
}

export const merge: Command = {
  name: "merge",
  words: "REPORT ...",
  fewest: 1,
  most: 10_000,
  summary: "join the reports of explore --shard I/N --json into one",
  notes: `Prints one JSON object, the report of the whole exploration. All N shards must be
there. Exit status as of explore.`,
  options: {},
  run(args, { terminal }) {
    const reports = args.words.map((what) => ({ what, report: readReport(readText(terminal, what), what) }));
    check(reports);
    const [first] = reports;
    if (first === undefined) throw new Refusal("merge: no report");
    const all = (list: "parts" | "further") => [
      ...(first.report.shard[list] ?? []).filter((part) => part.first === -1),
      ...reports.flatMap(({ report }) => (report.shard[list] ?? []).filter((part) => part.first !== -1)),
    ];
    const hasFurther = reports.every(({ report }) => report.shard.further !== undefined);
    const folded = foldUsual(all("parts"), hasFurther ? all("further") : undefined, first.report.shard);
    const { verdict, unconfirmed } = folded;
    const seconds = reports.reduce((total, { report }) => total + report.seconds, 0);
    terminal.out(`${JSON.stringify(foldedJson(first.report.handler, folded, seconds))}\n`);
    for (const what of unconfirmed)
      terminal.error(`nmi-stepper: a defect of the explorer, please report it: ${what}\n`);
    return STATUS[verdict];
  },
};
