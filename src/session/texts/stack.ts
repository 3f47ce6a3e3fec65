// The stacks and the ledger of frames in words. `named` stands for the mark of a context.

import { count, list, plural } from "./words.ts";

export const STACK_TEXTS = {
  nmiStack: "NMI stack",
  nmiStackUse: "IST1",
  skipped: "skipped: delivery aligns RSP to 16",
  neverWritten: (words: number) => `${words} word${words === 1 ? "" : "s"} never written`,
  copyBeside: (words: number) => `stack copy, ${plural(words, "word")}, drawn beside`,
  /** The band of words that are copies. */
  copyBand: "stack copy",
  copy: "Stack copy",
  /** `below`: bytes from the top of the NMI stack to the place that C stands for. */
  copyPlace: (below: bigint, words: number) => `C = T-${below}, ${plural(words, "word")}`,
  frameCopyPlace: (highest: string, lowest: string) => `${highest} to ${lowest}`,
  otherStack: (use: string, top: string) => `${use}, top ${top}`,
  kernelStack: ["Kernel stack", "of the thread, RSP0"],
  doubleFaultStack: ["#DF stack", "IST2"],
  machineCheckStack: ["#MC stack", "IST3"],
  userStack: ["User stack", "of the interrupted program"],
} as const;

export const LEDGER_TEXTS = {
  title: (context: string) => `${context} frame`,
  /** `into`: whom it returns into, where that is not the workload. */
  returns: (into: string | undefined, target: string, rsp: string) =>
    `Returns ${into === undefined ? "" : `into ${into}, `}to ${target} with RSP ${rsp}.`,
  rspOn: (what: string) => `on the ${what}`,
  aReturn: "a return",
  consumed: (mnemonic: string, step: number, unblocked: boolean, words: number) =>
    `${mnemonic} at ${step} consumed it${unblocked ? " and ended NMI blocking" : ""}. Its ${words} words are stale.`,
  overwritten: (low: string, high: string, by: string, step: number) =>
    `${low}…${high} overwritten by ${by} at ${step}`,
  codeOf: (named: string) => `${named}'s code`,
  safe: (overwritten: string, copies: string) => `${overwritten}; ${copies}.`,
  lost: (overwritten: string, words: readonly string[]) => `${overwritten}. No other copy of ${list(words)}.`,
  copied: "copied",
  /** `words`: how many were copied if all were; `steps`: the first and the last. */
  copiedTo: (
    words: number | undefined,
    steps: readonly [first: number | undefined, last: number | undefined],
    places: readonly [low: string, high: string],
  ) =>
    `${words === undefined ? "what it changed was copied" : `all ${count(words)} were copied`} at ${
      steps[0] === steps[1] ? steps[0] : `${steps[0]}–${steps[1]}`
    } to ${places[0]}…${places[1]}`,
} as const;
