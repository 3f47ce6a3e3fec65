// The session's face: a request in, the views that changed out. Works in slices:
// `run` yields now and then, so that a worker can report and stop. No clock here.

import { assert, unreachable } from "../base/assert.ts";
import type { Reply, Request, ViewUpdate } from "../protocol/messages.ts";
import { findEntry } from "../scenario/catalogue/catalogue.ts";
import type { HandlerChoice, Scenario } from "../scenario/scenario.ts";
import { echoOf } from "./console/echo.ts";
import { locationLines } from "./console/location.ts";
import { ConsoleState } from "./console/state.ts";
import { nameOfEdited } from "./edited-name.ts";
import { Experiment, isPlain, type Change } from "./experiment.ts";
import type { StepMachine } from "./machine-face.ts";
import { makeMoment } from "./panels/moment.ts";
import { makeProgramView } from "./panels/program-view.ts";
import { laneCells } from "./panels/run-view.ts";
import { boot } from "./program/boot.ts";
import { findMove } from "./steering/moves.ts";
import type { ConsoleLine, ExportFormat, RunView } from "./views.ts";
import { finish, type Sliced } from "./slices.ts";
import type * as tools from "./tools.ts";
import { CHANGE_TEXTS, NO_RUN } from "./texts/moves.ts";

const TOOLED: ReadonlySet<Request["kind"]> = new Set(["console", "complete", "export", "look"]);

export class Session {
  readonly #experiment: Experiment;
  readonly #state = new ConsoleState();
  #loaded: typeof tools | undefined;
  #looking: tools.Looking | undefined;
  #stops: tools.StopList | undefined;
  #sentRun: { readonly run: unknown; readonly length: number; readonly notice: string | undefined } | undefined;

  private constructor(machine: StepMachine) {
    this.#experiment = new Experiment(machine);
  }

  static create(machine: StepMachine): Session {
    return new Session(machine);
  }

  /** Opens a scenario at a position; what `{ kind: "open" }` does. */
  open(scenario: Scenario, position = 0): Reply {
    return this.handle({ kind: "open", scenario, position });
  }

  /** Loads what this request needs and is not there yet; carrying it out takes no waiting then. */
  prepare(request: Request): Promise<void> | undefined {
    const needs =
      TOOLED.has(request.kind) || (request.kind === "set-breakpoints" && !request.breakpoints.every(isPlain));
    return needs && this.#loaded === undefined ? this.loadTools() : undefined;
  }

  async loadTools(): Promise<void> {
    const tools = await import("./tools.ts");
    this.#loaded = tools;
    this.#experiment.judge = tools.stopJudge(this.#experiment, this.#state);
  }

  /** Carries a request out to its end. */
  handle(request: Request): Reply {
    return finish(this.run(request));
  }

