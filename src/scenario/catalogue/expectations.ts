// What exploring each handler finds, workload by workload, and why. Tests search
// within these bounds and compare, both ways.

import type { WorkloadName } from "../scenario.ts";
import type { Expectation, ExpectedBreak } from "./entry.ts";

type Reason = Omit<ExpectedBreak, "property">;
type Breaks = Readonly<Record<string, Reason>>;

const because = (hazard: number, text: string): Reason => ({ hazard, because: text });

const OVERWRITTEN = because(
  1,
  "A page fault's IRET unblocks NMIs, and the next NMI overwrites the frame that the first has to return through.",
);
const CR2 = because(
  5,
  "The NMI comes before a page fault handler has read CR2, and its own page fault changes CR2 for good.",
);
const USER_GS = because(
  8,
  "From user mode GS is the user's: per-CPU variables are read and written in the user's memory.",
);
const USER_FLAG = because(
  8,
  "What the user has where the kernel keeps its nesting flag says nested: the NMI is not served.",
);
const AT_CPL_0 = because(
  8,
  "Taken for nested, the NMI goes back with popfq and ret, which stay at CPL 0: the user's code runs on as the kernel.",
);
const USER_POINTER = because(
  8,
  "The nesting flag and the pointer to the copy are read in the user's memory; the pointer is 0.",
);
const STILL_BLOCKED = because(
  15,
  "Taken for nested, the NMI goes back without IRET, and no IRET is to come: NMIs stay blocked.",
);
const UNTIL_SYSRET = because(
  8,
  "Taken for nested, the NMI goes back with popfq and ret and stays at CPL 0: the user's code runs on there up to its next SYSRET.",
);
const USER_RSP = because(
  21,
  "RSP in the NMI stack is taken for a nested NMI's, though a user has put it there: the NMI is dropped.",
);
const SYSCALL_GAP = because(
  22,
  "Right after SYSCALL CS is the kernel's and RSP the user's choice: the NMI is taken for nested and dropped.",
);
const IRETD = because(27, "iret without suffix is the 32-bit return, which takes half of RIP for CS: #GP.");
const OFF_BY_8 = because(13, "The restart sets RSP one word too high: iretq takes CS for RIP.");
const CR2_WORD = because(5, "CR2 is restored from one word above its place, so it becomes another address.");
const BAD_CR2 = because(5, "With a wrong CR2 the page fault handler ends in panic.");
const POPFQ = because(10, "The nested return pops RIP into RFLAGS and jumps to 0x10, the value of CS.");
const ABOVE = because(
  1,
  "An NMI above nmi_atomic_end is taken for the first; it overwrites the copy that the first returns through.",
);
const RAX = because(9, "nmi_atomic starts over with the registers as they are, and rax holds CR2 by then.");
const RAX_IN_FAULT = because(9, "The rax that is lost is the page fault handler's.");
const FIXUP = because(
  23,
  "The #GP of the spoilt return unblocks NMIs while the flag is clear: the next NMI copies its frame over the one that is being mended.",
);
const FIXUP_TWICE = because(
  23,
  "A third NMI at the #GP handler's first instructions copies its own frame over the spoilt one; the fixup finds nothing to mend.",
);
const MACHINE_CHECK = because(17, "A machine check's IRET unblocks NMIs at an instruction where no NMI may come.");

