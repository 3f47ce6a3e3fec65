// The decoder against iced-x86: validity, length, operation, memory operand and
// immediates, for every opcode systematically and for random bytes.

import { afterAll, describe, expect, test } from "vitest";
import { record } from "../support/report.ts";
import { disagreement, type Judgement } from "./iced-compare.ts";

const MAPS: readonly (readonly number[])[] = [[], [0x0f], [0x0f, 0x38], [0x0f, 0x3a]];
const PREFIXES: readonly (readonly number[])[] = [
  [],
  [0x66],
  [0xf3],
  [0xf2],
  [0x48],
  [0x45],
  [0x66, 0x48],
  [0xf3, 0x4f],
  [0xf0],
  [0x67],
  [0x65],
  [0x66, 0xf2],
];
/** Each ModRM.reg with memory of every shape and with a register. */
const MODRMS = [0x00, 0x04, 0x05, 0x41, 0x44, 0x82, 0xc0, 0xc3, 0xc7].flatMap((m) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((reg) => m | (reg << 3)),
);
const TAIL = [0x25, 0x81, 0x33, 0xf4, 0x55, 0x66, 0x77, 0x88, 0x99];

/** A small deterministic generator (Numerical Recipes' constants). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 16;
  };
}

const counts = { compared: 0, divergences: 0 };

function judge(bytes: Uint8Array, found: Judgement[]): void {
  const judged = disagreement(bytes);
  counts.compared++;
  if (judged === undefined) return;
  counts.divergences++;
  found.push(judged);
}

function summary(found: readonly Judgement[]): string {
  return found
    .slice(0, 40)
    .map((each) => `${each.bytes}: ${each.what}`)
    .join("\n");
}

describe("the decoder agrees with iced-x86", () => {
  afterAll(() => {
    record("decoder", counts);
  });

  for (const map of MAPS)
    for (const prefixes of PREFIXES) {
      const title = [...prefixes, ...map].map((byte) => byte.toString(16)).join(" ");
      test(`every opcode after "${title}"`, () => {
        const found: Judgement[] = [];
        for (let opcode = 0; opcode < 256; opcode++)
          for (const modrm of MODRMS) {
            judge(Uint8Array.from([...prefixes, ...map, opcode, modrm, ...TAIL]), found);
          }
        expect(summary(found)).toBe("");
      });
    }

  test("random bytes", () => {
    const next = random(20100716);
    const found: Judgement[] = [];
    for (let n = 0; n < 60_000; n++) {
      const bytes = Uint8Array.from({ length: 15 }, () => next() & 0xff);
      judge(bytes, found);
    }
    expect(summary(found)).toBe("");
  });

  test("random VEX", () => {
    const next = random(7);
    const found: Judgement[] = [];
    for (let n = 0; n < 30_000; n++) {
      const map = 1 + (next() % 3);
      const bytes = Uint8Array.from([
        0xc4,
        (next() & 0xe0) | map,
        next() & 0xff,
        next() & 0xff,
        next() & 0xff,
        ...TAIL,
      ]);
      judge(bytes, found);
    }
    expect(summary(found)).toBe("");
  });
});
