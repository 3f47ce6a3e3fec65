// Lessons about a nested NMI's return; their programs are in returns.ts.

import type { ListedEntry } from "../entry.ts";
import { lesson } from "./lesson.ts";

const NESTED = { workload: "kernel", schedule: "nmi@workload; nmi@page_touched" } as const;
const RESUMED = { workload: "kernel", schedule: "nmi@workload; nmi@touch_page#2" } as const;

export const RETURNS: readonly ListedEntry[] = [
  lesson({
    name: "jump-back",
    title: "The nested return jumps, and keeps RSP",
    year: 2010,
    source: "after the handler of 16 July 2010: half of its third repair",
    claim: "RFLAGS and RIP are given back, RSP is not: what was interrupted goes on with the NMI stack for its own.",
    shown: [
      {
        ...NESTED,
        shows: "A second NMI after the page fault: behind the jump RSP still points at the nested NMI's frame.",
        breaks: ["resume-exact", "no-crash"],
        end: "panic",
        vector: 14,
      },
    ],
  }),
  lesson({
    name: "breakpoint-again",
    title: "A breakpoint is met twice",
    year: 2010,
    source: "after the handler of 16 July 2010, with a breakpoint in its regular code",
    claim: "popfq loses RF, which would have kept the breakpoint quiet: it is met again, once for each nested NMI.",
    shown: [
      {
        ...RESUMED,
        shows: "A second NMI right behind the breakpoint handler's IRETQ: its nested return clears RF.",
        breaks: ["resume-exact"],
      },
    ],
  }),
  lesson({
    name: "breakpoint-once",
    title: "A breakpoint is met once",
    year: 2012,
    source: "after Linux 3.7, with a breakpoint in its regular code",
    claim: "A nested NMI that returns by iretq gives RF back.",
    shown: [{ ...RESUMED, shows: "The schedule that met the breakpoint twice: RF comes back.", breaks: [] }],
  }),
  lesson({
    name: "irq-before-ret",
    title: "An interrupt between popfq and ret",
    year: 2010,
    source: "after the nested return of July 2010",
    claim: "popfq sets IF at once: an interrupt comes before ret, on the interrupted stack, one word too low.",
    shown: [
      {
        workload: "kernel",
        schedule: "nmi@workload; irq(32)@only_ret_is_left",
        shows: "An interrupt when only ret is left: harmless, but its IRETQ is what unblocks NMIs.",
        breaks: [],
      },
      {
        workload: "kernel",
        schedule: "nmi@workload; nmi@turn",
        shows: "Without an interrupt NMIs stay blocked.",
        breaks: ["idle-clean"],
        end: "loop",
      },
    ],
  }),
];
