// The handler without protection: what the thread of 2010 set out to mend.

import type { ListedEntry } from "./entry.ts";

export const NAIVE: ListedEntry = {
  name: "naive",
  title: "Naive: no protection against nesting",
  group: "First answers",
  author: "this project",
  date: "2011",
  year: 2011,
  source: "the shape of Linux 2.6 to 3.2, arch/x86/kernel/entry_64.S, reduced",
  claim:
    "One NMI at a time is handled, because the CPU blocks further ones. A page fault in the handler ends the blocking, and the next NMI overwrites the frame that the first has to return through.",
  verdict: "violated",
  notation: "gnu-as",
  body: "touch",
  demonstrations: [
    {
      shows:
        "An NMI, its page fault, a second NMI: the first NMI's frame is overwritten by one that points into the handler. Livelock.",
      workload: "kernel",
      body: "touch",
      schedule: "nmi@workload; nmi@page_touched",
      breaks: ["no-reentry", "resume-exact", "progress"],
      end: "loop",
    },
    {
      shows: "An NMI in a page fault handler that has not read CR2 yet: the handler's own page fault changes it.",
      workload: "page-fault",
      body: "touch",
      schedule: "nmi@read_cr2",
      breaks: ["cr2-preserved"],
      end: "idle",
    },
  ],
};
