// What a delivery or a fault did and why, in sentences. `named` stands for the mark of
// a context; what stands between asterisks is shown as strong.

import type { Writer } from "./stack-instructions.ts";
import { count, list } from "./words.ts";

export const DELIVERY_TEXTS = {
  unknown: "The CPU delivers an event.",
  external: (named: string, ist: number) => `The CPU delivers ${named}${ist > 0 ? ` on IST${ist}` : ""}`,
  /** What is delivered, or which fault came, as a sentence; `victims`: whose frames it overwrites. */
  happened: (what: string, victims: readonly string[]) =>
    victims.length === 0 ? `${what}.` : `${what}: it overwrites the frame of ${list(victims)}.`,
  returnsTo: (frame: string, named: string | undefined, target: string) =>
    `Its frame at ${frame} returns to ${named === undefined ? target : `${named} at ${target}`}.`,
  panic: "**Nobody expects this vector: panic.**",

  rspReset: (to: string, unfinished: readonly string[]) =>
    `RSP was reset to ${to} although ${list(unfinished)} is unfinished.`,
  aligned: (bytes: number) => `RSP was aligned to 16 first: ${bytes} bytes are skipped.`,
  istChosen: (ist: number, top: string) => `The gate names IST${ist}: RSP starts at ${top} whatever it was.`,
  iretHadUnblocked: "The IRET had ended NMI blocking before it faulted.",
  deliveryFaulted: (vector: number) => `Delivering vector ${vector} had faulted.`,
  errorCode: (code: string) => `Its error code is ${code}.`,
  cr2Kept: "CR2 keeps its value.",
  cr2Now: (value: string) => `CR2 is now ${value}.`,
  /** `by`: whose return it was; `pending`: what had been waiting, and since when. */
  unblockedBy: (
    by: string | undefined,
    text: string,
    step: number,
    pending: { readonly named: string; readonly since: number } | undefined,
  ) =>
    `${by === undefined ? "An" : `${by}'s`} ${text} at ${step} had ended NMI blocking${
      pending === undefined ? "." : `; ${pending.named} was pending since ${pending.since}.`
    }`,
  notBlocked: "NMIs were not blocked.",
} as const;

/** What is left of a frame whose words were overwritten. */
export const SURVIVAL_TEXTS = {
  unchanged: (named: string) => `The words of ${named} keep their values.`,
  allCopied: (named: string, words: number) => `${named}'s ${count(words)} words survive in the stack copy.`,
  changedCopied: "What it changes survives in the stack copy.",
  rolesLost: (roles: readonly string[], named: string) =>
    `No other copy of its ${list(roles)} exists: ${named} cannot return as it was.`,
  ripLost: (named: string, target: string) => `No other copy exists: ${named} can no longer return to ${target}.`,
  strong: (words: string) => `**${words}**`,
} as const;

/** Which instruction could not be done and why; `happened` makes a sentence of it. */
export const FAULT_TEXTS = {
  event: (named: string, errorCode: string | undefined) => (errorCode === undefined ? named : `${named}(${errorCode})`),
  shortIret: (text: string, reason: string, event: string) =>
    `${text} pops five 4-byte words, not 8-byte ones: ${reason}: ${event}`,
  fetch: (address: string, reason: string, event: string) => `The fetch from ${address} faults: ${reason}: ${event}`,
  faults: (text: string, reason: string, event: string) => `${text} faults: ${reason}: ${event}`,

  /** How control came to code that cannot be fetched. */
  wentThere: (text: string, step: number) => `${text} at ${step} went there.`,
  tookAddress: (text: string, step: number, from: string, writer: Writer | undefined) =>
    `${text} at ${step} took this address from ${from}, ${
      writer === undefined ? "where nothing was ever written" : `written by ${writer.named} at ${writer.step}`
    }.`,
} as const;
