// Searches as SARIF 2.1.0: each violation a result at its line of the handler's
// source, each property a rule.

import { PROPERTIES } from "../machine/types.ts";
import { printSchedule } from "../scenario/schedule.ts";
import { MEANINGS } from "../session/index.ts";
import { noteText } from "./exercised-output.ts";
import { limitNames, many, verdictText, type Explored } from "./exploration-output.ts";

/** A path as a relative or absolute URI reference (SARIF 3.4.3). */
function uriOf(file: string): string {
  const path = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${path}` : path;
}

function resultsOf({ handler, file, workload, report, links }: Explored) {
  return report.violations.map(({ property, cause, schedule, injections, steps, at, line, explanation }, index) => {
    const events = printSchedule(schedule);
    const physicalLocation = {
      artifactLocation: { uri: uriOf(file) },
      ...(line === undefined ? {} : { region: { startLine: line } }),
    };
    return {
      ruleId: property,
      ruleIndex: PROPERTIES.indexOf(property),
      level: "error",
      message: {
        text: `${explanation} Workload ${workload}; ${many(injections, "injection")}, ${many(steps, "step")}, at ${at}: ${events || "no events"}`,
      },
      locations: [{ physicalLocation, logicalLocations: [{ name: at }] }],
      partialFingerprints: { "cause/v1": `${handler}/${workload}/${property}/${cause}/${at}` },
      properties: {
        cause,
        schedule: events,
        injections,
        steps,
        workload,
        bounds: report.bounds,
        link: links[index] ?? "",
      },
    };
  });
}

/** The verdict with its bounds, what it is silent about, limits that were reached, and what only we can be blamed for. */
function notificationsOf(explored: Explored) {
  const { handler, workload, report } = explored;
  const { limits, unconfirmed } = report;
  const limit = `${handler}, ${workload}: limit reached: ${limitNames(limits)}`;
  return [
    ...(limits.length === 0 ? [] : [{ level: "warning", message: { text: limit } }]),
    { level: "note", message: { text: [verdictText(explored), ...report.notes.map(noteText)].join("; ") } },
    ...unconfirmed.map((what) => ({ level: "error", message: { text: `a defect of the explorer: ${what}` } })),
  ];
}

export function sarif(rows: readonly Explored[]): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "nmi-stepper",
            rules: PROPERTIES.map((id) => ({
              id,
              shortDescription: { text: MEANINGS[id] },
              defaultConfiguration: { level: "error" },
            })),
          },
        },
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: rows.flatMap((row) => notificationsOf(row)) },
        ],
        results: rows.flatMap((row) => resultsOf(row)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}
