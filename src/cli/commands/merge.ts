// `merge`: joins the reports of an exploration's shards into the report of all of it.

import type { Command } from "../command.ts";
import { STATUS } from "../exploring.ts";
import { readText } from "../handler.ts";
import { type PartJson, fold } from "../parts.ts";
import { Refusal } from "../terminal.ts";

interface ShardReport {
  readonly handler: string;
  readonly bounds: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  readonly shard: {
    readonly index: number;
    readonly of: number;
    readonly program: string;
    readonly parts: readonly PartJson[];
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPart(value: unknown): value is PartJson {
  const counts = ["first", "states", "transitions"] as const;
  const lists = ["limits", "unconfirmed", "violations"] as const;
  if (!isRecord(value) || !isRecord(value["exercised"])) return false;
  return counts.every((name) => typeof value[name] === "number") && lists.every((name) => Array.isArray(value[name]));
}

function isShardReport(value: unknown): value is ShardReport {
  if (!isRecord(value) || !isRecord(value["shard"]) || !isRecord(value["bounds"])) return false;
  const { shard } = value;
  if (typeof value["handler"] !== "string" || typeof value["seconds"] !== "number") return false;
  const counts = Number.isSafeInteger(shard["index"]) && Number.isSafeInteger(shard["of"]);
  return (
    counts && typeof shard["program"] === "string" && Array.isArray(shard["parts"]) && shard["parts"].every(isPart)
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
  const { shard, handler, bounds } = first.report;
  const seen = new Map<number, string>();
  for (const { what, report } of reports) {
    const same =
      report.handler === handler &&
      JSON.stringify(report.bounds) === JSON.stringify(bounds) &&
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
    const common = first.report.shard.parts.filter((part) => part.first === -1);
    const others = reports.flatMap(({ report }) => report.shard.parts.filter((part) => part.first !== -1));
    const { verdict, unconfirmed, ...rest } = fold([...common, ...others]);
    const seconds = reports.reduce((total, { report }) => total + report.seconds, 0);
    const { handler, bounds } = first.report;
    terminal.out(
      `${JSON.stringify({ handler, bounds, verdict, ...rest, seconds: Math.round(seconds * 1000) / 1000 })}\n`,
    );
    for (const what of unconfirmed)
      terminal.error(`nmi-stepper: a defect of the explorer, please report it: ${what}\n`);
    return STATUS[verdict];
  },
};