  *run(request: Request): Sliced<Reply> {
    switch (request.kind) {
      case "lane-cells":
        return { kind: "lane-cells", from: request.from, cells: this.#cells(request.from, request.to) };
      case "complete":
        return {
          kind: "completions",
          words: this.#experiment.isOpen ? this.#tools.complete(this.#experiment, request.line) : [],
        };
      case "look":
        if (request.question.kind === "stops") {
          this.#stops ??= new this.#tools.StopList();
          const stops = this.#experiment.isOpen ? this.#stops.facts(this.#experiment, this.#state) : [];
          return { kind: "look", answer: { kind: "stops", stops } };
        }
        this.#looking ??= new this.#tools.Looking();
        return {
          kind: "look",
          answer: yield* this.#looking.answer(
            this.#experiment.isOpen ? this.#experiment.run : undefined,
            request.question,
          ),
        };
      case "assemble":
        return { kind: "tried", program: this.#tryOut(request.text) };
      case "set-flavor":
        this.#state.flavor = request.flavor;
        this.#experiment.setFlavor(request.flavor);
        if (!this.#experiment.isOpen) return views({});
        return views({ ...this.#present(), ...withConsole(echoOf(this.#experiment, this.#state, request)) });
      default:
        return views(yield* this.#update(request));
    }
  }

  *#update(
    request: Exclude<Request, { kind: "lane-cells" | "complete" | "assemble" | "look" | "set-flavor" }>,
  ): Sliced<ViewUpdate> {
    const experiment = this.#experiment;
    if (request.kind !== "open" && !experiment.isOpen) return { notice: CHANGE_TEXTS.noScenario };
    const echo = request.kind === "console" ? undefined : echoOf(experiment, this.#state, request);
    switch (request.kind) {
      case "open": {
        this.#sentRun = undefined;
        const change = yield* experiment.open(request.scenario, request.position, request.digest);
        const noRun = experiment.run === undefined ? ({ noRun: true } as const) : {};
        return { ...this.#whole(change), ...noRun, breakpoints: experiment.breakpoints };
      }
      case "edit-source":
        return this.#whole(yield* experiment.change({ ...experiment.scenario, handler: this.#edited(request.text) }));
      case "choose": {
        const { workload, body, options } = request;
        const scenario = experiment.scenario;
        return this.#whole(
          yield* experiment.change({
            ...scenario,
            workload: workload ?? scenario.workload,
            body: body ?? scenario.body,
            options: options ?? scenario.options,
          }),
          echo,
        );
      }
      case "set-schedule": {
        if (request.moved === undefined) return this.#afterSchedule(yield* experiment.setSchedule(request.items), echo);
        const change = yield* experiment.setMoved(request.items, request.moved);
        const named = { ...request, items: experiment.scenario.schedule };
        return this.#afterSchedule(change, echoOf(experiment, this.#state, named));
      }
      case "set-notes":
        experiment.setNotes(request.notes);
        return { scenario: experiment.scenario, ...withConsole(echo) };
      case "try-schedule":
        yield* experiment.trySchedule(request.items, request.position);
        return this.#present();
      case "inject":
        return this.#afterSchedule(yield* experiment.inject(request.event), echo);
      case "undo-injection":
        return this.#afterSchedule(yield* experiment.undoInjection(), echo);
      case "set-breakpoints":
        experiment.setBreakpoints(request.breakpoints);
        return { breakpoints: experiment.breakpoints, ...withConsole(echo) };
      case "move":
        return yield* this.#move(request.move, echo);
      case "export":
        return yield* this.#export(request.format ?? "image", echo);
      case "console":
        return yield* this.#console(request.line);
      default:
        return unreachable(request);
    }
  }

  *#move(move: Parameters<typeof findMove>[1], echo: ConsoleLine | undefined): Sliced<ViewUpdate> {
    const run = this.#experiment.run;
    if (run === undefined) return { notice: NO_RUN };
    const { breakpoints } = this.#experiment;
    const result = yield* findMove(run, move, this.#experiment.stops(run));
    run.timeline.seek(result.position);
    const lines = locationLines(run, this.#state.flavor).map((text): ConsoleLine => ({ kind: "output", text }));
    return {
      ...this.#present(),
      ...(result.notice === undefined ? {} : { notice: result.notice }),
      ...(breakpoints === this.#experiment.breakpoints ? {} : { breakpoints: this.#experiment.breakpoints }),
      console: [...(echo === undefined ? [] : [echo]), ...lines],
    };
  }

  *#console(line: string): Sliced<ViewUpdate> {
    const before = this.#experiment.booted;
    const scenario = this.#experiment.scenario;
    const breakpoints = this.#experiment.breakpoints;
    this.#state.file = undefined;
    this.#state.wish = undefined;
    const { flavor } = this.#state;
    const lines = yield* this.#tools.runCommand(this.#experiment, this.#state, line);
    const { file, wish } = this.#state;
    return {
      ...(wish === undefined ? {} : { wish }),
      ...(flavor === this.#state.flavor ? {} : { flavor: this.#state.flavor }),
      ...(file === undefined ? {} : { file }),
      ...(before === this.#experiment.booted ? {} : { program: makeProgramView(this.#experiment.booted) }),
      ...(scenario === this.#experiment.scenario ? {} : { scenario: this.#experiment.scenario }),
      ...(breakpoints === this.#experiment.breakpoints ? {} : { breakpoints: this.#experiment.breakpoints }),
      ...this.#present(),
      console: lines,
    };
  }

  get #tools(): typeof tools {
    assert(this.#loaded !== undefined, "the request was prepared");
    return this.#loaded;
  }

  *#export(format: ExportFormat, echo: ConsoleLine | undefined): Sliced<ViewUpdate> {
    const made = yield* this.#tools.exportAs(format, this.#experiment);
    if ("refused" in made) return { notice: made.refused, ...withConsole(echo, made.refused) };
    const words = format === "image" ? this.#tools.imageLines(made) : [made.name];
    const lines = words.map((text): ConsoleLine => ({ kind: "output", text }));
    return { file: made, console: [...(echo === undefined ? [] : [echo]), ...lines] };
  }

  #edited(text: string): HandlerChoice {
    const { handler } = this.#experiment.scenario;
    if (handler.kind === "catalogue" && findEntry(handler.name)?.text === text) return handler;
    const name = nameOfEdited(text, handler);
    return { kind: "source", text, ...(name === undefined ? {} : { name }) };
  }

  /** Diagnostics of a text that is not opened. */
  #tryOut(text: string): ReturnType<typeof makeProgramView> {
    const base: Scenario = this.#experiment.isOpen
      ? this.#experiment.scenario
      : { handler: { kind: "source", text }, workload: "kernel", body: "", options: {}, schedule: [] };
    return makeProgramView(boot({ ...base, handler: { kind: "source", text } }));
  }

  #cells(from: number, to: number): ReturnType<typeof laneCells> {
    const run = this.#experiment.run;
    return run === undefined ? [] : laneCells(run, from, to);
  }

  /** Everything: after a change of the program. */
  #whole(change: Change, echo?: ConsoleLine): ViewUpdate {
    const { scenario, booted } = this.#experiment;
    return {
      scenario,
      program: makeProgramView(booted),
      ...this.#present(change.notice),
      ...withConsole(echo),
      ...noticeOf(change),
    };
  }

  #afterSchedule(change: Change, echo: ConsoleLine | undefined): ViewUpdate {
    if (change.refused !== undefined) return { notice: change.refused, ...withConsole(echo, change.refused) };
    return {
      scenario: this.#experiment.scenario,
      ...this.#present(change.notice),
      ...withConsole(echo),
      ...noticeOf(change),
    };
  }

  /** Run and moment; the run only if it is not the one that was sent last. */
  #present(notice?: string): Pick<ViewUpdate, "run" | "moment"> {
    const run = this.#experiment.run;
    if (run === undefined) return {};
    const moment = makeMoment(run);
    const { length } = run.timeline;
    const sent = this.#sentRun;
    if (sent !== undefined && sent.run === run && sent.length === length && sent.notice === notice) return { moment };
    this.#sentRun = { run, length, notice };
    const view: RunView = run.view(notice);
    return { run: view, moment };
  }
}

function views(update: ViewUpdate): Reply {
  return { kind: "views", update };
}

function noticeOf({ notice }: Change): Pick<ViewUpdate, "notice"> {
  return notice === undefined ? {} : { notice };
}

function withConsole(echo: ConsoleLine | undefined, error?: string): Pick<ViewUpdate, "console"> {
  if (echo === undefined) return {};
  return { console: error === undefined ? [echo] : [echo, { kind: "error", text: error }] };
}
