// An exercise: what is set up, what the learner may do, what counts as a win.
// Plain data; docs/level-format.md explains every field to whoever writes one.

import type { Scenario, ScheduleItem } from "../scenario.ts";

/** Attackers send events, defenders edit the handler, breakers delete one line and then send events. */
export type Role = "attacker" | "defender" | "breaker";

export const ROLES: readonly Role[] = ["attacker", "defender", "breaker"];

/** Something that a run shows without breaking a property. */
export const WITNESSES = ["nmi-merged", "nmi-nested", "nmi-pending"] as const;
export type Witness = (typeof WITNESSES)[number];

/** What a defender's handler is explored with. */
export interface LevelBounds {
  readonly nmis: number;
  readonly faults: number;
  readonly machineChecks: number;
}

export type Win =
  /** The run breaks one of these properties. */
  | { readonly kind: "broken"; readonly properties: readonly string[] }
  /** The run shows it. */
  | { readonly kind: "seen"; readonly witness: Witness }
  /** Every schedule within the bounds keeps all properties. */
  | { readonly kind: "holds"; readonly bounds: LevelBounds };

export type Solution =
  /** Attackers and breakers. */
  | { readonly kind: "schedule"; readonly schedule: readonly ScheduleItem[]; readonly deletedLine?: number }
  /** Defenders. */
  | { readonly kind: "source"; readonly text: string };

/** What a learner sees only when it is time. */
export interface Teaching {
  /** From a nudge to nearly everything. */
  readonly hints: readonly string[];
  readonly solution: Solution | undefined;
  /** The card after the win: why it broke, or why it holds. */
  readonly explanation: readonly string[];
}

export interface Citation {
  /** The fact, in a few words. */
  readonly fact: string;
  /** "SDM vol. 3A, 6.7.1", "Linux 3f3c8b8c4b2a". */
  readonly source: string;
}

export interface Level {
  /** Stands in links and in kept progress: never changed. */
  readonly id: string;
  readonly title: string;
  /** One sentence, always in sight. */
  readonly goal: string;
  readonly role: Role;
  /** What to know before, a paragraph each. */
  readonly introduction: readonly string[];
  /** The handler and what runs; its schedule is there from the start and stays. */
  readonly scenario: Scenario;
  /** Events that the learner may send, and how many at most. */
  readonly events: readonly string[];
  readonly mostEvents: number;
  /** Source lines, 1-based and inclusive, that may be edited; undefined: all of them. */
  readonly editable: readonly (readonly [from: number, to: number])[] | undefined;
  readonly win: Win;
  /** Fewest events of a win, as the explorer proves it; undefined: not proven. */
  readonly par: number | undefined;
  readonly teaching: Teaching;
  readonly citations: readonly Citation[];
}
