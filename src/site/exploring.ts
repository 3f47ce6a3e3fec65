// The explorer in this process: for building pages, where no worker is.

import { defined } from "../base/assert.ts";
import { findListed, scenarioOf } from "../scenario/catalogue/listing.ts";
import type { WorkloadName } from "../scenario/scenario.ts";
import { Explorer } from "../session/explorer.ts";
import type { ExploredViolation } from "../session/views/exploration.ts";
import type { DeclaredBounds } from "./matrix/verdicts.ts";

const MOST_STATES = 4_000_000;
/** For a record, which is made once. */
export const MOST_RECORDED_STATES = 20_000_000;

export interface Exploring {
  /** Fewest injections first. Throws if the search did not come to its end. */
  violations(handler: string, workload: WorkloadName, bounds: DeclaredBounds): Promise<readonly ExploredViolation[]>;
}

export function createExploring(core: BufferSource, maxStates = MOST_STATES): Exploring {
  const explorer = new Explorer(core);
  return {
    async violations(handler, workload, { nmis, faults, machineChecks, faultPoints, debugExceptions = 0 }) {
      const scenario = scenarioOf(defined(findListed(handler), `the handler ${handler}`));
      const question = {
        kind: "explore",
        scenario,
        workloads: [workload],
        bounds: { nmis, faults, machineChecks, faultPoints: faultPoints ?? "lazy", debugExceptions },
        maxStates,
      } as const;
      await explorer.prepare(question);
      const work = explorer.run(question);
      let next = work.next();
      while (next.done !== true) next = work.next();
      const part = next.value.kind === "explored" ? next.value.parts[0] : undefined;
      if (part === undefined || part.report.verdict === "incomplete") {
        throw new Error(`${handler}, ${workload}: the search did not come to its end`);
      }
      return part.report.violations;
    },
  };
}
