// The schedule that separates two handlers: the explorer's shortest ones for each,
// fewest events first, run on the other until one breaks a property on one side only.

import type { Scenario, ScheduleItem, WorkloadName } from "../../scenario/scenario.ts";
import type { ExploredViolation, ExploreBounds } from "../../session/views/exploration.ts";
import type { ExplorerLine } from "../../store/explorer/line.ts";
import { SIDES, type Side } from "./wish.ts";

export const FIRST_BOUNDS: ExploreBounds = { nmis: 2, faults: 1, machineChecks: 0, faultPoints: "lazy" };
/** Of each side, so that a browser has the memory for it. */
export const MOST_STATES = 4_000_000;

export interface Separation {
  /** The side that breaks. */
  readonly side: Side;
  readonly property: string;
  /** In that side's places. */
  readonly schedule: readonly ScheduleItem[];
}

export type Separated =
  | { readonly kind: "found"; readonly separation: Separation }
  /** `unplaced`: shortest schedules that could not be tried, as the other side lacks a place. */
  | { readonly kind: "none"; readonly unplaced: number }
  /** Of whom: its search was stopped, or met the limit of states, and nothing was found so far. */
  | { readonly kind: "stopped"; readonly side: Side };

export interface SeparatingPorts {
  readonly line: Pick<ExplorerLine, "ask">;
  readonly isStopped: () => boolean;
  readonly tell: (side: Side, states: number) => void;
  /** Properties that break on the other side under this side's schedule; undefined: it cannot be carried over whole. */
  readonly brokenOnOther: (side: Side, schedule: readonly ScheduleItem[]) => Promise<readonly string[] | undefined>;
}

interface Question {
  readonly scenarios: Readonly<Record<Side, Scenario>>;
  readonly workload: WorkloadName;
  readonly bounds: ExploreBounds;
}

interface Candidate {
  readonly side: Side;
  readonly violation: ExploredViolation;
}

async function explored(
  side: Side,
  { scenarios, workload, bounds }: Question,
  { line, tell }: SeparatingPorts,
): Promise<{ readonly violations: readonly ExploredViolation[]; readonly whole: boolean }> {
  const asked = {
    kind: "explore",
    scenario: scenarios[side],
    workloads: [workload],
    bounds,
    maxStates: MOST_STATES,
  } as const;
  tell(side, 0);
  const answer = await line.ask(asked, (progress) => {
    if (progress.kind === "searching") tell(side, progress.states);
  });
  const part = answer?.kind === "explored" ? answer.parts[0] : undefined;
  if (part === undefined) return { violations: [], whole: false };
  return { violations: part.report.violations, whole: !part.stopped && part.report.limits.length === 0 };
}

export async function separate(question: Question, ports: SeparatingPorts): Promise<Separated> {
  const candidates: Candidate[] = [];
  let cut: Side | undefined;
  for (const side of SIDES) {
    const { violations, whole } = await explored(side, question, ports);
    if (!whole) cut ??= side;
    for (const violation of violations) candidates.push({ side, violation });
    if (ports.isStopped()) return { kind: "stopped", side };
  }
  const inOrder = candidates.toSorted(
    (a, b) => a.violation.injections - b.violation.injections || a.violation.steps - b.violation.steps,
  );
  let unplaced = 0;
  for (const { side, violation } of inOrder) {
    const { property, schedule } = violation;
    const broken = await ports.brokenOnOther(side, schedule);
    if (broken === undefined) unplaced++;
    else if (!broken.includes(property)) return { kind: "found", separation: { side, property, schedule } };
  }
  return cut === undefined ? { kind: "none", unplaced } : { kind: "stopped", side: cut };
}
