// `needed`: which instructions of a handler are needed, and the schedule that
// proves it of each.

import { makeLink } from "../../scenario/link/link.ts";
import { printSchedule } from "../../scenario/schedule.ts";
import type { Scenario, WorkloadName } from "../../scenario/scenario.ts";
import { boot, neededLines, type NeededLine } from "../../session/index.ts";
import type { Command } from "../command.ts";
import { printDiagnostics } from "../diagnostics.ts";
import {
  BAD_INPUT,
  BOUNDS_NOTES,
  BOUNDS_OPTIONS,
  LIMIT_OPTIONS,
  STATUS,
  boundsOf,
  deadline,
  drive,
  limitsOf,
  searchMachine,
  timeoutOf,
} from "../exploring.ts";
import { workersOf } from "../workers.ts";
import { SCENARIO_NOTES, SCENARIO_OPTIONS, chooseScenario } from "../handler.ts";

const { workload, body, option } = SCENARIO_OPTIONS;

const WORKLOADS: readonly WorkloadName[] = ["kernel", "user", "page-fault"];

/** Of the handler without the instruction, one step before the damage. */
async function linkOf(scenario: Scenario, { violation, workload: against, without }: NeededLine): Promise<string> {
  if (violation === undefined || against === undefined) return "";
  const handler: Scenario["handler"] = { kind: "source", text: without };
  const { schedule, steps } = violation;
  const made = await makeLink({ scenario: { ...scenario, handler, workload: against, schedule }, position: steps - 1 });
  return made.ok ? made.fragment : "";
}

const SAYS = {
  needed: "needed",
  "not-needed": "not needed within the bounds",
  "does-not-assemble": "does not assemble without it",
  unknown: "not known: a limit was reached",
} as const;

function lineText({ place, text, verdict, violation, workload: against }: NeededLine, width: number): string {
  const head = `${place.padEnd(width)}  ${text.replaceAll(/\s+/g, " ").padEnd(40)}  ${SAYS[verdict]}`;
  if (violation === undefined) return `${head}\n`;
  const schedule = printSchedule(violation.schedule) || "(no events)";
  return `${head}: ${violation.property}, ${against}\n${" ".repeat(width + 2)}${schedule}\n`;
}

export const needed: Command = {
  name: "needed",
  words: "HANDLER",
  fewest: 1,
  most: 1,
  summary: "which instructions are needed: each is taken out in turn and the rest explored",
  notes: `Without --workload: against ${WORKLOADS.join(", ")}, until one shows that it is needed.
The timeout is for all of it. Exit status: 0 all were tried, 2 bad usage or
input, 3 a limit was reached.

${BOUNDS_NOTES}

${SCENARIO_NOTES}`,
  options: {
    ...BOUNDS_OPTIONS,
    workload,
    body,
    option,
    ...LIMIT_OPTIONS,
    json: { type: "boolean", help: "one JSON object" },
  },
  async run(args, { terminal, core }) {
    const { scenario, file } = await chooseScenario(args, terminal);
    const bounds = boundsOf(args);
    workersOf(args);
    const limits = limitsOf(args);
    const seconds = timeoutOf(args);
    const booted = boot(scenario);
    if (!booted.ok) {
      printDiagnostics(terminal, file, booted.source.diagnostics);
      return BAD_INPUT;
    }
    const machine = await searchMachine(core, limits);
    const workloads = args.has("workload") ? [scenario.workload] : WORKLOADS;
    const report = drive(neededLines(machine, { scenario, workloads, bounds, limits }), deadline(seconds));
    if (report === undefined) return BAD_INPUT;
    const { lines, broken, complete } = report;
    const links = await Promise.all(lines.map((line) => linkOf(scenario, line)));
    if (args.has("json")) {
      const rows = lines.map(
        ({ address, place, line, text, verdict, violation, workload: against, properties }, index) => ({
          address: `0x${address.toString(16)}`,
          at: place,
          line,
          text,
          verdict,
          properties,
          ...(violation === undefined
            ? {}
            : {
                workload: against,
                property: violation.property,
                schedule: printSchedule(violation.schedule),
                injections: violation.injections,
                steps: violation.steps,
                explanation: violation.explanation,
                link: links[index],
              }),
        }),
      );
      terminal.out(`${JSON.stringify({ bounds, workloads, broken, lines: rows, complete })}\n`);
    } else {
      const width = Math.max(0, ...lines.map(({ place }) => place.length));
      terminal.out(lines.map((line) => lineText(line, width)).join(""));
      for (const { workload: against, properties } of broken) {
        if (properties.length > 0) terminal.out(`broken as it is, ${against}: ${properties.join(", ")}\n`);
      }
      const count = lines.filter(({ verdict }) => verdict === "needed").length;
      terminal.out(`${count} of ${lines.length} needed${complete ? "" : "; stopped before all were tried"}\n`);
    }
    const known = complete && lines.every(({ verdict }) => verdict !== "unknown");
    return known ? STATUS.holds : STATUS.incomplete;
  },
};
