// Commands that move: forwards, backwards, to a place, to a position.

import type { Move } from "../../protocol/messages.ts";
import { MAX_RUN_STEPS } from "../limits.ts";
import { findMove } from "../steering/moves.ts";
import type { Run } from "../run.ts";
import { locationLines } from "./location.ts";
import { breakKey } from "./state.ts";
import { addressWords } from "./format.ts";
import { atOnce, CommandError, countOf, runOf, type Call, type Command } from "./command.ts";
import { printDisplays } from "./displays.ts";
import { addressOf } from "./places.ts";
import type { Sliced } from "../slices.ts";
import { COMMAND_HELP } from "../texts/console-help.ts";
import { RUNNING_TEXTS } from "../texts/console-moves.ts";
import { STOPPED_TEXTS } from "../texts/console-stops.ts";
import { MOVE_TEXTS } from "../texts/moves.ts";

/** Moves, then shows where that led: what stopped it, the place, what is displayed. */
export function* go(call: Call, wanted: Move, times = 1, isThere = (): boolean => false): Sliced<void> {
  const run = runOf(call);
  const { state } = call;
  const move = state.backwards ? reversed(run, wanted) : wanted;
  const start = run.timeline.position;
  let notice: string | undefined;
  state.hit = undefined;
  for (let n = 0; n < times; n++) {
    const from = run.timeline.position;
    const result = yield* findMove(run, move, call.experiment.stops(run));
    run.timeline.seek(result.position);
    notice = result.notice;
    if (result.position === from || notice !== undefined || isThere()) break;
    // A long count can be interrupted.
    if (n % COUNTS_PER_SLICE === COUNTS_PER_SLICE - 1 && (yield run.timeline.length)) break;
  }
  state.keepTrail(start, run.timeline.position);
  const key = stopKey(call, run, notice);
  if (notice !== undefined) for (const line of (breakWords(call, run, key) ?? notice).split("\n")) call.print(line);
  for (const line of locationLines(run, state.flavor)) call.print(line);
  printDisplays(call);
  if (key !== undefined) yield* runAtStop(call, key);
}

const COUNTS_PER_SLICE = 64;

/** With `set exec-direction reverse` forwards is backwards, and the other way round. */
function reversed(run: Run, move: Move): Move {
  switch (move.kind) {
    case "step":
      return { kind: "back" };
    case "back":
      return { kind: "step" };
    case "over":
      return { kind: "back-over" };
    case "back-over":
      return { kind: "over" };
    case "run":
      return { kind: "run-back" };
    case "run-back":
      return { kind: "run" };
    case "out":
      return { kind: "seek", position: entryOf(run) };
    default:
      return move;
  }
}

/** The boundary before the delivery that began what runs now; 0 for the workload. */
function entryOf({ timeline }: Run): number {
  const { tracker, position } = timeline;
  return tracker.contexts.find(tracker.steps.running(position))?.enteredAt ?? 0;
}

/** The breakpoint that this stop is of. */
function stopKey({ experiment, state }: Call, run: Run, notice: string | undefined): string | undefined {
  if (notice === undefined) return undefined;
  if (state.hit?.boundary === run.timeline.position) return state.hit.key;
  const { rip } = run.timeline.machine.registers();
  const hit = experiment.breakpoints.find((place) => place.off !== true && experiment.addressOf(place) === rip);
  return hit === undefined ? undefined : breakKey(hit);
}

/** gdb's words for a breakpoint that was hit; temporary ones go. */
function breakWords({ experiment, state }: Call, run: Run, key: string | undefined): string | undefined {
  const hit = experiment.breakpoints.find((place) => breakKey(place) === key);
  if (key === undefined || hit === undefined || hit.kind === "watch" || hit.kind === "catch") return undefined;
  const { rip } = run.timeline.machine.registers();
  const number = state.numberOf(hit);
  const temporary = state.temporary.delete(key);
  if (temporary) experiment.setBreakpoints(experiment.breakpoints.filter((place) => place !== hit));
  const place = addressWords(run, rip).replace("<", "in ").replace(">", " ()");
  return STOPPED_TEXTS.breakpointHit(temporary, number, place);
}

const MOST_NESTED = 100;

/** The lines that `commands` gave this breakpoint. */
function* runAtStop(call: Call, key: string): Sliced<void> {
  const lines = call.state.commands.get(key) ?? [];
  if (lines.length === 0) return;
  if (call.state.depth >= MOST_NESTED) {
    call.print(STOPPED_TEXTS.commandsGoOn(MOST_NESTED));
    return;
  }
  call.state.depth++;
  try {
    for (const line of lines) if (line !== "silent") yield* call.runLine(line);
  } finally {
    call.state.depth--;
  }
}

function* stepCount(call: Call, direction: 1 | -1): Sliced<void> {
  const count = countOf(call.argument);
  if (count === 1) return yield* go(call, { kind: direction === 1 ? "step" : "back" });
  const run = runOf(call);
  const target = run.timeline.position + (call.state.backwards ? -direction : direction) * count;
  if (target < 0) call.print(MOVE_TEXTS.noHistory);
  yield* go(call, { kind: "seek", position: Math.max(0, target) });
}

function* reverseFinish(call: Call): Sliced<void> {
  const run = runOf(call);
  const { tracker, position } = run.timeline;
  if (tracker.steps.running(position) === 0) throw new CommandError(RUNNING_TEXTS.workloadNotDelivered);
  yield* go(call, { kind: "seek", position: entryOf(run) });
}

/** `c N`: as if the breakpoint that stopped here were passed N-1 times more. */
function* goOn(call: Call, move: "run" | "run-back"): Sliced<void> {
  const run = runOf(call);
  const count = countOf(call.argument);
  const quiet = { ...call, print: () => undefined };
  for (let n = 1; n < count; n++) {
    const from = run.timeline.position;
    yield* go(quiet, { kind: move });
    if (run.timeline.position === from) break;
  }
  yield* go(call, { kind: move });
}

