// A machine and scenarios for tests of the session.
import { readFileSync } from "node:fs";
import { Machine } from "../../src/machine/index.ts";
import type { ViewUpdate } from "../../src/protocol/messages.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import type { Scenario, WorkloadName } from "../../src/scenario/scenario.ts";
import { boot, Session, type Program } from "../../src/session/index.ts";
import type { Request } from "../../src/protocol/messages.ts";
import { openRun, type Run } from "../../src/session/run.ts";
import { finish } from "../../src/session/slices.ts";

const core = new WebAssembly.Module(readFileSync(new URL("../../build/core.wasm", import.meta.url)));

export const newMachine = (): Promise<Machine> => Machine.create(core);

export interface Choice {
  readonly source?: string;
  readonly workload?: WorkloadName;
  readonly body?: string;
}

/** A handler of the catalogue, or `source`, with a schedule as text. */
export function scenario(name: string, schedule = "", choice: Choice = {}): Scenario {
  return {
    handler: choice.source === undefined ? { kind: "catalogue", name } : { kind: "source", text: choice.source },
    workload: choice.workload ?? "kernel",
    body: choice.body ?? "touch",
    options: {},
    schedule: parseSchedule(schedule).items,
  };
}

export function programOf(chosen: Scenario): Program {
  const booted = boot(chosen);
  if (!booted.ok) throw new Error(JSON.stringify(booted.source.diagnostics));
  return booted.program;
}

/** A run computed to its end; the machine stands there. */
export async function completeRun(chosen: Scenario, maxSteps?: number): Promise<Run> {
  const run = openRun(await newMachine(), programOf(chosen), chosen.schedule, maxSteps);
  finish(run.timeline.complete());
  return run;
}

export class Desk {
  readonly session: Session;
  /** The last view of each kind. */
  view: ViewUpdate = {};

  constructor(session: Session) {
    this.session = session;
  }

  static async open(chosen: Scenario, position = 0): Promise<Desk> {
    const session = Session.create(await newMachine());
    await session.loadTools();
    const desk = new Desk(session);
    desk.ask({ kind: "open", scenario: chosen, position });
    return desk;
  }

  /** What this request changed. */
  ask(request: Request): ViewUpdate {
    const reply = this.session.handle(request);
    if (reply.kind !== "views") throw new Error(`views expected, not ${reply.kind}`);
    this.view = { ...this.view, ...reply.update };
    return reply.update;
  }

  /** A console command's lines; errors with a mark. */
  type(line: string): readonly string[] {
    const lines = this.ask({ kind: "console", line }).console ?? [];
    return lines.map(({ kind, text }) => (kind === "error" ? `! ${text}` : text));
  }

  get position(): number {
    return this.view.moment?.position ?? -1;
  }
}
