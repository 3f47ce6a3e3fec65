// Searches as JUnit XML: a suite for each handler and workload, a case for each
// property, as build servers read it.

import { printSchedule } from "../scenario/schedule.ts";
import { noteText } from "./exercised-output.ts";
import { limitNames, verdictText, type Explored } from "./exploration-output.ts";

/** Characters that XML has no way to write are left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll("\n", "&#10;")}"`)
    .join("");
}

interface Suite {
  readonly text: string;
  readonly failures: number;
  readonly skipped: number;
}

function suiteOf(explored: Explored): Suite {
  const { handler, file, workload, report, seconds, links } = explored;
  const { violations, limits, unconfirmed, exercised } = report;
  const complete = limits.length === 0 && unconfirmed.length === 0;
  let failures = 0;
  let skipped = 0;
  const cases = report.judged.map((property) => {
    const head = attributes({ name: property, classname: `${handler}.${workload}`, file, time: 0 });
    const found = violations.filter((violation) => violation.property === property);
    if (found.length > 0) {
      failures++;
      const [first] = found;
      const lines = found.map((one) => {
        const { schedule, at, line, explanation } = one;
        const link = links[violations.indexOf(one)];
        const where = line === undefined ? at : `${at} (${file}:${line})`;
        return `${printSchedule(schedule) || "(no events)"}\n${where}: ${explanation}\n${link ?? ""}`;
      });
      const message = first?.explanation ?? "";
      const failure = `<failure${attributes({ type: first?.cause ?? property, message })}>${escaped(lines.join("\n\n"))}</failure>`;
      return `    <testcase${head}>${failure}</testcase>\n`;
    }
    const isJudged = property !== "no-reentry" || exercised.isReentryJudged;
    if (complete && isJudged) return `    <testcase${head}/>\n`;
    skipped++;
    const why = !isJudged
      ? "not judged: the file does not say where its regular NMI code is (#@ service LABEL END)"
      : limits.length === 0
        ? "a counterexample could not be replayed"
        : `limit reached: ${limitNames(limits)}`;
    return `    <testcase${head}><skipped${attributes({ message: why })}/></testcase>\n`;
  });
  const counts = { tests: cases.length, failures, errors: 0, skipped, time: Math.round(seconds * 1000) / 1000 };
  const head = attributes({ name: `${handler}, ${workload}`, ...counts });
  const said = [verdictText(explored), ...report.notes.map((note) => `note: ${noteText(note)}`)];
  const out = `    <system-out>${escaped(said.join("\n"))}</system-out>\n`;
  return { text: `  <testsuite${head}>\n${cases.join("")}${out}  </testsuite>\n`, failures, skipped };
}

export function junit(rows: readonly Explored[]): string {
  const suites = rows.map(suiteOf);
  const sum = (count: (suite: Suite) => number) => suites.reduce((total, suite) => total + count(suite), 0);
  const counts = {
    name: "nmi-stepper",
    tests: rows.reduce((total, { report }) => total + report.judged.length, 0),
    failures: sum(({ failures }) => failures),
    errors: 0,
    skipped: sum(({ skipped }) => skipped),
    time: Math.round(rows.reduce((total, { seconds }) => total + seconds, 0) * 1000) / 1000,
  };
  const body = suites.map(({ text }) => text).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes(counts)}>\n${body}</testsuites>\n`;
}
