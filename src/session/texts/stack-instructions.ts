// What a push, a pop, a call or a return did and why, in sentences. `text` is the
// instruction as its author wrote it; `named` stands for the mark of a context.

/** Who wrote a word, and at which step. */
export interface Writer {
  readonly named: string;
  readonly step: number;
}

const writtenBy = (writer: Writer | undefined): string =>
  writer === undefined ? "" : `, written by ${writer.named} at ${writer.step}`;

export const PUSH_TEXTS = {
  copies: (text: string, role: string, value: string, place: string) =>
    `${text} copies the ${role}, ${value}, to ${place}.`,
  copiesOfFrame: (text: string, role: string, named: string, value: string, place: string) =>
    `${text} copies ${role} of ${named}'s frame, ${value}, to ${place}.`,
  /** `role`: undefined if it tells nothing. */
  stores: (text: string, role: string | undefined, value: string, place: string) =>
    role === undefined ? `${text} stores ${value} at ${place}.` : `${text} stores ${role}, ${value}, at ${place}.`,
} as const;

export const POP_TEXTS = {
  /** `wrong`: what the word is, if it is no flags. */
  loadsFlags: (text: string, from: string, value: string, set: string, wrong: string | undefined) =>
    `${text} loads RFLAGS from ${from}: ${value} (${set || "none set"}).${
      wrong === undefined ? "" : ` **The word is ${wrong}, not flags.**`
    }`,
  loads: (text: string, value: string | undefined, from: string) =>
    `${text} loads ${value ?? "the same value"} from ${from}.`,
  /** What the word on the stack is; without a role it was stored by somebody. */
  thatWord: (role: string, writer: Writer | undefined) =>
    `That word is ${role === "" ? "a stored word" : role}${writtenBy(writer)}.`,
} as const;

export const CALL_TEXTS = {
  /** `back`: where it returns, and where that is kept. */
  goes: (text: string, target: string, back: { readonly to: string; readonly at: string } | undefined) =>
    `${text} goes to ${target}${back === undefined ? "" : `; ${back.to} at ${back.at} is where it returns`}.`,
} as const;

export const RETURN_TEXTS = {
  returns: (text: string, target: string) => `${text} returns to ${target}.`,
  returnsResuming: (text: string, target: string, named: string, blocked: boolean) =>
    `${text} returns to ${target}. ${named} goes on${blocked ? "; NMIs stay blocked" : ""}.`,
} as const;

export const IRET_TEXTS = {
  /** `cs`, `differs`: undefined or empty if there is nothing to tell of them. */
  returns: ({ text, named, target, cs, unblocks, differs }: IretFacts) =>
    `${text} returns to ${named === undefined ? target : `${named}, at ${target}`}${
      cs === undefined ? "" : ` with CS ${cs}`
    }${unblocks ? " and ends NMI blocking" : ""}.${
      differs.length === 0 ? "" : ` **Not as it was: ${differs.join(", ")}.**`
    }`,
  throughFrame: (named: string, place: string) => `It goes through the frame of ${named} at ${place}.`,
  throughCopy: (named: string, place: string) => `It goes through the copy of ${named}'s frame at ${place}.`,
  throughWords: (place: string) => `It takes its five words from ${place}.`,
  pending: (through: string) => `${through} An NMI is pending: it comes before the next instruction.`,
} as const;

interface IretFacts {
  readonly text: string;
  /** Whom it resumes, where the target's name does not say so. */
  readonly named: string | undefined;
  readonly target: string;
  readonly cs: string | undefined;
  readonly unblocks: boolean;
  readonly differs: readonly string[];
}
