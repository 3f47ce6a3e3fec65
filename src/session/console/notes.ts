// note: short texts pinned to moments of the run, which the scenario carries.

import { MOST_NOTES, momentWords, noteText, withNote } from "../../scenario/notes.ts";
import type { MomentNote } from "../../scenario/scenario.ts";
import type { Experiment } from "../experiment.ts";
import { atOnce, CommandError, type Call, type Command } from "./command.ts";
import { COMMAND_HELP } from "../texts/console-help.ts";
import { NOTE_TEXTS } from "../texts/console.ts";

/** "@31", or the present moment. */
function moment({ experiment }: Call, at: string | undefined): number {
  return at === undefined ? (experiment.run?.timeline.position ?? 0) : Number(at);
}

function setNotes(experiment: Experiment, notes: readonly MomentNote[]): void {
  if (notes.length > MOST_NOTES) throw new CommandError(NOTE_TEXTS.tooMany(MOST_NOTES));
  experiment.setNotes(notes);
}

function note(call: Call): void {
  const { experiment, argument } = call;
  const { notes = [] } = experiment.scenario;
  if (argument === "") {
    const length = experiment.run?.timeline.length ?? 0;
    if (notes.length === 0) call.print(NOTE_TEXTS.none);
    for (const { at, text } of notes) call.print(NOTE_TEXTS.note(at, momentWords(at), text, at <= length));
    return;
  }
  const drop = /^drop(?:\s+@(\d{1,15}))?$/.exec(argument);
  if (drop !== null) {
    const at = moment(call, drop[1]);
    if (!notes.some((one) => one.at === at)) throw new CommandError(NOTE_TEXTS.noneAt(momentWords(at)));
    return setNotes(experiment, withNote(notes, at, ""));
  }
  const [, place, words = ""] = /^(?:@(\d{1,15})(?:\s+|$))?(.*)$/s.exec(argument) ?? [];
  if (noteText(words) === "") throw new CommandError(NOTE_TEXTS.takesText);
  setNotes(experiment, withNote(notes, moment(call, place), words));
}

export const NOTES: readonly Command[] = [
  {
    name: "note",
    aliases: [],
    usage: "note [[@AT] TEXT | drop [@AT]]",
    help: COMMAND_HELP.note,
    example: "note Watch the five words at the top.",
    run: atOnce(note),
  },
];
