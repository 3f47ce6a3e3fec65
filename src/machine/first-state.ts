// The CPU's first state for a workload, written into the core's block.

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
  const swapped = hasUserGs(image.workload);
  block.setBigUint64(Block.GsBase, swapped ? layout.USER_GS_BASE : layout.PER_CPU, true);
  block.setBigUint64(Block.KernelGsBase, swapped ? layout.PER_CPU : layout.USER_GS_BASE, true);
  block.setUint8(Block.OptionFaultingIretUnblocks, image.options.faultingIretUnblocks ? 1 : 0);
  block.setUint8(Block.OptionNullSsOnSameCplIst, image.options.nullSsOnSameCplIst ? 1 : 0);
  block.setUint8(Block.OptionStiBlocksNmi, image.options.stiBlocksNmi ? 1 : 0);
}
