// The schedule that separates two handlers: the explorer's shortest ones for each,
// fewest events first, run on the other until one breaks a property on one side only.

import type { Scenario, ScheduleItem, WorkloadName } from "../../scenario/scenario.ts";
import type { ExploredViolation, ExploreBounds } from "../../session/views/exploration.ts";
import type { ExplorerLine } from "../../store/explorer/line.ts";

export const SEPARATING_BOUNDS: ExploreBounds = { nmis: 2, faults: 1, machineChecks: 0, faultPoints: "lazy" };
const MOST_STATES = 4_000_000;

export type Side = "left" | "right";

export interface Separation {
  /** The side that breaks. */
  readonly side: Side;
  readonly property: string;
  /** In that side's places. */
  readonly schedule: readonly ScheduleItem[];
}

export type Separated =
  | { readonly kind: "found"; readonly separation: Separation }
  | { readonly kind: "none" }
  | { readonly kind: "stopped" };

export interface SeparatingPorts {
  readonly line: ExplorerLine;
  readonly tell: (side: Side, states: number) => void;
  /** Properties that break on the other side under this side's schedule. */
  readonly brokenOnOther: (side: Side, schedule: readonly ScheduleItem[]) => Promise<readonly string[]>;
}

export async function separate(
  scenarios: Readonly<Record<Side, Scenario>>,
  workload: WorkloadName,
  { line, tell, brokenOnOther }: SeparatingPorts,
): Promise<Separated> {
  const candidates: { readonly side: Side; readonly violation: ExploredViolation }[] = [];
  for (const side of ["left", "right"] as const) {
    const asked = {
      kind: "explore",
      scenario: scenarios[side],
      workloads: [workload],
      bounds: SEPARATING_BOUNDS,
      maxStates: MOST_STATES,
    } as const;
    const answer = await line.ask(asked, (progress) => {
      if (progress.kind === "searching") tell(side, progress.states);
    });
    const part = answer?.kind === "explored" ? answer.parts[0] : undefined;
    if (part === undefined || part.stopped) return { kind: "stopped" };
    for (const violation of part.report.violations) candidates.push({ side, violation });
  }
  const inOrder = candidates.toSorted(
    (a, b) => a.violation.injections - b.violation.injections || a.violation.steps - b.violation.steps,
  );
  for (const { side, violation } of inOrder) {
    const { property, schedule } = violation;
    if ((await brokenOnOther(side, schedule)).includes(property)) continue;
    return { kind: "found", separation: { side, property, schedule } };
  }
  return { kind: "none" };
}
