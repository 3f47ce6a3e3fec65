// The quick loop takes every step as the complete step does: the same states, the
// same reports, the same way back. An event that is refused forces the complete one.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Event, type Image, Machine, type StepResult } from "../../src/machine/index.ts";
import { findEntry, scenarioOf } from "../../src/scenario/catalogue/catalogue.ts";
import { boot } from "../../src/session/index.ts";
import { Random } from "../oracle/random-numbers.ts";
import { randomProgram, sourceOf } from "../oracle/random-source.ts";

const wasm = new Uint8Array(readFileSync("build/core.wasm"));
const NMI: Event = { kind: "nmi" };
/** Below 16 no vector comes from outside. */
const REFUSED: Event = { kind: "irq", vector: 3 };
const STEPS = 900;

const template = findEntry("desnoyers-2010-repaired");
if (template === undefined) throw new Error("no such handler");
const scenario = scenarioOf(template);

function imageOf(changes: Partial<typeof scenario>): Image {
  const booted = boot({ ...scenario, ...changes });
  if (!booted.ok) throw new Error("the program does not assemble");
  return booted.program.image;
}

async function machineWith(image: Image): Promise<Machine> {
  const machine = await Machine.create(wasm);
  machine.load(image);
  return machine;
}

/** What a step tells, without the event that only forces it. */
function told(result: StepResult): unknown {
  return result.kind === "step" ? { ...result.step, events: [] } : result;
}

function picture(machine: Machine): unknown {
  return { registers: machine.registers(), nmi: machine.nmi(), steps: machine.steps(), hash: machine.stateHash() };
}

/** Boundaries where an NMI comes: nested ones too. */
function eventsAt(step: number): readonly Event[] {
  return step % 97 === 5 || step % 211 === 60 ? [NMI] : [];
}

/** The pictures of all boundaries, by complete steps alone. */
async function complete(image: Image): Promise<{ readonly pictures: unknown[]; readonly steps: unknown[] }> {
  const machine = await machineWith(image);
  const pictures = [picture(machine)];
  const steps: unknown[] = [];
  for (let step = 0; step < STEPS; step++) {
    const result = machine.step([REFUSED, ...eventsAt(step)]);
    steps.push(told(result));
    if (result.kind === "stopped") break;
    pictures.push(picture(machine));
  }
  return { pictures, steps };
}

async function compareSteps(image: Image): Promise<void> {
  const { pictures, steps } = await complete(image);
  const machine = await machineWith(image);
  for (const [step, expected] of steps.entries()) {
    expect(told(machine.step(eventsAt(step))), `step ${step}`).toEqual(expected);
    if (step + 1 < pictures.length) expect(picture(machine), `after step ${step}`).toEqual(pictures[step + 1]);
  }
}

/** Runs of random length, sometimes taken back and run again. */
async function compareRuns(image: Image, seed: number, journal: boolean): Promise<void> {
  const { pictures } = await complete(image);
  const machine = await machineWith(image);
  const random = new Random(seed);
  const last = pictures.length - 1;
  for (let at = 0; at < last;) {
    if (eventsAt(at).length > 0) {
      machine.step(eventsAt(at));
      at++;
    } else {
      let count = 1;
      while (at + count < last && eventsAt(at + count).length === 0 && random.below(20) > 0) count++;
      expect(machine.skip(count, { journal })).toEqual({ steps: count, reason: "count" });
      at += count;
    }
    if (random.chance(3)) expect(picture(machine), `boundary ${at}`).toEqual(pictures[at]);
    if (!journal || !random.chance(4)) continue;
    const back = Math.min(random.below(60), at);
    for (let count = 0; count < back; count++) expect(machine.undo()).toBe(true);
    at -= back;
    expect(picture(machine), `boundary ${at}, again`).toEqual(pictures[at]);
  }
}

const PROGRAMS = Array.from({ length: 12 }, (_, index) => index + 1);

describe.each(PROGRAMS)("random program %d", (seed) => {
  const image = imageOf({ handler: { kind: "source", text: sourceOf(randomProgram(seed)).text }, schedule: [] });

  it("steps as by complete steps", () => compareSteps(image));
  it("runs as by complete steps", () => compareRuns(image, seed, false));
  it("runs with the journal and back", () => compareRuns(image, seed, true));
});

describe("a handler that asserts something at every label", () => {
  const labels = (template.text.match(/^\w+(?=:)/gm) ?? []).slice(0, 30);
  const lines = labels.map(
    (label, index) => `#@ assert ${label} $rsp & ${index % 3 === 0 ? 8 : 7} == 0 && *$rsp != 5\n`,
  );
  const image = imageOf({ handler: { kind: "source", text: `${template.text}\n${lines.join("")}` } });

  it("steps as by complete steps", () => compareSteps(image));
  it("runs as by complete steps", () => compareRuns(image, 3, false));
  it("runs with the journal and back", () => compareRuns(image, 4, true));
});

describe.each(["kernel", "user", "page-fault"] as const)("a handler over %s", (workload) => {
  const image = imageOf({ workload });

  it("steps as by complete steps", () => compareSteps(image));
  it("runs as by complete steps", () => compareRuns(image, 1, false));
  it("runs with the journal and back", () => compareRuns(image, 2, true));
});
