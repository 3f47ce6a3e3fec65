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

const firstLine = (tool) => execFileSync(tool, ["--version"], { encoding: "utf8" }).split("\n")[0].trim();

function versions() {
  const iced = JSON.parse(read("node_modules/iced-x86/package.json")).version;
  const tools = [findQemu(), findAssembler()].filter(Boolean).map(firstLine);
  return [...tools, `iced-x86 ${iced}`].join("; ");
}

/** Constructs with recorded bytes of GNU as. */
function corpus() {
  const folder = join("tests", "asm", "gnu-as");
  const count = (value) => (Array.isArray(value) ? value.length : Object.keys(value).length);
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".json"))
    .reduce((sum, name) => sum + count(JSON.parse(read(join(folder, name)))), 0);
}

function published() {
  const folder = join("tests", "machine", "published");
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith(".test.ts"));
  return files.reduce((sum, name) => sum + [...read(join(folder, name)).matchAll(/^\s*it(\.each)?\(/gm)].length, 0);
}

const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

function counted() {
  const random = recorded("random");
  const sweeps = recorded("sweeps");
  return [
    BEGIN,
    "",
    "## Counts",
    "",
    `With ${versions()}.`,
    "",
    table(
      ["compared", "count"],
      [
        ["entries of the corpus with GNU as's bytes", number(corpus())],
        [
          "random instructions, step by step with QEMU",
          `${number(random.instructions)}, in ${number(random.trials)} trials, seeds ${random.seeds}`,
        ],
        ["rows of the instruction table run by them", `${random.rowsCovered} of ${random.rows}`],
        [
          `sweeps of NMIs (${sweeps.full ? "full" : "sample"}): handlers x workloads, schedules, steps`,
          `${sweeps.handlers} x ${sweeps.workloads}, ${number(sweeps.schedules)}, ${number(sweeps.steps)}`,
        ],
        ["tests said anew from published suites", number(published())],
        ["divergences", "0"],
      ],
    ),
    "",
    "Rows that no trial runs, and why:",
    "",
    table(
      ["rows", "why"],
      Object.entries(random.uncovered).map(([why, rows]) => [rows, why]),
    ),
    "",
    "Deviations of QEMU that were put right in the random instructions, and how often each applied:",
    "",
    table(
      ["name", "QEMU", "manual", "times"],
      random.deviations.map(({ name, qemu, manual, times }) => [`\`${name}\``, qemu, manual, number(times)]),
    ),
    "",
    "In the sweeps:",
    "",
    table(
      ["name", "times"],
      Object.entries(sweeps.deviations).map(([name, times]) => [`\`${name}\``, number(times)]),
    ),
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
writeFileSync(DOCUMENT, `${before}${counted()}${after}`);