const ESPFIX_MIXED = because(
  20,
  "A nested NMI rewrites the frame while it is copied word by word: user mode is entered with parts of two frames.",
);
const ESPFIX_LOST = because(20, "A nested NMI redirects a frame that has been copied already: it is never served.");
const BAD_IRET = because(
  23,
  "In the handler of the return's fault the flag is clear and RSP on the NMI stack: an NMI is taken for nested.",
);
const BAD_IRET_LOST = because(
  23,
  "An NMI redirects a frame that the fault's handler has taken along: it is never served.",
);
const BAD_IRET_FRAME = because(23, "An NMI rewrites the frame while the fault's handler copies it.");
const BACKWARDS = because(28, "The repeated run begins with DF set, and the regular code writes below its buffer.");
const CR2_LATE = because(7, "An NMI between the state and CR2 saves what the first one's page fault left there.");
const SWAPGS_TWICE = because(9, "The region that starts over contains a swapgs, which is then executed twice.");
const SWAPGS_GAP = because(
  8,
  "Right after SYSCALL CS is the kernel's and GS the user's: the handler does not exchange it.",
);
const NO_IRET = because(15, "The handler never executes IRET, so NMIs stay blocked.");
const OVERLAP = because(33, "The copy's first word is the one that keeps rax.");
const OVERLAP_POINTER = because(33, "With rax gone the frame is read elsewhere.");
const RSP_KEPT = because(
  14,
  "The nested return leaves RSP on the NMI stack: the first NMI goes on with the nested one's words for its own.",
);
const RF_LOST = because(
  11,
  "An NMI behind the breakpoint handler's IRETQ returns by popfq, which loses RF: the breakpoint is met again.",
);
const GUEST_CR2 = because(
  6,
  "The NMI comes while the guest's CR2 is in the register, and its page fault's address takes its place.",
);
const LEFT_WORD = because(
  26,
  'The entry reads "executing" on another stack, where an earlier call has left a 1: nothing is run.',
);
const USERS_TABLES = because(
  29,
  "CS is the kernel's and the page tables are the user's: the per-CPU page is not mapped there.",
);
const DEBUG_TRAP = because(
  17,
  "A debug trap while the iret frame is copied pushes its own frame over the words that are being copied.",
);
const TORN = because(
  1,
  "A nested NMI redirects an iret frame that is half copied: the other half is the outermost one's.",
);
const FORBIDDEN = because(1, "A fault in the regular code, which must not be, ends NMI blocking.");

interface Bounds {
  readonly nmis: number;
  readonly faults: number;
  readonly machineChecks: number;
  readonly faultPoints?: "region";
  readonly debugExceptions?: number;
}

const USUAL: Bounds = { nmis: 2, faults: 1, machineChecks: 0 };
const MORE: Bounds = { nmis: 3, faults: 2, machineChecks: 0 };
const THREE_NMIS: Bounds = { nmis: 3, faults: 1, machineChecks: 0 };
const CHECKED: Bounds = { nmis: 2, faults: 0, machineChecks: 1 };
const ONE_CHECKED: Bounds = { nmis: 1, faults: 0, machineChecks: 1 };

/** Where the #DB handler plays a part: one #DB, with so many NMIs and faults. */
const played = (nmis: number, faults: number): Bounds => ({ nmis, faults, machineChecks: 0, debugExceptions: 1 });

function expect(workloads: string, breaks: Breaks = {}, bounds: Bounds = USUAL): readonly Expectation[] {
  const list = Object.entries(breaks).map(([property, reason]) => ({ property, ...reason }));
  return workloads.split(" ").map((workload) => ({ workload: workload as WorkloadName, ...bounds, breaks: list }));
}

const OF_GS = { "every-nmi-served": USER_FLAG, progress: AT_CPL_0, "stack-bounds": USER_GS };
const OF_GS_IN_GAP = {
  "resume-exact": UNTIL_SYSRET,
  "every-nmi-served": USER_FLAG,
  "idle-clean": STILL_BLOCKED,
  "stack-bounds": USER_GS,
};
const OF_IRETD = { "no-crash": IRETD };
const NESTED = { "resume-exact": OVERWRITTEN, "no-reentry": OVERWRITTEN, progress: OVERWRITTEN };
const ABOVE_ALL = { "resume-exact": ABOVE, "no-reentry": ABOVE, progress: ABOVE };
const WITHOUT_CR2 = [
  ...expect("kernel user user-swapgs"),
  ...expect("page-fault", { "cr2-preserved": CR2 }),
  ...expect("syscall", { "every-nmi-served": SYSCALL_GAP }),
];
const WITH_CR2 = [
  ...expect("kernel user user-swapgs page-fault"),
  ...expect("syscall", { "every-nmi-served": SYSCALL_GAP }),
  ...expect("kernel", {}, MORE),
];
const HOLDS = [...expect("kernel user user-swapgs page-fault syscall"), ...expect("kernel", {}, MORE)];

const WITH_FAULTS = expect(
  "kernel",
  { "resume-exact": FORBIDDEN, "no-reentry": FORBIDDEN, progress: FORBIDDEN },
  { ...USUAL, faultPoints: "region" },
);

const WITH_CHECK = expect(
  "kernel",
  { "resume-exact": MACHINE_CHECK, "no-reentry": MACHINE_CHECK, progress: MACHINE_CHECK },
  CHECKED,
);
const OF_TORN = { "resume-exact": TORN, "no-crash": TORN, progress: TORN };
const NO_FAULT: Bounds = { nmis: 2, faults: 0, machineChecks: 0 };

