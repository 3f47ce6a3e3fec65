// The command that does what a click did, so that users learn the console and can
// keep what they did.

import type { BreakPlace, Move, Request } from "../../protocol/messages.ts";
import { printItem } from "../../scenario/schedule.ts";
import type { MomentNote, OptionChoices, ScheduleItem } from "../../scenario/scenario.ts";
import type { Experiment } from "../experiment.ts";
import type { ConsoleLine } from "../views.ts";
import { breakKey, type ConsoleState } from "./state.ts";

export function echoOf(experiment: Experiment, state: ConsoleState, request: Request): ConsoleLine | undefined {
  const text = commandFor(experiment, state, request);
  return text === undefined ? undefined : { kind: "echo", text };
}

function commandFor(experiment: Experiment, state: ConsoleState, request: Request): string | undefined {
  switch (request.kind) {
    case "move":
      return moveCommand(request.move);
    case "inject":
      return request.event === "nmi" ? "nmi" : `inject ${request.event}`;
    case "set-flavor":
      return `set disassembly-flavor ${request.flavor}`;
    case "undo-injection":
      return "undo injection";
    case "set-schedule":
      return scheduleCommand(experiment.scenario.schedule, request.items);
    case "set-notes":
      return noteCommand(experiment.scenario.notes ?? [], request.notes, experiment.run?.timeline.position);
    case "set-breakpoints":
      return breakCommand(state, experiment.breakpoints, request.breakpoints);
    case "choose":
      if (request.workload !== undefined) return `workload ${request.workload}`;
      if (request.body !== undefined) return `body ${request.body}`;
      return optionCommand(request.options ?? {});
    case "export":
      return request.format === undefined || request.format === "image" ? "export" : `export ${request.format}`;
    case "open":
    case "edit-source":
    case "console":
    case "complete":
    case "lane-cells":
    case "try-schedule":
    case "look":
    case "assemble":
      return undefined;
  }
}

function moveCommand(move: Move): string {
  switch (move.kind) {
    case "step":
      return "si";
    case "over":
      return "ni";
    case "out":
      return "finish";
    case "run":
      return "c";
    case "back":
      return "rsi";
    case "back-over":
      return "rni";
    case "run-back":
      return "rc";
    case "restart":
      return "start";
    case "end":
      return "seek end";
    case "to-place":
      return `advance ${move.place}`;
    case "seek":
      return `seek ${move.position}`;
    case "next-violation":
      return "violation next";
    case "previous-violation":
      return "violation previous";
  }
}

function scheduleCommand(before: readonly ScheduleItem[], after: readonly ScheduleItem[]): string {
  const same = (a: ScheduleItem | undefined, b: ScheduleItem | undefined): boolean =>
    a !== undefined && b !== undefined && a.event === b.event && a.when === b.when && a.off === b.off;
  const differ = after.findIndex((item, n) => !same(item, before[n]));
  const last = after.at(-1);
  if (after.length === before.length + 1 && differ === before.length && last !== undefined)
    return `schedule add ${printItem(last)}`;
  if (after.length === before.length - 1) return `schedule drop ${(differ < 0 ? after.length : differ) + 1}`;
  const changed = after[differ];
  const onlyOne = after.every((item, n) => n === differ || same(item, before[n]));
  if (after.length === before.length && changed !== undefined && onlyOne && changed.off !== before[differ]?.off)
    return `schedule ${changed.off ? "off" : "on"} ${differ + 1}`;
  return `schedule set ${after.map(printItem).join("; ")}`;
}

function breakCommand(state: ConsoleState, before: readonly BreakPlace[], after: readonly BreakPlace[]): string {
  const known = new Set(before.map(breakKey));
  const kept = new Set(after.map(breakKey));
  const added = after.find((place) => !known.has(breakKey(place)));
  if (added !== undefined) return stopCommand(added);
  const gone = before.filter((place) => !kept.has(breakKey(place)));
  return after.length === 0 ? "delete" : `delete ${gone.map((place) => state.numberOf(place)).join(" ")}`;
}

/** What sets it. */
export function stopCommand(place: BreakPlace): string {
  const condition = place.condition === undefined ? "" : ` if ${place.condition}`;
  if (place.kind === "line") return `b ${place.line}${condition}`;
  if (place.kind === "place") return `b ${place.place}${condition}`;
  return `${breakKey(place)}${condition}`;
}

function optionCommand(options: OptionChoices): string {
  const chosen = Object.entries(options).filter(([, value]) => value !== undefined);
  return `option ${chosen.map(([name, value]) => `${name}=${value ? "on" : "off"}`).join(" ")}`.trim();
}

/** The command that turns one list into the other, if one note differs. */
function noteCommand(
  before: readonly MomentNote[],
  after: readonly MomentNote[],
  position: number | undefined,
): string | undefined {
  const place = (at: number): string => (at === position ? "" : ` @${at}`);
  const put = after.find((note) => !before.some(({ at, text }) => at === note.at && text === note.text));
  if (put !== undefined) return `note${place(put.at)} ${put.text}`;
  const gone = before.find((note) => !after.some(({ at }) => at === note.at));
  return gone === undefined ? undefined : `note drop${place(gone.at)}`;
}
