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
import { COMMAND_HELP } from "../texts/console-help.ts";
import { LAST_WRITE_TEXTS, TRAVELLING_TEXTS } from "../texts/console-moves.ts";

function* walk(call: Call, by: -1 | 1): Sliced<void> {
  const { trail } = call.state;
  const target = trail.places[trail.at + by];
  if (target === undefined) throw new CommandError(by < 0 ? TRAVELLING_TEXTS.noEarlier : TRAVELLING_TEXTS.noLater);
  yield* go(call, { kind: "seek", position: target });
  call.state.trail = { places: trail.places, at: trail.at + by };
}

function checkpoint(call: Call): void {
  const { timeline } = runOf(call);
  const number = String(++call.state.checkpointCount);
  call.state.checkpoints.set(number, timeline.position);
  call.print(TRAVELLING_TEXTS.checkpointAt(number, placeWords(call, timeline.position)));
}

function placeWords(call: Call, position: number): string {
  const { timeline, program } = runOf(call);
  if (position > timeline.length) return TRAVELLING_TEXTS.beyondEnd(position);
  return TRAVELLING_TEXTS.position(position, program.naming.place(timeline.ripAt(position)));
}

export function listCheckpoints(call: Call): void {
  if (call.state.checkpoints.size === 0) call.print(TRAVELLING_TEXTS.noCheckpoints);
  for (const [name, position] of call.state.checkpoints) call.print(`${name}  ${placeWords(call, position)}`);
}

function positionOf({ state }: Call, name: string, what: "checkpoint" | "bookmark"): number {
  const position = state.checkpoints.get(name);
  if (position !== undefined) return position;
  throw new CommandError(TRAVELLING_TEXTS.noSuch(what, name, [...state.checkpoints.keys()]));
}

function* restart(call: Call): Sliced<void> {
  if (call.argument === "") throw new CommandError(TRAVELLING_TEXTS.takesCheckpoint);
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
  if (!/^[A-Za-z_][\w-]{0,40}$/.test(call.argument)) throw new CommandError(TRAVELLING_TEXTS.takesName);
  call.state.checkpoints.set(call.argument, timeline.position);
  call.print(TRAVELLING_TEXTS.bookmarkAt(call.argument, placeWords(call, timeline.position)));
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
  if (target === undefined) throw new CommandError(LAST_WRITE_TEXTS.notInProgram(text));
  const step = lastWriter(run, target);
  if (step === undefined) {
    call.print(LAST_WRITE_TEXTS.neverWritten(text, hex(valueAt(run, target, run.timeline.position))));
    return;
  }
  const { tracker } = run.timeline;
  const { rip, context, delivery } = tracker.steps.row(step);
  const actor = tracker.contexts.name(context);
  const how = delivery ? LAST_WRITE_TEXTS.delivery(actor) : run.program.naming.place(rip);
  call.print(LAST_WRITE_TEXTS.values(text, hex(valueAt(run, target, step + 1)), hex(valueAt(run, target, step))));
  call.print(LAST_WRITE_TEXTS.writtenAt(step, how, actor));
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
  call.print(TRAVELLING_TEXTS.whenEnd(timeline.length, runOf(call).view().endText));
}

export const TRAVELLING: readonly Command[] = [
  {
    name: "last",
    aliases: [],
    usage: "last [VARIABLE | *ADDRESS | $REGISTER]",
    help: COMMAND_HELP.last,
    example: "last *$rsp",
    run: atOnce(last),
  },
  {
    name: "when-end",
    aliases: [],
    usage: "when-end",
    help: COMMAND_HELP["when-end"],
    example: "when-end",
    run: atOnce(whenEnd),
  },
  {
    name: "checkpoint",
    aliases: [],
    usage: "checkpoint",
    help: COMMAND_HELP.checkpoint,
    example: "checkpoint",
    run: atOnce(checkpoint),
  },
  {
    name: "restart",
    aliases: [],
    usage: "restart N",
    help: COMMAND_HELP.restart,
    example: "restart 1",
    run: restart,
  },
  {
    name: "back",
    aliases: [],
    usage: "back",
    help: COMMAND_HELP.back,
    example: "back",
    run: (call) => walk(call, -1),
  },
  {
    name: "forward",
    aliases: [],
    usage: "forward",
    help: COMMAND_HELP.forward,
    example: "forward",
    run: (call) => walk(call, 1),
  },
  {
    name: "ugo",
    aliases: [],
    usage: "ugo start | end | N | NAME",
    help: COMMAND_HELP.ugo,
    example: "ugo end",
    run: ugo,
  },
  {
    name: "ubookmark",
    aliases: [],
    usage: "ubookmark NAME",
    help: COMMAND_HELP.ubookmark,
    example: "ubookmark before-iret",
    run: atOnce(bookmark),
  },
  {
    name: "delete",
    aliases: ["d"],
    usage: "delete [N ... | checkpoint N | display N]",
    help: COMMAND_HELP.delete,
    example: "delete 1",
    run: atOnce(remove),
  },
];
