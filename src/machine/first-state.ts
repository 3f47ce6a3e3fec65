// The CPU's first state for a workload, written into the core's block.

import { defined } from "../base/assert.ts";
import { Block } from "../core/block.ts";
import { GDT_LIMIT, IDT_LIMIT, TSS_LIMIT } from "./boot-memory.ts";
import * as layout from "./layout.ts";
import type { Image } from "./types.ts";

const KERNEL_RSP = layout.KERNEL_STACK_TOP - 0xa8n;
const USER_RSP = layout.USER_STACK_TOP - 0x100n;

/** What SYSCALL does: Linux's selectors and mask; its entry is the kernel workload's page. */
export const SYSCALL_START = {
  star: (0x23n << 48n) | (BigInt(layout.KERNEL_CS) << 32n),
  lstar: layout.KERNEL_WORKLOAD,
  fmask: 0x47700n,
} as const;

/** The user's GS base is loaded, as it is when user code has run. */
function hasUserGs(workload: Image["workload"]): boolean {
  return workload === "user-swapgs" || workload === "syscall";
}

function putConstants(block: DataView): void {
  const wide = (offset: number, value: bigint): void => block.setBigUint64(offset, value, true);
  wide(Block.Rflags, 0x202n);
  wide(Block.Cr0, 0x80050033n);
  wide(Block.Cr3, BigInt(layout.CR3));
  wide(Block.Cr4, 0x6a0n);
  wide(Block.Efer, 0xd01n);
  wide(Block.Dr6, 0xffff0ff0n);
  wide(Block.Dr7, 0x400n);
  wide(Block.Pat, 0x0007040600070406n);
  wide(Block.GdtBase, layout.GDT);
  wide(Block.IdtBase, layout.IDT);
  wide(Block.TrBase, layout.TSS);
  block.setUint32(Block.GdtLimit, GDT_LIMIT, true);
  block.setUint32(Block.IdtLimit, IDT_LIMIT, true);
  block.setUint32(Block.TrLimit, TSS_LIMIT, true);
  block.setUint16(Block.Tr, layout.TSS_SELECTOR, true);
  wide(Block.Star, SYSCALL_START.star);
  wide(Block.Lstar, SYSCALL_START.lstar);
  wide(Block.Sfmask, SYSCALL_START.fmask);
}

const CR4_FRED = 1n << 32n;
/** A red zone of 64 bytes, as Linux asks for; interrupts at level 0. */
const FRED_CONFIG = 1n << 6n;
/** Linux: #DB 1, NMI 2, #MC 2, #DF 3. */
const FRED_LEVELS = (1n << 2n) | (2n << 4n) | (2n << 36n) | (3n << 16n);

/** Level 1 takes the page that is #MC's under an IDT: #MC shares the NMI's here. */
function putFred(block: DataView, image: Image): void {
  const wide = (offset: number, value: bigint): void => block.setBigUint64(offset, value, true);
  wide(Block.Cr4, block.getBigUint64(Block.Cr4, true) | CR4_FRED);
  wide(Block.FredConfig, defined(image.fredEntry, "FRED's entry page") | FRED_CONFIG);
  wide(Block.FredLevels, FRED_LEVELS);
  wide(Block.FredRsp0, layout.KERNEL_STACK_TOP);
  wide(Block.FredRsp1, layout.MACHINE_CHECK_STACK_TOP);
  wide(Block.FredRsp2, layout.NMI_STACK_TOP);
  wide(Block.FredRsp3, layout.DOUBLE_FAULT_STACK_TOP);
  block.setUint8(Block.OptionFred, 1);
}

/** `block` is the CPU block, all zero. */
export function fillCpu(block: DataView, image: Image): void {
  putConstants(block);
  const user = layout.runsInUserMode(image.workload);
  layout.initialGeneral().forEach((value, index) => block.setBigUint64(Block.General + index * 8, value, true));
  block.setBigUint64(Block.Rsp, user ? USER_RSP : KERNEL_RSP, true);
  block.setBigUint64(Block.Rip, image.start, true);
  block.setUint16(Block.Cs, user ? layout.USER_CS : layout.KERNEL_CS, true);
  block.setUint16(Block.Ss, user ? layout.USER_DS : layout.KERNEL_DS, true);
  block.setUint8(Block.Cpl, user ? 3 : 0);
  // an event from CPL 3 swaps under FRED, so the user always has a GS base of its own
  const swapped = hasUserGs(image.workload) || (user && image.options.fred);
  block.setBigUint64(Block.GsBase, swapped ? layout.USER_GS_BASE : layout.PER_CPU, true);
  block.setBigUint64(Block.KernelGsBase, swapped ? layout.PER_CPU : layout.USER_GS_BASE, true);
  block.setUint8(Block.OptionFaultingIretUnblocks, image.options.faultingIretUnblocks ? 1 : 0);
  block.setUint8(Block.OptionNullSsOnSameCplIst, image.options.nullSsOnSameCplIst ? 1 : 0);
  if (image.options.fred) putFred(block, image);
  block.setUint8(Block.OptionStiBlocksNmi, image.options.stiBlocksNmi ? 1 : 0);
}
