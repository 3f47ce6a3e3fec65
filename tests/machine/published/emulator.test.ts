// Of kvm-unit-tests' emulator64.c: returns to an outer ring with segments that it
// may not use.
import { describe, expect, test } from "vitest";
import { Bench } from "./support.ts";

const USER_TEXT = 0x400000n;

const RETURNS = {
  iret: "    pushq $0x2b\n    pushq $0x500100\n    pushq $2\n    pushq $0x33\n    pushq $0x400000\n    iretq\n",
  ret: "    pushq $0x2b\n    pushq $0x500100\n    pushq $0x33\n    pushq $0x400000\n    lretq\n",
};

describe("Test ret/iret with a nullified segment", () => {
  test.each(Object.entries(RETURNS))("%s: DS and ES of DPL 0 become null, FS of DPL 3 stays", async (_, returns) => {
    const loads =
      "    movl $0x18, %eax\n    movl %eax, %ds\n    movl %eax, %es\n    movl $0x2b, %eax\n    movl %eax, %fs\n";
    const bench = await Bench.load(`main:\n${loads}${returns}`);
    bench.until(() => bench.rip === USER_TEXT);
    expect(bench.machine.registers()).toMatchObject({
      cs: 0x33n,
      ss: 0x2bn,
      ds: 0n,
      es: 0n,
      fs: 0x2bn,
      rsp: 0x500100n,
    });
    expect(bench.vectors).toEqual([]);
  });
});
