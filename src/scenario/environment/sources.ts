// The guest code around the handler: default vectors and workloads, as text and
// the addresses of their sections. Assembling and loading them is the session's.

import type { WorkloadName } from "../scenario.ts";
import kernel from "./workload-kernel.S?raw";
import kernelDf from "./workload-kernel-df.S?raw";
import pageFault from "./workload-page-fault.S?raw";
import user from "./workload-user.S?raw";
import syscall from "./workload-syscall.S?raw";
import swapgs from "./vectors-swapgs.S?raw";
import fred from "./fred.S?raw";
import vectors from "./vectors.S?raw";

export interface EnvironmentSource {
  /** File name, for messages. */
  readonly file: string;
  readonly text: string;
  /** First address of each section in it. */
  readonly bases: ReadonlyMap<string, bigint>;
}

function byIdt(text: string): string {
  return `.set FRED, 0\n${text}`;
}

/** Defines vec_N of every vector but 2, and panic_N of those that panic. */
export const VECTORS: EnvironmentSource = {
  file: "vectors.S",
  text: byIdt(vectors),
  bases: new Map([[".text", 0xffffffff_81000000n]]),
};

const KERNEL_TEXT = 0xffffffff_81001000n;
const USER_TEXT = 0x400000n;

/** Sections of the workloads whose user has a GS base of its own. */
const SWAPPED = new Map([
  [".text", USER_TEXT],
  [".text.kernel", KERNEL_TEXT],
  [".data.user", 0x7ffff7d00000n],
]);

/**
 * Each defines `workload`, its first instruction, and `workload_end`; code of its own at CPL 0 lies between
 * `entry_syscall` and `entry_syscall_end`. A vec_N replaces the default one; panic_14 of the vectors must be known to it.
 */
export const WORKLOAD_SOURCES: Readonly<Record<WorkloadName, EnvironmentSource>> = {
  kernel: { file: "workload-kernel.S", text: byIdt(kernel), bases: new Map([[".text", KERNEL_TEXT]]) },
  "kernel-df": { file: "workload-kernel-df.S", text: byIdt(kernelDf), bases: new Map([[".text", KERNEL_TEXT]]) },
  user: { file: "workload-user.S", text: byIdt(user), bases: new Map([[".text", USER_TEXT]]) },
  "user-swapgs": { file: "workload-user-swapgs.S", text: byIdt(user + swapgs), bases: SWAPPED },
  syscall: { file: "workload-syscall.S", text: byIdt(syscall + swapgs), bases: SWAPPED },
  "page-fault": {
    file: "workload-page-fault.S",
    text: byIdt(pageFault),
    bases: new Map([
      [".text", USER_TEXT],
      [".text.kernel", KERNEL_TEXT],
    ]),
  },
};

/** As a vector file or a workload is assembled for a machine with FRED. */
export function underFred(source: EnvironmentSource): EnvironmentSource {
  return { ...source, file: `${source.file}, FRED`, text: source.text.replace(".set FRED, 0", ".set FRED, 1") };
}

/** FRED's entry page: fred_entry_user, fred_entry_kernel, and fred_table that the loader fills. Knows panic_13. */
export const FRED_ENTRY: EnvironmentSource = {
  file: "fred.S",
  text: fred,
  bases: new Map([[".text", 0xffffffff_81003000n]]),
};
