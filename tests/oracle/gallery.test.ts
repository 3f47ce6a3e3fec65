// The handlers of the gallery, where their paths differ: the same on QEMU, step by
// step, in registers, frames and memory.
import { describe, it } from "vitest";
import { findQemu } from "../../scripts/lib/tools.mjs";
import { findEntry } from "../../src/scenario/catalogue/catalogue.ts";
import type { WorkloadName } from "../../src/scenario/scenario.ts";
import { expectSame } from "./compare-scenario.ts";

const NESTED = "nmi@5; nmi@page_touched";

const CASES: readonly (readonly [handler: string, workload: WorkloadName, schedule: string])[] = [
  ["torvalds-2010", "kernel", NESTED],
  ["torvalds-2010", "kernel", "nmi@5; nmi@page_touched; nmi@mend_cs"],
  ["torvalds-2010", "user", NESTED],
  ["desnoyers-2010-no-iret", "kernel", NESTED],
  ["desnoyers-2010-no-iret", "page-fault", "nmi@vec_14"],
  ["rostedt-3.3", "kernel", NESTED],
  ["rostedt-3.3", "syscall", "nmi@workload+0xf"],
  ["rostedt-3.4", "page-fault", "nmi@vec_14"],
  ["rostedt-3.5", "user-swapgs", NESTED],
  ["rostedt-3.7", "kernel", "nmi@5; nmi@page_touched; nmi@nmi_iret"],
  ["rostedt-3.7", "syscall", "nmi@entry_syscall"],
  ["three-state-latch", "kernel", NESTED],
  ["three-state-latch", "user-swapgs", NESTED],
  ["lutomirski-4.2", "kernel", "nmi@5; nmi@page_touched; nmi@kernel_iret"],
  ["lutomirski-4.2", "user-swapgs", NESTED],
  ["lutomirski-4.2", "syscall", "nmi@entry_syscall"],
  ["mainline", "page-fault", "nmi@vec_14; nmi@page_touched"],
  ["mainline", "kernel", NESTED],
  ["espfix-return", "user", "nmi@5; nmi@copied_half+0x17"],
  ["missing-cld", "kernel", "nmi@5; nmi@page_touched; nmi@kernel_iret"],
  ["gs-by-cs", "syscall", "nmi@entry_syscall"],
  ["return-by-ret", "kernel", "nmi@5; nmi@turn"],
  ["irq-before-ret", "kernel", "nmi@5; nmi@turn"],
  ["pushing-macro", "user", NESTED],
  ["run-for-nothing", "kernel", NESTED],
  ["guest-cr2", "page-fault", "nmi@vec_14"],
  ["cr3-as-found", "user-swapgs", NESTED],
  ["forbid-faults", "syscall", "nmi@entry_syscall"],
  ["leave-the-ist", "user-swapgs", "nmi@5; nmi@do_nmi"],
];

describe.skipIf(findQemu() === undefined)("the gallery on QEMU", () => {
  it.each(CASES)("%s, %s, %s", async (name, workload, schedule) => {
    const text = findEntry(name)?.text;
    if (text === undefined) throw new Error(`no handler ${name}`);
    await expectSame({ text, workload, schedule });
  });
});