function* restart(call: Call): Sliced<void> {
  if (/^\d+$/.test(call.argument)) return yield* go(call, { kind: "seek", position: Number(call.argument) });
  yield* go(call, { kind: "restart" });
}

function* seek(call: Call): Sliced<void> {
  const run = runOf(call);
  const { argument } = call;
  if (argument === "end") return yield* go(call, { kind: "end" });
  if (argument === "start") return yield* go(call, { kind: "restart" });
  const explored = /^violation\s+#?(\d+)$/.exec(argument)?.[1];
  if (explored !== undefined) return void (call.state.wish = { kind: "open-explored", number: Number(explored) });
  if (!/^\d+$/.test(argument)) throw new CommandError(RUNNING_TEXTS.takesPosition);
  yield* go(call, { kind: "seek", position: Number(argument) });
  if (run.timeline.position !== Number(argument)) call.print(RUNNING_TEXTS.nowAt(run.timeline.position));
}

function* advance(call: Call): Sliced<void> {
  if (call.argument === "") throw new CommandError(RUNNING_TEXTS.takesPlace);
  const { program } = runOf(call);
  yield* go(call, { kind: "to-place", place: program.naming.place(addressOf(call, call.argument)) });
}

/** Without a place: as `ni`, but a jump back is followed until the code goes on behind it. */
function* until(call: Call): Sliced<void> {
  if (call.argument !== "") return yield* advance(call);
  const { timeline } = runOf(call);
  const here = () => ({
    rip: timeline.machine.registers().rip,
    context: timeline.tracker.steps.running(timeline.position),
  });
  const from = here();
  yield* go(call, { kind: "over" }, MAX_RUN_STEPS, () => {
    const { rip, context } = here();
    return rip > from.rip || context !== from.context;
  });
}

function* violation(call: Call): Sliced<void> {
  const run = runOf(call);
  const { argument } = call;
  if (argument === "" || argument === "next") return yield* go(call, { kind: "next-violation" });
  if (argument === "previous") return yield* go(call, { kind: "previous-violation" });
  const chosen = run.violations()[Number(argument) - 1];
  if (chosen === undefined) throw new CommandError(RUNNING_TEXTS.takesViolation);
  yield* go(call, { kind: "seek", position: chosen.step + 1 });
}

function when(call: Call): void {
  const { timeline, program } = runOf(call);
  const { tracker, position, length, machine } = timeline;
  const context = tracker.contexts.name(tracker.steps.running(position));
  call.print(RUNNING_TEXTS.when(position, length, context, program.naming.place(machine.registers().rip)));
}

export const RUNNING: readonly Command[] = [
  {
    name: "stepi",
    aliases: ["si", "s", "step"],
    usage: "si [N]",
    help: COMMAND_HELP.stepi,
    example: "si 3",
    run: (call) => stepCount(call, 1),
  },
  {
    name: "nexti",
    aliases: ["ni", "n", "next"],
    usage: "ni [N]",
    help: COMMAND_HELP.nexti,
    example: "ni",
    run: (call) => go(call, { kind: "over" }, countOf(call.argument)),
  },
  {
    name: "finish",
    aliases: ["fin"],
    usage: "finish",
    help: COMMAND_HELP.finish,
    example: "finish",
    run: (call) => go(call, { kind: "out" }),
  },
  {
    name: "continue",
    aliases: ["c", "fg"],
    usage: "c [N]",
    help: COMMAND_HELP.continue,
    example: "c",
    run: (call) => goOn(call, "run"),
  },
  {
    name: "reverse-stepi",
    aliases: ["rsi", "reverse-step", "rs"],
    usage: "rsi [N]",
    help: COMMAND_HELP["reverse-stepi"],
    example: "rsi 3",
    run: (call) => stepCount(call, -1),
  },
  {
    name: "reverse-nexti",
    aliases: ["rni", "reverse-next", "rn"],
    usage: "rni [N]",
    help: COMMAND_HELP["reverse-nexti"],
    example: "rni",
    run: (call) => go(call, { kind: "back-over" }, countOf(call.argument)),
  },
  {
    name: "reverse-continue",
    aliases: ["rc"],
    usage: "rc [N]",
    help: COMMAND_HELP["reverse-continue"],
    example: "rc",
    run: (call) => goOn(call, "run-back"),
  },
  {
    name: "reverse-finish",
    aliases: [],
    usage: "reverse-finish",
    help: COMMAND_HELP["reverse-finish"],
    example: "reverse-finish",
    run: reverseFinish,
  },
  {
    name: "advance",
    aliases: [],
    usage: "advance PLACE | LINE",
    help: COMMAND_HELP.advance,
    example: "advance do_nmi",
    run: advance,
  },
  {
    name: "until",
    aliases: ["u"],
    usage: "until [PLACE | LINE]",
    help: COMMAND_HELP.until,
    example: "until",
    run: until,
  },
  {
    name: "run",
    aliases: ["r", "start", "starti"],
    usage: "start | run N",
    help: COMMAND_HELP.run,
    example: "start",
    run: restart,
  },
  {
    name: "seek",
    aliases: ["goto", "seek-ticks"],
    usage: "seek N | start | end | violation N",
    help: COMMAND_HELP.seek,
    example: "seek 17",
    run: seek,
  },
  { name: "when", aliases: [], usage: "when", help: COMMAND_HELP.when, example: "when", run: atOnce(when) },
  {
    name: "violation",
    aliases: [],
    usage: "violation next | previous | N",
    help: COMMAND_HELP.violation,
    example: "violation next",
    run: violation,
  },
];
