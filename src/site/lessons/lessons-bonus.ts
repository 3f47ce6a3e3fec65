// The bonus room: NMIs from user mode.

import type { Lesson } from "./lesson.ts";

const FROM_USER_MODE: Lesson = {
  id: "nmis-from-user-mode",
  title: "Bonus: NMIs from user mode",
  point: "A return to user mode can be many instructions, or can fault; neither is safe on the NMI stack.",
  parts: [
    "Until 4.2 Linux handled every NMI on the NMI stack. From user mode that was never needed: the thread's own kernel stack is empty then, and good. It was also never safe, for a return to user mode is more than one IRETQ.",
    { kind: "heading", text: "A return of many instructions" },
    "With a 16-bit stack segment IRET would leave a part of the kernel's RSP in the user's. Linux works around it: it copies the frame elsewhere, word by word, and returns from there. Meanwhile the frame is the one that a nested NMI rewrites.",
    {
      kind: "figure",
      title: "Half of each frame",
      of: { handler: "espfix-return" },
      workload: "user",
      schedule: "nmi@workload; nmi@copied_half",
      at: "first-bad",
      views: ["code", "stack"],
      drags: 1,
      caption: "The second NMI comes when half of the frame is copied: the rest is the kernel's. Drag it elsewhere.",
    },
    { kind: "heading", text: "A return that faults" },
    "The user may have taken its segment away while the kernel was busy. Then IRETQ faults, in the kernel, on the NMI stack; the flag is clear already, and NMIs are unblocked.",
    {
      kind: "figure",
      title: "An NMI that redirects what nobody uses",
      of: { handler: "bad-return" },
      workload: "user",
      schedule: "nmi@workload; nmi@frame_moved",
      at: "first-bad",
      views: ["code", "lanes"],
      caption: "The second NMI sees RSP in the NMI stack, takes itself for nested, and is lost.",
    },
    "Since 4.2 an NMI from user mode goes to the thread's stack at once. A further NMI is then a first one again, and whatever the return does, the NMI stack is not under it.",
    {
      kind: "figure",
      title: "The same fault on the thread's stack",
      of: { handler: "bad-return-mended" },
      workload: "user",
      schedule: "nmi@workload; nmi@frame_moved",
      at: "end",
      views: ["code", "lanes"],
      caption: "Both are served.",
    },
  ],
  levels: ["which-line"],
  sources: [
    { fact: "The return through espfix64 mixes two frames.", source: "CVE-2015-3290; Linux commit 9b6e6a8334d5 (4.2)" },
    {
      fact: "A faulting IRET on the NMI stack loses an NMI.",
      source: "CVE-2015-5157; Linux commit 9b6e6a8334d5 (4.2)",
    },
    {
      fact: "An IRET that faults has already ended the blocking of NMIs.",
      source: "Intel SDM vol. 3A, 6.7.1; a switch of the machine, since CPUs may differ",
    },
  ],
};

export const BONUS_LESSONS: readonly Lesson[] = [FROM_USER_MODE];
