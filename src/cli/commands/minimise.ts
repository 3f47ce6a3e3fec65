// `minimise`: the smallest schedule that still breaks what the given one breaks.

import { readFileSync } from "node:fs";
import { Machine } from "../../machine/index.ts";
import { PROPERTIES } from "../../machine/types.ts";
import { makeLink } from "../../scenario/link/link.ts";
import { printSchedule } from "../../scenario/schedule.ts";
import { boot, minimise as minimiseSchedule } from "../../session/index.ts";
import type { Command } from "../command.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { BAD_INPUT, STATUS, deadline, drive, timeoutOf } from "../exploring.ts";
import { SCENARIO_NOTES, SCENARIO_OPTIONS, chooseScenario } from "../handler.ts";
import { advice } from "../parse.ts";
import { refuseUnknownPlaces } from "../schedule-check.ts";
import { Refusal } from "../terminal.ts";

export const minimise: Command = {
  name: "minimise",
  words: "HANDLER",
  fewest: 1,
  most: 1,
  summary: "the smallest schedule that breaks what the given one breaks",
  notes: `Leaves events out and lets them come earlier as long as an ordinary run still
breaks the same property. Exit status: 1 with the smaller schedule, 0 if the
schedule breaks nothing, 2 bad usage or input, 3 stopped by --timeout.

${SCENARIO_NOTES}`,
  options: {
    ...SCENARIO_OPTIONS,
    property: { type: "string", value: "P", help: "the property to keep broken (default: the first that is)" },
    timeout: { type: "string", value: "S", help: "seconds at most (default: none)" },
    json: { type: "boolean", help: "one JSON object" },
  },
  async run(args, { terminal, core }) {
    const { scenario, file } = await chooseScenario(args, terminal);
    const name = args.text("property");
    const property = PROPERTIES.find((known) => known === name);
    if (name !== undefined && property === undefined)
      throw new Refusal(
        `--property: there is no "${name}".${advice(name, PROPERTIES)} There are: ${PROPERTIES.join(", ")}`,
      );
    if (scenario.schedule.length === 0) throw new Refusal("minimise: no schedule: give one with --schedule");
    const seconds = timeoutOf(args);
    const booted = boot(scenario);
    if (!booted.ok) {
      printDiagnostics(terminal, file, booted.source.diagnostics);
      return BAD_INPUT;
    }
    const { program } = booted;
    refuseUnknownPlaces(scenario.schedule, program);
    const machine = await Machine.create(readFileSync(core));
    const work = minimiseSchedule(machine, { program, schedule: scenario.schedule, property });
    const result = drive(work, deadline(seconds));
    if (result.kind === "not-broken") {
      const instead = result.broken.length === 0 ? "nothing" : result.broken.join(", ");
      const said =
        property === undefined ? "the schedule breaks nothing" : `it does not break ${property}, but ${instead}`;
      terminal.out(
        args.has("json") ? `${JSON.stringify({ kind: result.kind, broken: result.broken })}\n` : `${said}\n`,
      );
      return STATUS.holds;
    }
    const { before, after, runs, complete } = result;
    const made = await makeLink({ scenario: { ...scenario, schedule: after.schedule }, position: after.steps - 1 });
    const link = made.ok ? made.fragment : "";
    const schedule = printSchedule(after.schedule);
    if (args.has("json")) {
      const { injections, steps, at, explanation } = after;
      const small = { property: after.property, schedule, injections, steps, at, explanation, link };
      terminal.out(`${JSON.stringify({ kind: result.kind, before, after: small, runs, complete })}\n`);
    } else {
      const size = (one: { injections: number; steps: number }) => `${one.injections} events, ${one.steps} steps`;
      terminal.out(`${after.property}: ${size(after)}, at ${after.at} (before: ${size(before)})\n`);
      terminal.out(
        `  ${schedule}\n  ${after.explanation}\n  ${link}\n${runs} runs${complete ? "" : ", stopped early"}\n`,
      );
    }
    return complete ? STATUS.violated : STATUS.incomplete;
  },
};
