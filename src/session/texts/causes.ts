// Cause chains: a sentence for each station between the write that began it and the bad
// step. `named` stands for the mark of a context, `text` is an instruction as written.

import type { Writer } from "./stack-instructions.ts";

export const CAUSE_TEXTS = {
  /** Where no line of the source tells of it; the first begins a sentence. */
  someInstruction: "An instruction",
  anInstruction: "an instruction",
  whatRan: "what ran",
  /** Who wrote a word, as a sentence begins with it. */
  delivery: (named: string) => `The delivery of ${named}`,
  instructionOf: (text: string, named: string) => `${text} of ${named}`,

  takesOver: (named: string, interrupted: string) => `${named} interrupts ${interrupted} and takes over its return.`,
  storedToComeBack: (delivery: string, role: string, value: string, place: string) =>
    `${delivery} stored ${role} ${value} at ${place}: that should come back.`,
  storedToReturn: (delivery: string, value: string, place: string) =>
    `${delivery} stored RIP ${value} at ${place}: there it should return.`,
  overwrote: (writer: string, value: string) => `${writer} overwrote it with ${value}.`,
  copied: (writer: string, place: string) => `${writer} copied it to ${place}.`,
  /** `owner`: whose frame the word is of. */
  returnTook: (role: string, place: string, owner: string | undefined, value: string, writer: Writer) =>
    `The return took ${role} from ${place}${owner === undefined ? "" : `, of ${owner}'s frame`}: ${value}, written by ${writer.named} at ${writer.step}.`,
  registerWas: (register: string, value: string) => `${register} was ${value} when the interruption came.`,
  registerSetLast: (instruction: string, value: string) =>
    `${instruction} set it last, to ${value}; nothing gave it back.`,
  usedUp: (named: string) => `${named} returned through that word: it is used up.`,
  usedOnceMore: (named: string, target: string) => `${named} returns through it once more, to ${target}.`,
  usedFrame: (named: string) => `${named} returns through a used frame: see resume-exact.`,
  wroteLast: (instruction: string, place: string) => `${instruction} wrote ${place} last.`,
  storedForIret: (writer: string, role: string, value: string, place: string) =>
    `${writer} stored ${role} ${value} at ${place}: iret takes EIP from its low half and CS from its high half.`,
  storedForReturn: (writer: string, role: string, value: string, place: string, takenFor: string) =>
    `${writer} stored ${role} ${value} at ${place}: the return takes ${takenFor} from there.`,
  setRsp: (instruction: string, place: string) => `${instruction} set RSP to ${place}.`,
  wentWild: (text: string, from: string, to: string) => `${text} at ${from} went to ${to}, where there is no program.`,
  repeats: (place: string, period: number) => `From ${place} the same ${period} steps repeat for ever.`,

  lastRunStarts: (named: string) => `The last run of the regular NMI code starts in ${named}.`,
  accepted: (named: string) => `${named} is accepted.`,
  startsRun: (named: string) => `${named} starts its run of the regular NMI code.`,
  iretUnblocksInside: (named: string) => `The IRET of ${named} ends NMI blocking inside it.`,
  delivered: (named: string) => `${named} is delivered.`,
  deliveredWithCr2: (named: string, cr2: string) =>
    `${named} is delivered with CR2 = ${cr2}: that is what its handler must read.`,
  setsCr2: (named: string, cr2: string) => `${named} sets CR2 to ${cr2}, and nobody gives it back.`,
  blocks: (named: string) => `The delivery of ${named} blocks NMIs.`,
  backWithoutIret: (text: string) => `${text} goes back to the workload: no IRET came between.`,
} as const;
