// Whatever the text or the bytes: no exception, an end, and an answer in order.
// FUZZ_COUNT inputs (npm run fuzz -- --count N --seed N) instead of a few: eight
// of ten are single lines, two are sources; as many byte strings are decoded.

import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import type { AssembleOptions, Assembly } from "../../src/asm/assembly.ts";
import { decode, format } from "../../src/isa/index.ts";
import { MAX_INSTRUCTION_BYTES } from "../../src/isa/vocabulary.ts";
import { Random } from "./random.ts";
import { line, source } from "./sources.ts";

const COUNT = Number(process.env["FUZZ_COUNT"] ?? 5000);
const SEED = Number(process.env["FUZZ_SEED"] ?? 20100716);
const REPORTS = process.env["FUZZ_COUNT"] !== undefined;
/** Nothing is timed; this only ends a run that hangs. */
const PATIENCE = 60_000 + COUNT * 20;

const OPTIONS: readonly AssembleOptions[] = [
  {},
  { strict: true },
  {
    environment: new Map([["extern", 0xffffffff81000000n]]),
    perCpuBase: 0x40,
    body: { name: "x", inline: "call f", appended: "f: ret" },
  },
];

/** What is wrong with the answer; undefined: nothing. */
function flaw(text: string, result: Assembly): string | undefined {
  const lines = text.split("\n");
  for (const each of result.diagnostics) {
    const place = `${each.line}:${each.column}-${each.endColumn} ${each.code}`;
    if (each.line < 1 || each.line > Math.max(1, lines.length)) return `no such line: ${place}`;
    if (each.column < 1 || each.endColumn <= each.column) return `no range: ${place}`;
    if (each.endColumn > (lines[each.line - 1] ?? "").length + 2) return `beyond the line: ${place}`;
  }
  if (result.ok === result.diagnostics.some((each) => each.severity === "error")) return "ok and an error";
  return undefined;
}

class Run {
  readonly wrong: string[] = [];
  private readonly kinds = new Map<string, number>();
  private slowest = { ms: 0, what: "" };

  assemble(kind: string, index: number, text: string, options: AssembleOptions): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    const began = performance.now();
    let found: string | undefined;
    try {
      found = flaw(text, assemble(text, options));
    } catch (error) {
      found = `threw ${String(error)}`;
    }
    const ms = performance.now() - began;
    if (ms > this.slowest.ms) this.slowest = { ms, what: `${kind} ${index}` };
    if (found !== undefined && this.wrong.length < 20)
      this.wrong.push(`${kind} ${index}: ${found}\n${text.slice(0, 500)}`);
  }

  report(): void {
    if (!REPORTS) return;
    const kinds = [...this.kinds].map(([kind, count]) => `${count} ${kind}`).join(", ");
    console.log(`seed ${SEED}: ${kinds}; the slowest took ${this.slowest.ms.toFixed(0)} ms (${this.slowest.what})`);
  }
}

describe("fuzzing", () => {
  test(
    "the assembler, line by line",
    () => {
      const run = new Run();
      for (let index = 0; index < COUNT * 0.8; index++) {
        const random = new Random(SEED, index);
        run.assemble("line", index, line(random), random.pick(OPTIONS, {}));
      }
      run.report();
      expect(run.wrong.join("\n\n")).toBe("");
    },
    PATIENCE,
  );

  test(
    "the assembler, whole sources",
    () => {
      const run = new Run();
      for (let index = 0; index < COUNT * 0.2; index++) {
        const random = new Random(SEED + 1, index);
        const { kind, text } = source(random);
        run.assemble(kind, index, text, random.pick(OPTIONS, {}));
      }
      run.report();
      expect(run.wrong.join("\n\n")).toBe("");
    },
    PATIENCE,
  );

  test(
    "the decoder",
    () => {
      const wrong: string[] = [];
      for (let index = 0; index < COUNT; index++) {
        const random = new Random(SEED + 2, index);
        const bytes = Uint8Array.from({ length: random.below(18) }, () => random.next() & 0xff);
        try {
          const decoded = decode(bytes, 0, { idealised: random.chance(2) });
          if (decoded.kind !== "instruction") continue;
          const { length } = decoded.instruction;
          if (length < 1 || length > Math.min(bytes.length, MAX_INSTRUCTION_BYTES))
            wrong.push(`${index}: length ${length}`);
          if (format(decoded.instruction, 0x1000n) === "") wrong.push(`${index}: no text`);
        } catch (error) {
          wrong.push(`${index}: threw ${String(error)}`);
        }
      }
      expect(wrong.slice(0, 20).join("\n")).toBe("");
    },
    PATIENCE,
  );
});
