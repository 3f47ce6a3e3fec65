// An answer of the explorer as the page keeps it: one verdict over all workloads,
// violations in one list.

import type { ExploredPart } from "../../session/views/exploration.ts";
import type { Explored, ExploringQuestion } from "./state.ts";

export function exploredOf(
  question: ExploringQuestion,
  parts: readonly ExploredPart[],
  milliseconds: number,
  canGoOn: boolean,
): Explored {
  const { bounds, workloads, subject, automatic, mode } = question;
  const violations = parts.flatMap(({ workload, report }) =>
    report.violations.map((violation) => ({ ...violation, workload })),
  );
  const complete =
    parts.length === workloads.length &&
    parts.every(({ report, stopped }) => !stopped && report.limits.length === 0 && report.unconfirmed.length === 0);
  const nmis = parts.map(({ report }) => report.bounds.nmis);
  return {
    bounds: { ...bounds, nmis: violations.length > 0 ? Math.max(...nmis) : Math.min(...nmis) },
    workloads,
    subject,
    automatic,
    parts,
    violations,
    verdict: violations.length > 0 ? "violated" : complete ? "holds" : "incomplete",
    states: parts.reduce((sum, { report }) => sum + report.states, 0),
    seconds: milliseconds / 1000,
    ...(mode === undefined ? {} : { mode }),
    ...(canGoOn ? { canGoOn } : {}),
  };
}
