// What GNU as knows and the machine does not run: said by name, never as a typing mistake.

import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";

const messages = (text: string): string[] =>
  assemble(`${text}\n`).diagnostics.map(({ severity, message }) => `${severity}: ${message}`);

const NAMES = (
  "fadd fsubrp fisttpll fimul fcmovnbe fucomip fyl2xp1 ffreep fsincos addsubps haddpd movmskps movhlps movddup cvtps2pi " +
  "cvttpd2dq paddsw pmovzxbd punpckhwd pclmullqlqdq pfrsqit1 sha256rnds2 aesdeclast gf2p8mulb vaddsubps vpermd vfmadd213sd " +
  "vgatherdps vcvtneps2bf16 vrsqrt14ps vpmovb2m vbroadcasti128 kmovw kortestb kunpckbw tileloadd ldtilecfg tdpbf16ps " +
  "encodekey128 xcryptcbc bndmk blcfill t1mskc cmpnbexadd aadd femms"
).split(" ");

describe("what is not modelled", () => {
  test.each(NAMES)("%s is refused by name", (name) => {
    expect(messages(name)).toEqual([expect.stringMatching(new RegExp(`^error: not modelled: ${name} \\(`))]);
  });

  test.each(["foo", "movv", "vfoo", "fstart", "kfoo", "push_all", "verwx", "paddle", "aesop", "function"])(
    "%s is no instruction",
    (name) => {
      expect(messages(name)[0]).toMatch(/^error: no such instruction/);
    },
  );

  test("what has an encoding here assembles, with a warning where it would be executed", () => {
    expect(messages("addps %xmm0, %xmm1")).toEqual([expect.stringMatching(/^warning: not modelled: addps/)]);
    expect(messages("fxsave64 (%rsp)")).toEqual([expect.stringMatching(/^warning: not modelled: fxsave64/)]);
    expect(messages('.pushsection .replacement, "ax"\nxsaves (%rdi)\n.popsection')).toEqual([]);
    expect(messages("movq %rax, %rbx")).toEqual([]);
  });

  test("a table that only a linker makes is refused with the repair", () => {
    expect(messages("movq x@GOTPCREL(%rip), %rax\nx: nop")).toEqual([
      'error: "x@GOTPCREL": no linker makes tables here: write x or x(%rip)',
    ]);
  });
});
