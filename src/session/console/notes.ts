// note: short texts pinned to moments of the run, which the scenario carries.

import { MOST_NOTES, momentWords, noteText, withNote } from "../../scenario/notes.ts";
import type { MomentNote } from "../../scenario/scenario.ts";
import type { Experiment } from "../experiment.ts";
import { atOnce, CommandError, type Call, type Command } from "./command.ts";

/** The command that turns one list into the other, if one note differs. */
export function noteCommand(
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

/** "@31", or the present moment. */
function moment({ experiment }: Call, at: string | undefined): number {
  return at === undefined ? (experiment.run?.timeline.position ?? 0) : Number(at);
}

function setNotes(experiment: Experiment, notes: readonly MomentNote[]): void {
  if (notes.length > MOST_NOTES) throw new CommandError(`A run has at most ${MOST_NOTES} notes.`);
  experiment.setNotes(notes);
}

function note(call: Call): void {
  const { experiment, argument } = call;
  const { notes = [] } = experiment.scenario;
  if (argument === "") {
    const length = experiment.run?.timeline.length ?? 0;
    if (notes.length === 0) call.print("There are no notes: note TEXT pins one to this moment.");
    for (const { at, text } of notes)
      call.print(`@${at}  ${momentWords(at)}: ${text}${at > length ? "  (not reached)" : ""}`);
    return;
  }
  const drop = /^drop(?:\s+@(\d{1,15}))?$/.exec(argument);
  if (drop !== null) {
    const at = moment(call, drop[1]);
    if (!notes.some((one) => one.at === at)) throw new CommandError(`There is no note at ${momentWords(at)}.`);
    return setNotes(experiment, withNote(notes, at, ""));
  }
  const [, place, words = ""] = /^(?:@(\d{1,15})(?:\s+|$))?(.*)$/s.exec(argument) ?? [];
  if (noteText(words) === "") throw new CommandError("note takes a text: note @31 RSP is T-40 now.");
  setNotes(experiment, withNote(notes, moment(call, place), words));
}

export const NOTES: readonly Command[] = [
  {
    name: "note",
    aliases: [],
    usage: "note [[@AT] TEXT | drop [@AT]]",
    help: "The notes of this run; pins one to this moment, or to the one after AT steps; takes one away.",
    example: "note Watch the five words at the top.",
    run: atOnce(note),
  },
];
