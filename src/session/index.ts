// The public face of a session: open a scenario, ask, get views. The worker, the
// command line and tests enter here.

export { Session, type Work } from "./session.ts";
export { runScenario, type RunFact, type RunOptions, type StepFact } from "./run-scenario.ts";
export { boot } from "./program/boot.ts";
export type { BootResult, Program, Source } from "./program.ts";
export type { StepMachine } from "./machine-face.ts";
