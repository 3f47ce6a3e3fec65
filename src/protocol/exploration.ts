// What page and explorer say to each other, over the same client and dispatcher
// as page and machine: questions about every schedule of a scenario, plain data.

import type { Scenario, WorkloadName } from "../scenario/scenario.ts";
import type { ExploreBounds, ExploredPart, ExploringProgress } from "../session/views/exploration.ts";

export type ExplorerQuestion = {
  readonly kind: "explore";
  /** Its schedule is not looked at. */
  readonly scenario: Scenario;
  /** One after the other. */
  readonly workloads: readonly WorkloadName[];
  readonly bounds: ExploreBounds;
  readonly maxStates: number;
};

export type ExplorerAnswer =
  | { readonly kind: "explored"; readonly parts: readonly ExploredPart[] }
  /** The handler does not assemble: the session says what is wrong with it. */
  | { readonly kind: "not-assembled" };

export type ExplorerProgress = ExploringProgress;
