// What is known of each handler within bounds: what its entry declares, and the
// schedules that the explorer recorded. Runs nothing.

import { CATALOGUE, type CatalogueEntry, type Expectation } from "../../scenario/catalogue/catalogue.ts";
import { scenarioOf } from "../../scenario/catalogue/listing.ts";
import { WORKLOADS, type Scenario, type WorkloadName } from "../../scenario/scenario.ts";
import { parseSchedule } from "../../scenario/schedule.ts";
import recorded from "./recorded.json";

/** Bounds of a search, as they are declared. */
export type DeclaredBounds = Pick<Expectation, "nmis" | "faults" | "machineChecks" | "faultPoints" | "debugExceptions">;

/** Of handler, of workload and bounds, of property: the schedule. An empty record: nothing was found. */
export type Recorded = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

const RECORDED: Recorded = recorded;

/** Those of every cell of the matrix, and of the command's. */
export const USUAL: DeclaredBounds = { nmis: 2, faults: 1, machineChecks: 0 };

/** Those of the table about machine checks, over the workload kernel. */
export const CHECKED: DeclaredBounds = { nmis: 2, faults: 0, machineChecks: 1 };

export interface Break {
  readonly property: string;
  /** Undefined: found by the explorer, and no entry says why. */
  readonly reason: { readonly hazard: number; readonly because: string } | undefined;
  /** As the explorer recorded it; undefined: to be searched for. */
  readonly schedule: string | undefined;
}

export interface VerdictRow {
  readonly entry: CatalogueEntry;
  readonly workload: WorkloadName;
  readonly bounds: DeclaredBounds;
  /** The entry says so, and tests search within these bounds. */
  readonly declared: boolean;
  /** Empty: nothing breaks. */
  readonly breaks: readonly Break[];
}

export function recordKey(
  workload: WorkloadName,
  { nmis, faults, machineChecks, faultPoints, debugExceptions }: DeclaredBounds,
): string {
  const traps = debugExceptions === undefined ? "" : `, ${debugExceptions} #DB`;
  return `${workload}, ${nmis} NMIs, ${faults} faults, ${machineChecks} machine checks, ${faultPoints ?? "lazy"}${traps}`;
}

/** All that an entry declares, in its order. */
export function declaredRows(entry: CatalogueEntry): readonly VerdictRow[] {
  return entry.expects.map(({ workload, breaks, ...bounds }) => {
    const found = RECORDED[entry.name]?.[recordKey(workload, bounds)];
    return {
      entry,
      workload,
      bounds,
      declared: true,
      breaks: breaks.map(({ property, hazard, because }) => ({
        property,
        reason: { hazard, because },
        schedule: found?.[property],
      })),
    };
  });
}

/** Declared, or at least recorded. Undefined: neither. */
export function rowWithin(
  entry: CatalogueEntry,
  workload: WorkloadName,
  bounds: DeclaredBounds,
): VerdictRow | undefined {
  const key = recordKey(workload, bounds);
  const declared = declaredRows(entry).find((row) => recordKey(row.workload, row.bounds) === key);
  if (declared !== undefined) return declared;
  const found = RECORDED[entry.name]?.[key];
  if (found === undefined) return undefined;
  const breaks = Object.entries(found).map(([property, schedule]) => ({ property, reason: undefined, schedule }));
  return { entry, workload, bounds, declared: false, breaks };
}

/** Declared within other bounds than those of the tables. */
export function otherRows(): readonly VerdictRow[] {
  const usual = new Set([...WORKLOADS.map((workload) => recordKey(workload, USUAL)), recordKey("kernel", CHECKED)]);
  return CATALOGUE.flatMap(declaredRows).filter(({ workload, bounds }) => !usual.has(recordKey(workload, bounds)));
}

export function scenarioWithin(entry: CatalogueEntry, workload: WorkloadName, schedule: string): Scenario {
  return { ...scenarioOf(entry), workload, schedule: parseSchedule(schedule).items };
}
