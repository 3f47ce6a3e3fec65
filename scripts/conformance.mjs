// npm run conformance: writes the counted part of docs/conformance.md from what the
// last comparisons recorded in build/conformance, and from the tests themselves.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/fresh.mjs";
import { findAssembler, findQemu } from "./lib/tools.mjs";

const DOCUMENT = join(root, "docs", "conformance.md");
const BEGIN = "<!-- counted: begin; npm run conformance writes this part -->";
const END = "<!-- counted: end -->";

const read = (path) => readFileSync(join(root, path), "utf8");
const number = (value) => value.toLocaleString("en-US");

function recorded(name) {
  const path = join("build", "conformance", `${name}.json`);
  if (existsSync(join(root, path))) return JSON.parse(read(path));
  console.error(`No ${path}: run the comparison first (docs/conformance.md says how).`);
  process.exit(1);
}

const SWEEP_SIZES = { all: "all of them", wide: "a tenth of them", sample: "a sample" };

/** Each size that was run, with its parts (SWEEP_HANDLERS) added up; a sample only if there is nothing better. */
function sweepCounts() {
  const files = readdirSync(join(root, "build", "conformance")).filter((name) => name.startsWith("sweeps-"));
  const sums = Object.keys(SWEEP_SIZES).flatMap((size) => {
    const names = files.filter((name) => name === `sweeps-${size}.json` || name.startsWith(`sweeps-${size}-`));
    return names.length === 0 ? [] : [addSweeps(names.map((name) => recorded(name.slice(0, -".json".length))))];
  });
  if (sums.length === 0) recorded("sweeps-sample");
  return sums.length > 1 ? sums.filter(({ size }) => size !== SWEEP_SIZES.sample) : sums;
}

function addSweeps(parts) {
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  return {
    size: SWEEP_SIZES[parts[0].size],
    handlers: new Set(parts.flatMap((part) => part.handlers)).size,
    workloads: new Set(parts.flatMap((part) => part.workloads)).size,
    schedules: sum("schedules"),
    steps: sum("steps"),
    divergences: sum("divergences"),
    deviations: addTimes(parts.map(({ deviations }) => deviations)),
  };
}

function addTimes(all) {
  const total = {};
  for (const [name, times] of all.flatMap(Object.entries)) total[name] = (total[name] ?? 0) + times;
  return total;
}

const firstLine = (tool) => execFileSync(tool, ["--version"], { encoding: "utf8" }).split("\n")[0].trim();

function versions() {
  const iced = JSON.parse(read("node_modules/iced-x86/package.json")).version;
  const tools = [findQemu(), findAssembler()].filter(Boolean).map(firstLine);
  return [...tools, `iced-x86 ${iced}`].join("; ");
}

/** Tests by the names that vitest lists. */
function published() {
  const list = ["node_modules/vitest/vitest.mjs", "list", "--json", "--project", "unit", "tests/machine/published"];
  return JSON.parse(execFileSync(process.execPath, list, { cwd: root, encoding: "utf8" })).length;
}

const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)}%`;

/** What was compared, how much, and how many differences the run that counted found and nothing explains. */
function comparisons() {
  const corpus = recorded("corpus");
  const snippets = recorded("snippets");
  const decoder = recorded("decoder");
  const text = recorded("decoder-text");
  const random = recorded("random");
  const programs = recorded("programs");
  return [
    [
      "lines and blocks assembled, with GNU as's bytes or refusal",
      `${number(corpus.cases + snippets.cases)}; ${corpus.deviations} more strictly than GNU as`,
      corpus.divergences + snippets.divergences,
    ],
    [
      "instructions decoded, with iced-x86: every opcode, and random bytes",
      number(decoder.compared),
      decoder.divergences,
    ],
    [
      "instructions decoded and printed, with iced-x86: those of the goldens, and random bytes",
      `${number(text.goldens)} and ${number(text.random)}`,
      text.divergences,
    ],
    [
      "random instructions, step by step with QEMU",
      `${number(random.instructions)}, in ${number(random.trials)} trials, seeds ${random.seeds}`,
      random.divergences,
    ],
    [
      "random programs, step by step with QEMU",
      `${programs.programs}, ${number(programs.steps)} steps, seeds ${programs.seeds}`,
      programs.divergences,
    ],
    ...sweepCounts().map(({ size, handlers, workloads, schedules, steps, divergences }) => [
      `sweeps of NMIs over catalogue and workloads, ${size}`,
      `${handlers} handlers, ${workloads} workloads, ${number(schedules)} schedules, ${number(steps)} steps`,
      divergences,
    ]),
  ];
}

/** A name that the table above explains is not explained again. */
function deviationRows(above) {
  const names = new Map();
  const deviations = addTimes(sweepCounts().map((each) => each.deviations));
  for (const { name, qemu, manual, times } of recorded("random").deviations)
    names.set(name, [qemu, manual, number(times), "0"]);
  for (const [name, times] of Object.entries(deviations)) {
    const [qemu, manual, random] = names.get(name) ?? ["", "", "0"];
    names.set(name, [qemu, manual, random, number(times)]);
  }
  return [...names].map(([name, [qemu, manual, ...times]]) =>
    above.includes(`| \`${name}\` |`)
      ? [`\`${name}\``, "as above", "", ...times]
      : [`\`${name}\``, qemu, manual, ...times],
  );
}

function counted(above) {
  const random = recorded("random");
  const modelled = `${random.rowsCovered} of ${random.modelled}, ${percent(random.rowsCovered, random.modelled)}`;
  const rest = random.rows - random.rowsCovered;
  return [
    BEGIN,
    "",
    "## Counts",
    "",
    `With ${versions()}.`,
    "",
    table(
      ["compared", "count", "divergences"],
      comparisons().map(([what, count, divergences]) => [what, count, number(divergences)]),
    ),
    "",
    `Tests said anew from published suites: ${published()}.`,
    "",
    `Rows of the instruction table that the machine models and the random instructions ran: ${modelled}. The table has`,
    `${random.rows}; the other ${rest}, and why no trial runs them:`,
    "",
    table(
      ["rows", "why"],
      Object.entries(random.uncovered).map(([why, rows]) => [rows, why]),
    ),
    "",
    "Deviations of QEMU, and how often each applied:",
    "",
    table(["name", "QEMU", "manual", "random instructions", "sweeps"], deviationRows(above)),
    "",
    "What the random instructions do not contain:",
    "",
    table(["what", "why"], random.keptAway),
    "",
    END,
  ].join("\n");
}

const document = readFileSync(DOCUMENT, "utf8");
const [before, rest] = document.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) throw new Error("docs/conformance.md has lost its counted part");
writeFileSync(DOCUMENT, `${before}${counted(before)}${after}`);
