// The scenario as a test for the command line: a shell script that fails when the
// verdict is another one.

import { writeScenarioFile } from "../../scenario/file.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { RunView } from "../views.ts";
import { ascii } from "./ascii.ts";
import { handlerName } from "./oops.ts";

/** Exit statuses of `run`. */
export function expectedStatus({ violations, end }: RunView): number {
  if (violations.length > 0) return 1;
  return end.kind === "max-steps" || end.kind === "not-modelled" ? 3 : 0;
}

/** A line that no scenario file has. */
const MARK = "END_OF_SCENARIO";

export function shellTest(scenario: Scenario, view: RunView): string {
  const status = expectedStatus(view);
  const found = view.violations.map(({ property, step }) => `#   ${property} at step ${step}`);
  return [
    "#!/bin/sh",
    ascii(
      `# ${handlerName(scenario).replaceAll("\n", " ")}: run ends with status ${status} (0 holds, 1 broken, 3 incomplete).`,
    ),
    ...found.map(ascii),
    "# NMI_STEPPER names the command, such as: node scripts/cli.mjs",
    `\${NMI_STEPPER:-nmi-stepper} run - <<'${MARK}'`,
    `${writeScenarioFile({ scenario, position: 0 })}${MARK}`,
    "status=$?",
    `[ "$status" -eq ${status} ] || { echo "status $status, expected ${status}" >&2; exit 1; }`,
    "",
  ].join("\n");
}
