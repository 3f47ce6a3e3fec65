// What differs between two machines at one moment each: who runs, what comes next,
// registers, hidden state, per-CPU variables, words of the NMI stack. Values as text.

import type { MomentView, RegisterView, RunView, WordView } from "../../session/views.ts";
import { FLAG_BITS, flagSet, shortHex, wordHex } from "../../ui/format.ts";

export interface Difference {
  readonly name: string;
  readonly left: string;
  readonly right: string;
}

/** One machine where it stands. */
export interface Standing {
  readonly moment: MomentView;
  readonly run: RunView;
}

const runs = ({ moment, run }: Standing): string =>
  run.contexts.find(({ id }) => id === moment.context)?.name ?? "workload";

const next = ({ moment }: Standing): string => `${moment.place}: ${moment.nextText}`;

function blocking({ moment: { nmi } }: Standing): string {
  return `${nmi.blocked ? "blocked" : "not blocked"}${nmi.pending ? ", one pending" : ""}`;
}

function registerText({ name, value, meaning }: RegisterView): string {
  if (name !== "rflags") return meaning === "" ? shortHex(value) : meaning;
  const set = FLAG_BITS.filter(({ bit }) => flagSet(value, bit)).map((flag) => flag.name);
  return set.length === 0 ? "none set" : set.join(" ");
}

const wordsOf = ({ moment }: Standing): readonly WordView[] =>
  moment.stack.rows
    .filter((row) => row.kind === "word" && row.writer !== undefined)
    .filter((row) => row.kind === "word");

const wordText = ({ value, label, meaning }: WordView): string => (meaning === "" ? wordHex(value, label) : meaning);

/** In a fixed order; what is the same on both sides, or only one side has, is left out. */
export function differencesOf(left: Standing, right: Standing): readonly Difference[] {
  const found: Difference[] = [];
  function note(name: string, ofLeft: string, ofRight: string): void {
    if (ofLeft !== ofRight) found.push({ name, left: ofLeft, right: ofRight });
  }
  note("runs", runs(left), runs(right));
  note("next", next(left), next(right));
  note("NMIs", blocking(left), blocking(right));
  for (const register of left.moment.registers) {
    const twin = right.moment.registers.find(({ name }) => name === register.name);
    if (register.name === "rip" || twin === undefined || twin.value === register.value) continue;
    note(register.name, registerText(register), registerText(twin));
  }
  for (const flag of left.moment.flags) {
    const twin = right.moment.flags.find(({ name }) => name === flag.name);
    if (twin !== undefined) note(flag.name, shortHex(flag.value), shortHex(twin.value));
  }
  const words = wordsOf(right);
  for (const word of wordsOf(left)) {
    // Below the frames each handler keeps what it likes: only words of one meaning are compared.
    const twin = words.find(({ offset, label }) => offset === word.offset && label === word.label && label !== "");
    if (twin !== undefined && twin.value !== word.value)
      note(`${word.offset} ${word.label}`, wordText(word), wordText(twin));
  }
  return found;
}
