// A page with a machine and an explorer that answer what the test says.

import { GENERAL_PROPERTIES } from "../../src/machine/types.ts";
import type { ExplorerAnswer } from "../../src/protocol/exploration.ts";
import type { Request } from "../../src/protocol/messages.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Exercised, ExploredViolation } from "../../src/session/views/exploration.ts";
import { INTERACTIVE_BOUNDS } from "../../src/store/explorer/state.ts";
import { createPage } from "../../src/store/page.ts";
import { SCENARIO_LINKS } from "../../src/store/scenario-link.ts";
import { EVERYTHING, MOMENT, PROGRAM, RUN } from "../ui/fixtures/illustrated.ts";
import { FakeExplorer } from "./fake-explorer.ts";
import { FakeMachine, FakeWorld, settle, views } from "./fake-machine.ts";

export const FIRST: Scenario = {
  handler: { kind: "catalogue", name: "naive" },
  workload: "kernel",
  body: "touch",
  options: {},
  schedule: [],
};

export const FOUND: ExploredViolation = {
  property: "resume-exact",
  cause: "frame-used",
  schedule: [
    { event: "nmi", when: "workload" },
    { event: "nmi", when: "nmi" },
  ],
  injections: 2,
  steps: 38,
  at: "do_nmi_end+0x2",
  explanation: "NMI 1 returns through a used frame.",
};

export const OTHER: ExploredViolation = {
  ...FOUND,
  property: "no-reentry",
  schedule: [{ event: "nmi", when: "do_nmi" }],
  steps: 26,
};

export const EXERCISED: Exercised = {
  deliveries: [{ vector: 2, name: "NMI", count: 120 }],
  nestedNmis: 7,
  latchedNmis: 9,
  repeats: 3,
  served: true,
  isWholeHandler: false,
  isReentryJudged: true,
  depth: 3,
  nmiDepth: 2,
  labels: [
    { name: "nmi", reached: true },
    { name: "after", reached: false },
  ],
  instructions: [],
  witnesses: [{ name: "nesting", schedule: FOUND.schedule, injections: 2, steps: 22, at: "nmi" }],
};

export function answer(
  violations: readonly ExploredViolation[],
  more: { stopped?: boolean; nmis?: number } = {},
): ExplorerAnswer {
  const { stopped = false, nmis = 2 } = more;
  const verdict = violations.length > 0 ? "violated" : stopped ? "incomplete" : "holds";
  const report = {
    verdict,
    bounds: { ...INTERACTIVE_BOUNDS, nmis },
    notes: [],
    states: 12_303,
    transitions: 15_198,
    violations,
    limits: [],
    unconfirmed: [],
    judged: GENERAL_PROPERTIES,
    exercised: EXERCISED,
  } as const;
  return { kind: "explored", parts: [{ workload: "kernel", report, stopped }] };
}

/** Answers as a session would; the run breaks what `broken` says. */
function answering(machine: FakeMachine, broken: () => readonly ExploredViolation[]): void {
  let scenario = FIRST;
  machine.answer = (request: Request) => {
    if (request.kind === "open") scenario = request.scenario;
    if (request.kind === "edit-source") scenario = { ...scenario, handler: { kind: "source", text: request.text } };
    if (request.kind === "set-schedule") scenario = { ...scenario, schedule: request.items };
    const source = scenario.handler.kind === "source" ? scenario.handler.text : "nmi:\n";
    const violations = broken().map(({ property, steps, at }) => ({
      property,
      step: steps - 1,
      at,
      summary: "",
      chain: [],
    }));
    const position = request.kind === "open" ? request.position : 3;
    const program = { ...PROGRAM, source, assembled: !source.includes("bad") };
    return views({
      ...EVERYTHING,
      scenario,
      program,
      run: { ...RUN, violations },
      moment: { ...MOMENT, position },
    });
  };
}

export async function started() {
  const machine = new FakeMachine();
  const explorer = new FakeExplorer();
  const world = new FakeWorld();
  let broken: readonly ExploredViolation[] = [];
  answering(machine, () => broken);
  const page = createPage({
    connect: machine.connect,
    connectExplorer: explorer.connect,
    codec: SCENARIO_LINKS,
    surroundings: world,
    firstMoment: { scenario: FIRST, position: 0 },
    firstSource: "nmi:\n",
    builtInLevels: () => Promise.resolve([]),
    clearAddress: () => {},
  });
  await page.opening.start("");
  // Chunks of their own, there before the first question.
  await Promise.all([page.explorerTasks(), page.counterexamples()]);
  const state = () => page.store.getState();
  /** Asks, and answers with what was found. */
  const explored = async (violations: readonly ExploredViolation[], nmis = 2) => {
    broken = violations;
    const asked = page.explorer.explore();
    await settle();
    explorer.waiting.at(-1)?.answer(answer(violations, { nmis }));
    await asked;
  };
  const show = (violations: readonly ExploredViolation[]) => (broken = violations);
  return { machine, explorer, world, page, state, explored, show };
}
