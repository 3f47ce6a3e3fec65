// Handlers of tests/explore/handlers: each file is a right one, and by other values of
// DEFECT others, right and wrong, as its head says.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { WORKLOADS, type WorkloadName } from "../../src/scenario/scenario.ts";

const FOLDER = join(import.meta.dirname, "handlers");

interface Handler {
  readonly name: string;
  readonly text: string;
  /** Within the bounds besides NMIs and a fault. */
  readonly machineChecks: number;
}

export interface RightHandler extends Handler {
  readonly workloads: readonly WorkloadName[];
}

export interface WrongHandler extends Handler {
  readonly property: string;
  readonly workload: WorkloadName;
  /** By so many injections at the fewest. */
  readonly injections: number;
}

/** `# right: WORKLOADS`, `# right with N machine checks: WORKLOADS`, `# also right N: WORKLOADS: WHY` */
const RIGHT = /^# (?:right(?: with (\d+) machine checks?)?|also right (\d+)): ([^:\n]+)(?:: (.*))?$/gm;
/** `# defect N: PROPERTY over WORKLOAD by INJECTIONS: WHY`, or `... by INJECTIONS with N machine checks: WHY` */
const WRONG = /^# defect (\d+): ([\w-]+) over ([\w-]+) by (\d+)(?: with (\d+) machine checks?)?: (.*)$/gm;

function workloadOf(word: string): WorkloadName {
  const found = WORKLOADS.find((name) => name === word);
  if (found === undefined) throw new Error(`there is no workload "${word}"`);
  return found;
}

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".S"))
  .map((file) => ({ name: file.slice(0, -2), source: readFileSync(join(FOLDER, file), "utf8") }));

const withDefect = (source: string, defect: string) => `.set DEFECT, ${defect}\n${source}`;

export const RIGHT_HANDLERS: readonly RightHandler[] = files.flatMap(({ name, source }) =>
  [...source.matchAll(RIGHT)].map(([, checks = "0", defect = "0", words = "", why]) => ({
    name: why === undefined ? name : `${name} ${defect}, ${why}`,
    text: withDefect(source, defect),
    machineChecks: Number(checks),
    workloads: words.split(" ").map(workloadOf),
  })),
);

export const WRONG_HANDLERS: readonly WrongHandler[] = files.flatMap(({ name, source }) =>
  [...source.matchAll(WRONG)].map(
    ([, defect = "", property = "", workload = "", injections = "", checks = "0", why = ""]) => ({
      name: `${name} ${defect}, ${why}`,
      text: withDefect(source, defect),
      machineChecks: Number(checks),
      property,
      workload: workloadOf(workload),
      injections: Number(injections),
    }),
  ),
);

/** Values of DEFECT that a file asks for and its head does not tell of. */
export const UNTOLD: readonly string[] = files.flatMap(({ name, source }) => {
  const told = new Set([...source.matchAll(/^# (?:also right|defect) (\d+):/gm)].map(([, defect]) => defect));
  const asked = new Set([...source.matchAll(/DEFECT [!=]= (\d+)/g)].map(([, defect]) => defect));
  return [...asked].filter((defect) => !told.has(defect)).map((defect) => `${name} ${defect}`);
});
