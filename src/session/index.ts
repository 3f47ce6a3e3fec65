// The public face of a session: open a scenario, ask, get views. The worker, the
// command line and tests enter here.

import { Machine } from "../machine/index.ts";
import { Session } from "./session.ts";

export { Session };
export { digestDifference } from "./digest.ts";
export { exportImage } from "./export-image.ts";
export { finish, type Sliced } from "./slices.ts";
export { runScenario, type RunFact, type RunOptions, type StepFact } from "./run-scenario.ts";
export { exploreProgram, type ExplorationReport, type ExploredViolation } from "./exploration.ts";
export {
  minimise,
  type Minimised,
  type MinimisePlan,
  type MinimiseProgress,
  type MinimiseResult,
} from "./verify/minimise.ts";
export {
  neededLines,
  type NeededLine,
  type NeededPlan,
  type NeededProgress,
  type NeededReport,
  type NeededVerdict,
} from "./verify/needed.ts";
export {
  Helpers,
  serveHelper,
  type FromHelper,
  type HelperModules,
  type HelperPort,
  type ToHelper,
} from "./verify/crew.ts";
export { exploreFurther, isWorthMore, oneMore } from "./verify/further.ts";
export { type Note, notesOf, withThirdInPart } from "./verify/notes.ts";
export { exploreShard, type ExplorationPart, type Shard } from "./verify/shards.ts";
export { MEANINGS } from "./texts/violations.ts";
export { heatOf, type HeatPlace, type HeatPlan, type HeatReport, type HeatVerdict } from "./verify/heat.ts";
export { type Exercised, notedOf, type Witness } from "./verify/exercised.ts";
export { boot } from "./program/boot.ts";
export type { BootResult, Program, Source } from "./program.ts";
export type { StepMachine } from "./machine-face.ts";

/** A session with a machine of its own, from the bytes of the core. */
export async function createSession(core: BufferSource): Promise<Session> {
  return Session.create(await Machine.create(core));
}
