// The decoder and the formatter against iced-x86: the bytes of all goldens, and
// random bytes (ICED_COUNT of them; ICED_SEED).

import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { decode } from "../../src/isa/index.ts";
import { readGoldens } from "../golden/format.ts";
import { record } from "../support/report.ts";
import { Random } from "../fuzz/random.ts";
import { disagreement } from "./iced-compare.ts";
import { textDisagreement } from "./iced-text.ts";

const COUNT = Number(process.env["ICED_COUNT"] ?? 20_000);
const SEED = Number(process.env["ICED_SEED"] ?? 16072010);

const folder = new URL("../golden/asm/", import.meta.url);
const goldens = readdirSync(folder).flatMap((file) => readGoldens(readFileSync(new URL(file, folder), "utf8")));

/** Opcodes that random bytes rarely begin with. */
const HEADS: readonly (readonly number[])[] = [
  [],
  [0x0f],
  [0x48],
  [0x66],
  [0x48, 0x0f],
  [0xf3, 0x0f],
  [0x65],
  [0x67],
  [0x0f, 0x38],
];

function judge(bytes: Uint8Array): string | undefined {
  const first = disagreement(bytes);
  return first === undefined ? textDisagreement(bytes) : `${first.bytes}: ${first.what}`;
}

const counts = { goldens: 0, random: 0, divergences: 0 };

describe("decoder and formatter agree with iced-x86", () => {
  afterAll(() => {
    record("decoder-text", { ...counts, seed: SEED });
  });

  test("on the bytes of the goldens, one instruction after the other", () => {
    const wrong: string[] = [];
    let count = 0;
    for (const golden of goldens) {
      if (golden.bytes === undefined || golden.title !== undefined || golden.source.startsWith(".")) continue;
      const bytes = Uint8Array.from(Buffer.from(golden.bytes, "hex"));
      for (let at = 0; at < bytes.length;) {
        const rest = bytes.slice(at);
        const found = judge(rest);
        if (found !== undefined) wrong.push(found);
        const decoded = decode(rest, 0, { idealised: false });
        count++;
        at += decoded.kind === "instruction" ? decoded.instruction.length : bytes.length;
      }
    }
    counts.goldens = count;
    counts.divergences += wrong.length;
    console.log(`iced-x86: ${count} instructions of the goldens compared`);
    expect(wrong.slice(0, 30).join("\n"), `${wrong.length} differ`).toBe("");
    expect(count).toBeGreaterThan(6000);
  });

  test(
    "on random bytes",
    () => {
      const wrong: string[] = [];
      for (let index = 0; index < COUNT; index++) {
        const random = new Random(SEED, index);
        const head = random.pick(HEADS, []);
        const bytes = Uint8Array.from({ length: 15 }, (_, at) => head[at] ?? random.next() & 0xff);
        const found = judge(bytes);
        if (found !== undefined && wrong.length < 100) wrong.push(found);
      }
      counts.random = COUNT;
      counts.divergences += wrong.length;
      expect(wrong.slice(0, 30).join("\n"), `${wrong.length} differ`).toBe("");
    },
    60_000 + COUNT,
  );
});
