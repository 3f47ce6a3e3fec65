// Tables read from guest memory, against the layout that the machine documents and
// against the figures of the SDM; and against a table that the guest itself changed.
import { describe, expect, it } from "vitest";
import { AREAS, MACHINE_CHECK_STACK_TOP, NMI_STACK_TOP } from "../../../src/machine/layout.ts";
import { dr7Words } from "../../../src/session/look/control.ts";
import { Looking } from "../../../src/session/look/look.ts";
import { entryFlags } from "../../../src/session/look/page-walk.ts";
import { finish } from "../../../src/session/slices.ts";
import type { Run } from "../../../src/session/run.ts";
import type { LookAnswer, RunQuestion, TableName } from "../../../src/session/views/look.ts";
import { completeRun, scenario } from "../support.ts";

const ask = (run: Run, question: RunQuestion): LookAnswer => finish(new Looking().answer(run, question));

function table(run: Run, name: TableName): ReadonlyMap<string, readonly string[]> {
  const answer = ask(run, { kind: "table", table: name });
  if (answer.kind !== "table") throw new Error(JSON.stringify(answer));
  return new Map(answer.view.rows.map(({ id, cells }) => [id, cells.map(({ text }) => text)]));
}

function walk(run: Run, at: string): Extract<LookAnswer, { kind: "walk" }> {
  const answer = ask(run, { kind: "walk", at });
  if (answer.kind !== "walk") throw new Error(JSON.stringify(answer));
  return answer;
}

const plain = () => completeRun(scenario("desnoyers-2010", "nmi@workload"));

describe("the tables of the machine", () => {
  it("decode the gates of NMI, #BP and #PF", async () => {
    const idt = table(await plain(), "idt");
    expect(idt.size).toBe(32);
    expect(idt.get("2")?.slice(1)).toEqual([
      "NMI",
      "nmi",
      "0x10 __KERNEL_CS",
      "IST1",
      "0",
      "interrupt: IF cleared",
      "1",
    ]);
    expect(idt.get("3")?.[5]).toBe("3");
    expect(idt.get("18")?.[4]).toBe("IST3");
    expect(idt.get("14")?.[4]).toContain("RSP0");
  });

  it("decode the task's stacks and the descriptors", async () => {
    const run = await plain();
    const tss = table(run, "tss");
    expect(tss.get("IST1")?.[2]).toBe(`0x${NMI_STACK_TOP.toString(16)}`);
    expect(tss.get("IST3")?.[2]).toBe(`0x${MACHINE_CHECK_STACK_TOP.toString(16)}`);
    expect(tss.get("IST1")?.[4]).toBe("NMI");
    const gdt = table(run, "gdt");
    expect(gdt.get("0x10")?.slice(1, 5)).toEqual(["__KERNEL_CS", "64-bit code", "0", "1"]);
    expect(gdt.get("0x30")?.slice(1, 4)).toEqual(["__USER_CS", "64-bit code", "3"]);
    expect(gdt.get("0x40")?.[2]).toBe("64-bit TSS, busy");
  });

  it("walk to the physical page of every area of the layout", async () => {
    const run = await plain();
    run.timeline.seek(0);
    for (const area of AREAS) {
      const found = walk(run, `0x${(area.address + BigInt(area.pages * 0x1000 - 8)).toString(16)}`);
      expect(found.levels.length, area.name).toBe(4);
      if (area.absentPages === area.pages) continue;
      expect(found.physical, area.name).toBe(BigInt(area.physical + area.pages * 0x1000 - 8));
      expect(found.verdict.includes("write"), area.name).toBe(area.writable);
      expect(found.verdict.includes("execute"), area.name).toBe(area.executable);
      expect(found.verdict.includes("CPL 3"), area.name).toBe(area.user);
    }
  });

  it("stop at the level that is missing", async () => {
    const run = await plain();
    run.timeline.seek(0);
    expect(walk(run, "touch0")).toMatchObject({
      physical: undefined,
      verdict: expect.stringContaining("PTE") as string,
    });
    expect(walk(run, "0x10000000000").levels.length).toBe(1);
    expect(walk(run, "0x8000000000000000").verdict).toContain("Not canonical");
    expect(ask(run, { kind: "walk", at: "no_such_name" })).toMatchObject({ kind: "refused" });
  });

  it("show what the guest wrote there: a lazily mapped page becomes present", async () => {
    const run = await plain();
    run.timeline.seek(0);
    const before = walk(run, "touch0").physical;
    run.timeline.seek(run.timeline.length);
    expect(before).toBeUndefined();
    expect(walk(run, "touch0").physical).toBe(0x140000n);
  });

  it("decode bits as the SDM names them", () => {
    expect(entryFlags(0x8000000000000063n)).toBe("P W A D NX");
    // DR7 of a global write watch of 8 bytes in slot 1: G1, R/W1 = 01, LEN1 = 10
    expect(dr7Words((1n << 3n) | (1n << 20n) | (2n << 22n))).toBe("breakpoint 1 on writes, 8 bytes (global)");
    expect(dr7Words(0x400n)).toBe("no breakpoint armed");
  });

  it("decode control registers", async () => {
    const control = table(await plain(), "control");
    expect(control.get("cr0")?.[2]).toContain("PG paging");
    expect(control.get("efer")?.[2]).toContain("LMA long mode active");
    expect(control.get("cr3")?.[2]).toBe("PML4 at physical 0x120000");
  });
});
