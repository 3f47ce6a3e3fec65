// What a built-in handler says about itself. The program is the .S file beside it.

import type { OptionChoices, WorkloadName } from "../scenario.ts";

/** A schedule and what is seen when it runs. */
export interface Demonstration {
  /** One sentence: what to look at. */
  readonly shows: string;
  readonly workload: WorkloadName;
  readonly body: string;
  readonly schedule: string;
  /** Properties broken on this run, the first to break first; empty: all hold. */
  readonly breaks: readonly string[];
  /** How the run ends: "idle", "loop", "panic". */
  readonly end: "idle" | "loop" | "panic";
  /** Of a panic. */
  readonly vector?: number;
}

/** A property that breaks, why, and which row of the hazard table it is. */
export interface ExpectedBreak {
  readonly property: string;
  /** Number in src/scenario/hazards. */
  readonly hazard: number;
  /** One sentence. */
  readonly because: string;
}

/** What exploring within these bounds finds: exactly these properties, no more and no less. */
export interface Expectation {
  readonly workload: WorkloadName;
  readonly nmis: number;
  readonly faults: number;
  readonly machineChecks: number;
  /** Where faults come; "lazy" if absent. */
  readonly faultPoints?: "region";
  /** #DB at most, at every boundary; none if absent. */
  readonly debugExceptions?: number;
  /** Empty: holds. */
  readonly breaks: readonly ExpectedBreak[];
}

/** All but the program: what a list of handlers shows. */
export interface ListedEntry {
  /** Stands in links and on the command line: never renamed. */
  readonly name: string;
  readonly title: string;
  /** Heading in a list of handlers. */
  readonly group: string;
  readonly author: string;
  /** "2010-07-16", or as much of it as is known. */
  readonly date: string;
  readonly year: number;
  /** Where it comes from, as one would cite it. */
  readonly source: string;
  /** What it is meant to do, and what is true of that. */
  readonly claim: string;
  readonly verdict: "holds" | "violated";
  /** "mail": uses the notation of 2010; "gnu-as": GNU as accepts it. */
  readonly notation: "mail" | "gnu-as";
  /** Body for its `...` line; irrelevant where it has none. */
  readonly body: string;
  /** CPU options without which it does not run. */
  readonly options?: OptionChoices;
  /** The first is the suggested one, "see it break". */
  readonly demonstrations: readonly Demonstration[];
}

export interface CatalogueEntry extends ListedEntry {
  /** What exploring finds, for each workload. */
  readonly expects: readonly Expectation[];
  readonly text: string;
}
