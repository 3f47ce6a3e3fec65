// Positions that are remembered: checkpoints, bookmarks, the trail of back and
// forward; and who wrote a value last.

import { NO_WRITE } from "../history/write-log.ts";
import type { Run } from "../run.ts";
import { deleteBreakpoints } from "./breakpoints.ts";
import { atOnce, CommandError, runOf, type Call, type Command } from "./command.ts";
import { removeDisplays } from "./displays.ts";
import { hex } from "./format.ts";
import { go } from "./running.ts";
import type { Sliced } from "../slices.ts";
import { findTarget, targetText, valueAt, type WatchTarget } from "./watch-target.ts";

function* walk(call: Call, by: -1 | 1): Sliced<void> {
  const { trail } = call.state;
  const target = trail.places[trail.at + by];
  if (target === undefined) throw new CommandError(by < 0 ? "There is no earlier place." : "There is no later place.");
  yield* go(call, { kind: "seek", position: target });
  call.state.trail = { places: trail.places, at: trail.at + by };
}

function checkpoint(call: Call): void {
  const { timeline } = runOf(call);
  const number = String(++call.state.checkpointCount);
  call.state.checkpoints.set(number, timeline.position);
  call.print(`Checkpoint ${number} at ${placeWords(call, timeline.position)}`);
}

function placeWords(call: Call, position: number): string {
  const { timeline, program } = runOf(call);
  if (position > timeline.length) return `position ${position}, beyond the end of this run.`;
  return `position ${position}, ${program.naming.place(timeline.ripAt(position))}.`;
}

export function listCheckpoints(call: Call): void {
  if (call.state.checkpoints.size === 0) call.print("No checkpoints.");
  for (const [name, position] of call.state.checkpoints) call.print(`${name}  ${placeWords(call, position)}`);
}

function positionOf({ state }: Call, name: string, what: string): number {
  const position = state.checkpoints.get(name);
  if (position !== undefined) return position;
  const known = [...state.checkpoints.keys()].join(", ");
  throw new CommandError(
    `No ${what} "${name}".  ${known === "" ? "There is none: checkpoint keeps this position." : `There are ${known}.`}`,
  );
}

function* restart(call: Call): Sliced<void> {
  if (call.argument === "")
    throw new CommandError("restart takes the number of a checkpoint; start goes to the beginning.");
  yield* go(call, { kind: "seek", position: positionOf(call, call.argument, "checkpoint") });
}

function* ugo(call: Call): Sliced<void> {
  const name = call.argument.replace(/^bookmark\s+/, "");
  if (name === "start") return yield* go(call, { kind: "restart" });
  if (name === "end") return yield* go(call, { kind: "end" });
  if (/^(?:time\s+)?\d+$/.test(name))
    return yield* go(call, { kind: "seek", position: Number(name.replace("time", "")) });
  yield* go(call, { kind: "seek", position: positionOf(call, name, "bookmark") });
}

function bookmark(call: Call): void {
  const { timeline } = runOf(call);
  if (!/^[A-Za-z_][\w-]{0,40}$/.test(call.argument))
    throw new CommandError("ubookmark takes a name that begins with a letter: ubookmark before-iret.");
  call.state.checkpoints.set(call.argument, timeline.position);
  call.print(`Bookmark ${call.argument} at ${placeWords(call, timeline.position)}`);
}

function remove(call: Call): void {
  const display = /^display\s*(.*)$/.exec(call.argument);
  if (display !== null) return removeDisplays(call, display[1] ?? "");
  const match = /^(?:checkpoint|bookmark)s?\s*(.*)$/.exec(call.argument);
  if (match === null) return deleteBreakpoints(call);
  const name = match[1] ?? "";
  positionOf(call, name, "checkpoint");
  call.state.checkpoints.delete(name);
}

/** Who gave a value, when, and what was there before. */
function last(call: Call): void {
  const run = runOf(call);
  const scope = { run, state: call.state };
  const text = targetText(call.argument === "" ? "*$rsp" : call.argument, scope);
  const target = findTarget(text, scope);
  if (target === undefined) throw new CommandError(`"${text}" is not in this program.`);
  const step = lastWriter(run, target);
  if (step === undefined) {
    call.print(
      `${text} has not been written since the start: it holds ${hex(valueAt(run, target, run.timeline.position))}.`,
    );
    return;
  }
  const { tracker } = run.timeline;
  const { rip, context, delivery } = tracker.steps.row(step);
  const how = delivery ? `the delivery of ${tracker.contexts.name(context)}` : run.program.naming.place(rip);
  call.print(`${text} = ${hex(valueAt(run, target, step + 1))}, was ${hex(valueAt(run, target, step))}`);
  call.print(`written at step ${step} by ${how}, in ${tracker.contexts.name(context)}; seek ${step} is before it`);
}

function lastWriter(run: Run, target: WatchTarget): number | undefined {
  const { tracker, position } = run.timeline;
  if (target.kind === "register") {
    const step = tracker.steps.lastChange(target.number, position);
    return step < 0 ? undefined : step;
  }
  let latest: number | undefined;
  const end = target.address + BigInt(target.sizeBytes);
  for (let word = target.address & ~7n; word < end; word += 8n) {
    const from = target.address > word ? target.address : word;
    const bytes = Number((end < word + 8n ? end : word + 8n) - from);
    const index = tracker.writes.lastTouching(from, bytes, position);
    if (index !== NO_WRITE) latest = Math.max(latest ?? 0, tracker.writes.step(index));
  }
  return latest;
}

function whenEnd(call: Call): void {
  const { timeline } = runOf(call);
  call.print(`The run has ${timeline.length} steps: ${runOf(call).view().endText}`);
}

export const TRAVELLING: readonly Command[] = [
  {
    name: "last",
    aliases: [],
    usage: "last [VARIABLE | *ADDRESS | $REGISTER]",
    help: "Who wrote it last: step, writer, the value before. Alone: the word at the top of the stack.",
    example: "last *$rsp",
    run: atOnce(last),
  },
  {
    name: "when-end",
    aliases: [],
    usage: "when-end",
    help: "Where the run ends, and how.",
    example: "when-end",
    run: atOnce(whenEnd),
  },
  {
    name: "checkpoint",
    aliases: [],
    usage: "checkpoint",
    help: "Remember this position under a number.",
    example: "checkpoint",
    run: atOnce(checkpoint),
  },
  {
    name: "restart",
    aliases: [],
    usage: "restart N",
    help: "Go to a checkpoint.",
    example: "restart 1",
    run: restart,
  },
  {
    name: "back",
    aliases: [],
    usage: "back",
    help: "Where we were before the last move; again: further back.",
    example: "back",
    run: (call) => walk(call, -1),
  },
  {
    name: "forward",
    aliases: [],
    usage: "forward",
    help: "Undoes back.",
    example: "forward",
    run: (call) => walk(call, 1),
  },
  {
    name: "ugo",
    aliases: [],
    usage: "ugo start | end | N | NAME",
    help: "Go to the start, the end, a position or a bookmark.",
    example: "ugo end",
    run: ugo,
  },
  {
    name: "ubookmark",
    aliases: [],
    usage: "ubookmark NAME",
    help: "Remember this position under a name.",
    example: "ubookmark before-iret",
    run: atOnce(bookmark),
  },
  {
    name: "delete",
    aliases: ["d"],
    usage: "delete [N ... | checkpoint N | display N]",
    help: "Delete breakpoints by number; without one, all.",
    example: "delete 1",
    run: atOnce(remove),
  },
];
