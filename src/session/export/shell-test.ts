// The scenario as a test for the command line: a shell script that fails when the
// verdict is another one.

import { writeScenarioFile } from "../../scenario/file.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { RunView } from "../views.ts";
import { ascii } from "./ascii.ts";
import { handlerName } from "./oops.ts";
import { SCRIPT_TEXTS } from "../texts/exports.ts";

/** Exit statuses of `run`. */
export function expectedStatus({ violations, end }: RunView): number {
  if (violations.length > 0) return 1;
  return end.kind === "max-steps" || end.kind === "not-modelled" ? 3 : 0;
}

/** A line that no scenario file has. */
const MARK = "END_OF_SCENARIO";

export function shellTest(scenario: Scenario, view: RunView): string {
  const status = expectedStatus(view);
  const found = view.violations.map(({ property, step }) => SCRIPT_TEXTS.violation(property, step));
  return [
    "#!/bin/sh",
    ascii(SCRIPT_TEXTS.expected(handlerName(scenario).replaceAll("\n", " "), status)),
    ...found.map(ascii),
    SCRIPT_TEXTS.command,
    `\${NMI_STEPPER:-nmi-stepper} run - <<'${MARK}'`,
    `${writeScenarioFile({ scenario, position: 0 })}${MARK}`,
    "status=$?",
    `[ "$status" -eq ${status} ] || { echo "${SCRIPT_TEXTS.otherStatus("$status", status)}" >&2; exit 1; }`,
    "",
  ].join("\n");
}