const EXPECTATIONS: Readonly<Record<string, readonly Expectation[]>> = {
  naive: [
    ...expect("kernel user", NESTED),
    ...expect("user-swapgs syscall", { ...NESTED, "stack-bounds": USER_GS }),
    ...expect("page-fault", { ...NESTED, "cr2-preserved": CR2 }),
    ...expect("kernel", {}, { nmis: 4, faults: 0, machineChecks: 0 }),
    ...expect("kernel", {}, { nmis: 1, faults: 2, machineChecks: 0 }),
    ...WITH_CHECK,
  ],
  "desnoyers-2010": [
    ...expect("kernel user page-fault", OF_IRETD),
    ...expect("user-swapgs syscall", { ...OF_IRETD, "stack-bounds": USER_GS }),
  ],
  "desnoyers-2010-step-1": [
    ...expect("kernel user", { "no-crash": OFF_BY_8 }),
    ...expect("page-fault", { "no-crash": BAD_CR2, "cr2-preserved": CR2_WORD }),
    ...expect("user-swapgs syscall", { "no-crash": POPFQ, "stack-bounds": USER_GS }),
  ],
  "desnoyers-2010-step-2": [
    ...expect("kernel user page-fault", { "no-crash": POPFQ }),
    ...expect("user-swapgs syscall", { "no-crash": POPFQ, "stack-bounds": USER_GS }),
  ],
  "desnoyers-2010-step-3": [
    ...expect("kernel user page-fault", ABOVE_ALL),
    ...expect("user-swapgs", OF_GS),
    ...expect("syscall", { ...OF_GS_IN_GAP, "no-reentry": ABOVE, progress: ABOVE }),
  ],
  "desnoyers-2010-step-4": [
    ...expect("kernel user page-fault"),
    ...expect("user-swapgs", OF_GS),
    ...expect("syscall", OF_GS_IN_GAP),
  ],
  "desnoyers-2010-step-5": [
    ...expect("kernel user", { "resume-exact": RAX }),
    ...expect("page-fault", { "resume-exact": RAX, "no-crash": RAX_IN_FAULT }),
    ...expect("user-swapgs", OF_GS),
    ...expect("syscall", OF_GS_IN_GAP),
  ],
  "desnoyers-2010-repaired": [
    ...expect("kernel user page-fault"),
    ...expect("user-swapgs", OF_GS),
    ...expect("syscall", OF_GS_IN_GAP),
    ...expect("kernel", {}, MORE),
    ...expect("kernel", {}, ONE_CHECKED),
    ...expect("kernel", { "resume-exact": MACHINE_CHECK, progress: MACHINE_CHECK }, CHECKED),
  ],
  "desnoyers-2010-no-iret": [
    ...expect("kernel user"),
    ...expect("page-fault", { "cr2-preserved": CR2 }),
    ...expect("user-swapgs syscall", { "stack-bounds": USER_GS }),
    ...expect("kernel", {}, MORE),
    ...WITH_CHECK,
  ],
  "torvalds-2010": [
    ...expect("kernel user"),
    ...expect("page-fault", { "cr2-preserved": CR2 }),
    ...expect("user-swapgs syscall", { "no-crash": USER_POINTER }),
    ...expect("kernel user", { "resume-exact": FIXUP, progress: FIXUP, "no-crash": FIXUP_TWICE }, THREE_NMIS),
    ...expect("kernel", { "resume-exact": MACHINE_CHECK, progress: MACHINE_CHECK }, CHECKED),
  ],
  "rostedt-3.3": [
    ...WITHOUT_CR2.filter(({ workload }) => workload !== "syscall"),
    ...expect("syscall", { "every-nmi-served": USER_RSP }),
  ],
  "rostedt-3.4": WITHOUT_CR2,
  "rostedt-3.5": WITH_CR2,
  "rostedt-3.7": WITH_CR2,
  "rostedt-3.7-without-cr2": WITHOUT_CR2,
  "three-state-latch": HOLDS,
  "lutomirski-4.2": HOLDS,
  mainline: HOLDS,
  fred: [...HOLDS, ...expect("kernel", {}, CHECKED)],
  "espfix-return": [
    ...expect("kernel"),
    ...expect("user page-fault", { "every-nmi-served": ESPFIX_LOST, "no-crash": ESPFIX_MIXED, progress: ESPFIX_MIXED }),
  ],
  "espfix-return-mended": expect("kernel user user-swapgs page-fault syscall"),
  "bad-return": [
    ...expect("kernel"),
    ...expect("user", {
      "every-nmi-served": BAD_IRET_LOST,
      "no-crash": BAD_IRET_FRAME,
      "resume-exact": BAD_IRET_FRAME,
      progress: BAD_IRET,
    }),
  ],
  "bad-return-mended": expect("kernel user user-swapgs syscall"),
  "debug-on-ist": expect("kernel"),
  "debug-on-ist-mended": expect("kernel"),
  "missing-cld": expect("kernel", { "no-crash": BACKWARDS }),
  "missing-cld-mended": expect("kernel"),
  "cr2-too-late": [...expect("kernel user"), ...expect("page-fault", { "cr2-preserved": CR2_LATE })],
  "gs-by-cs": [
    ...expect("kernel"),
    ...expect("user-swapgs", { "stack-bounds": SWAPGS_TWICE, "resume-exact": SWAPGS_TWICE }),
    ...expect("syscall", {
      "stack-bounds": SWAPGS_GAP,
      "every-nmi-served": SWAPGS_GAP,
      "idle-clean": STILL_BLOCKED,
      "resume-exact": SWAPGS_TWICE,
    }),
  ],
  "return-by-ret": expect("kernel", { "idle-clean": NO_IRET }),
  "oops-leaves-flag": expect("kernel"),
  "oops-clears-flag": expect("kernel"),
  "jump-back": expect("kernel user page-fault", { "resume-exact": RSP_KEPT, "no-crash": RSP_KEPT }),
  "breakpoint-again": expect("kernel user page-fault", { "resume-exact": RF_LOST }),
  "breakpoint-once": expect("kernel user user-swapgs page-fault"),
  "irq-before-ret": expect("kernel", { "idle-clean": NO_IRET }),
  "guest-cr2": [
    ...expect("kernel user"),
    ...expect("page-fault", { "cr2-preserved": CR2 }),
    ...expect("kernel", { assertion: GUEST_CR2 }, played(1, 1)),
  ],
  "guest-cr2-mended": [...expect("kernel user page-fault"), ...expect("kernel", {}, played(1, 1))],
  "pushing-macro": expect("kernel user user-swapgs page-fault syscall"),
  "entry-called": [...expect("kernel user page-fault"), ...expect("kernel", { assertion: LEFT_WORD }, played(0, 0))],
  "entry-called-mended": [...expect("kernel user page-fault"), ...expect("kernel", {}, played(0, 1))],
  "cr3-by-cs": [
    ...expect("kernel user page-fault"),
    ...expect(
      "kernel",
      {
        "no-crash": USERS_TABLES,
        "every-nmi-served": USERS_TABLES,
        progress: USERS_TABLES,
        "resume-exact": DEBUG_TRAP,
        "stack-bounds": DEBUG_TRAP,
      },
      played(1, 0),
    ),
  ],
  "cr3-as-found": [
    ...expect("kernel user page-fault"),
    ...expect(
      "kernel",
      { "resume-exact": DEBUG_TRAP, "no-crash": DEBUG_TRAP, "stack-bounds": DEBUG_TRAP },
      played(1, 0),
    ),
  ],
  "run-for-nothing": expect("kernel user page-fault"),
  "copy-overlaps": expect("kernel", { "resume-exact": OVERLAP, "no-crash": OVERLAP_POINTER }),
  "unmask-at-once": [...expect("kernel user"), ...expect("kernel", {}, THREE_NMIS)],
  "torn-frame": [...expect("kernel user"), ...expect("kernel", OF_TORN, THREE_NMIS)],
  "torn-frame-unmasked": [...expect("kernel", OF_TORN), ...expect("kernel", OF_TORN, NO_FAULT)],
  "forbid-faults": [...expect("kernel user user-swapgs page-fault syscall"), ...WITH_FAULTS, ...WITH_CHECK],
  "leave-the-ist": [...expect("kernel user user-swapgs page-fault syscall"), ...WITH_FAULTS, ...WITH_CHECK],
};

/** Empty for a name that is not in the catalogue. */
export function expectationsOf(name: string): readonly Expectation[] {
  return EXPECTATIONS[name] ?? [];
}
