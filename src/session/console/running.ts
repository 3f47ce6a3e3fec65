// Commands that move: forwards, backwards, to a place, to a position.

import type { Move } from "../../protocol/messages.ts";
import { findMove } from "../steering/moves.ts";
import type { Run } from "../run.ts";
import { locationLines } from "./location.ts";
import { breakKey } from "./state.ts";
import { addressWords } from "./format.ts";
import { atOnce, CommandError, countOf, runOf, type Call, type Command } from "./command.ts";
import { evaluate } from "./expression.ts";
import type { Sliced } from "../slices.ts";

function* go(call: Call, move: Move, times = 1): Sliced<void> {
  const run = runOf(call);
  let notice: string | undefined;
  for (let n = 0; n < times; n++) {
    const from = run.timeline.position;
    const result = yield* findMove(run, move, call.experiment.stops(run));
    run.timeline.seek(result.position);
    notice = result.notice;
    if (result.position === from || notice !== undefined) break;
  }
  if (notice !== undefined) call.print(breakWords(call, run) ?? notice);
  for (const line of locationLines(run)) call.print(line);
}

/** gdb's words for a breakpoint that was hit; temporary ones go. */
function breakWords({ experiment, state }: Call, run: Run): string | undefined {
  const { rip } = run.timeline.machine.registers();
  const hit = experiment.breakpoints.find((place) => experiment.addressOf(place) === rip);
  if (hit === undefined) return undefined;
  const number = state.numberOf(hit);
  const temporary = state.temporary.delete(breakKey(hit));
  if (temporary) experiment.setBreakpoints(experiment.breakpoints.filter((place) => place !== hit));
  return `${temporary ? "Temporary breakpoint" : "Breakpoint"} ${number}, ${addressWords(run, rip).replace("<", "in ").replace(">", " ()")}`;
}

function* stepCount(call: Call, direction: 1 | -1): Sliced<void> {
  const count = countOf(call.argument);
  if (count === 1) return yield* go(call, { kind: direction === 1 ? "step" : "back" });
  const run = runOf(call);
  const target = run.timeline.position + direction * count;
  if (target < 0) call.print("No more reverse-execution history.");
  yield* go(call, { kind: "seek", position: Math.max(0, target) });
}

function* seek(call: Call): Sliced<void> {
  const run = runOf(call);
  const { argument } = call;
  if (argument === "end") return yield* go(call, { kind: "end" });
  if (argument === "start") return yield* go(call, { kind: "restart" });
  const explored = /^violation\s+#?(\d+)$/.exec(argument)?.[1];
  if (explored !== undefined) return void (call.state.wish = { kind: "open-explored", number: Number(explored) });
  if (!/^\d+$/.test(argument))
    throw new CommandError("seek takes a position: seek 17, seek start, seek end; goto violation 2, if explored.");
  yield* go(call, { kind: "seek", position: Number(argument) });
  if (run.timeline.position !== Number(argument)) call.print(`Now at ${run.timeline.position}.`);
}

function* advance(call: Call): Sliced<void> {
  const run = runOf(call);
  if (call.argument === "") throw new CommandError("advance takes a place: advance nmi_atomic, advance *0x....");
  const address = evaluate(call.argument.replace(/^\*/, ""), { run, state: call.state });
  yield* go(call, { kind: "to-place", place: run.program.naming.place(address) });
}

function* violation(call: Call): Sliced<void> {
  const run = runOf(call);
  const { argument } = call;
  if (argument === "" || argument === "next") return yield* go(call, { kind: "next-violation" });
  if (argument === "previous") return yield* go(call, { kind: "previous-violation" });
  const chosen = run.violations()[Number(argument) - 1];
  if (chosen === undefined)
    throw new CommandError("violation next, violation previous, or a number of info violations.");
  yield* go(call, { kind: "seek", position: chosen.step + 1 });
}

function when(call: Call): void {
  const { timeline, program } = runOf(call);
  const { tracker, position, length, machine } = timeline;
  const context = tracker.contexts.name(tracker.steps.running(position));
  call.print(`Position ${position} of ${length}: ${context} at ${program.naming.place(machine.registers().rip)}.`);
}

export const RUNNING: readonly Command[] = [
  {
    name: "stepi",
    aliases: ["si", "s", "step"],
    usage: "si [N]",
    help: "Take one step, or N: an instruction, or a delivery.",
    run: (call) => stepCount(call, 1),
  },
  {
    name: "nexti",
    aliases: ["ni", "n", "next"],
    usage: "ni [N]",
    help: "Take one step; what interrupts it runs to its return first.",
    run: (call) => go(call, { kind: "over" }, countOf(call.argument)),
  },
  {
    name: "finish",
    aliases: ["fin"],
    usage: "finish",
    help: "Run until the handler that runs now has returned.",
    run: (call) => go(call, { kind: "out" }),
  },
  {
    name: "continue",
    aliases: ["c", "fg"],
    usage: "c",
    help: "Run to the next breakpoint or violation, or to the end of the run.",
    run: (call) => go(call, { kind: "run" }),
  },
  {
    name: "reverse-stepi",
    aliases: ["rsi", "reverse-step", "rs"],
    usage: "rsi [N]",
    help: "Take one step back, or N.",
    run: (call) => stepCount(call, -1),
  },
  {
    name: "reverse-nexti",
    aliases: ["rni", "reverse-next", "rn"],
    usage: "rni [N]",
    help: "Step back; what had interrupted is taken back as a whole.",
    run: (call) => go(call, { kind: "back-over" }, countOf(call.argument)),
  },
  {
    name: "reverse-continue",
    aliases: ["rc"],
    usage: "rc",
    help: "Run back to the last breakpoint or violation, or to the start.",
    run: (call) => go(call, { kind: "run-back" }),
  },
  {
    name: "until",
    aliases: ["u", "advance"],
    usage: "advance PLACE",
    help: "Run until RIP is at a place: advance nmi_atomic+0x4.",
    run: advance,
  },
  {
    name: "run",
    aliases: ["r", "start", "starti"],
    usage: "start",
    help: "Go back to the start; the schedule stays.",
    run: (call) => go(call, { kind: "restart" }),
  },
  {
    name: "seek",
    aliases: ["goto"],
    usage: "seek N | start | end | violation N",
    help: "Go to the boundary after N steps, or one step before the damage of an explored violation.",
    run: seek,
  },
  { name: "when", aliases: [], usage: "when", help: "Where in the run we are.", run: atOnce(when) },
  {
    name: "violation",
    aliases: [],
    usage: "violation next | previous | N",
    help: "Go to where a property breaks.",
    run: violation,
  },
];
