// Tells the ghost state what the image says about itself: areas, panics, the
// service, the workload's range, idle flags. Call it once the image is in RAM.

import { AreaUse } from "../core/properties/notes.ts";
import { type AssertionConfiguration, configureAssertions } from "./assertions.ts";
import { AREAS, type Area, PAGE_BYTES, PAGE_TABLES, areaAt, runsInUserMode } from "./layout.ts";
import type { Image } from "./types.ts";

/** The core's exports that this file calls (core/properties/configure.ts). */
export interface GhostConfiguration extends AssertionConfiguration {
  ghostConfigure(from: bigint, to: bigint, cpl: number, pageTables: bigint): void;
  ghostWorkloadKernel(from: bigint, to: bigint): void;
  ghostArea(from: bigint, to: bigint, use: number): number;
  ghostPanic(vector: number, address: bigint): number;
  ghostService(start: bigint, end: bigint, endKnown: number, isWholeHandler: number, isInside: number): void;
  ghostIdleFlag(linear: bigint, physical: number, bytes: number): number;
  ghostLatch(linear: bigint, physical: number, bytes: number): number;
}

const NMI_VECTOR = 2;

const USES: { readonly [name: string]: number } = {
  "kernel stack": AreaUse.Stack | AreaUse.Writable | AreaUse.KernelStack,
  "NMI stack": AreaUse.Stack | AreaUse.Writable,
  "#DF stack": AreaUse.Stack | AreaUse.Writable,
  "#MC stack": AreaUse.Stack | AreaUse.Writable,
  "per-CPU page": AreaUse.Stack | AreaUse.Writable | AreaUse.Data,
  "handler data": AreaUse.Stack | AreaUse.Writable | AreaUse.Data,
  "touch pages": AreaUse.Writable | AreaUse.Lazy,
  "handler text": AreaUse.HandlerText,
  IDT: AreaUse.Writable,
  "GDT and TSS": AreaUse.Writable,
  "user lazy pages": AreaUse.User | AreaUse.Lazy,
};

function useOf(area: Area): number {
  return USES[area.name] ?? (area.user ? AreaUse.User : 0);
}

function must(hadRoom: number, what: string): void {
  if (!hadRoom) throw new Error(`the ghost state has no room for so many ${what}`);
}

type AddFlag = GhostConfiguration["ghostLatch"];

function flag(add: AddFlag, address: bigint, sizeBytes: number): void {
  const area = areaAt(address);
  if (area === undefined) throw new Error(`idle flag at 0x${address.toString(16)} lies outside the memory map`);
  for (let done = 0; done < sizeBytes;) {
    const linear = address + BigInt(done);
    const physical = area.physical + Number(linear - area.address);
    const bytes = Math.min(8, sizeBytes - done, PAGE_BYTES - (physical % PAGE_BYTES));
    must(add(linear, physical, bytes), "flags");
    done += bytes;
  }
}

/** Every NMI, nested or not, starts there: re-entry says nothing. */
export function isServiceWholeHandler({ service, vectors }: Image): boolean {
  return service !== undefined && service.end === undefined && service.start === vectors[NMI_VECTOR];
}

/** A nested NMI that starts the regular code while a run of it is unfinished can be told. */
export function isReentryJudged(image: Image): boolean {
  return image.service !== undefined && image.service.isTaken !== true && !isServiceWholeHandler(image);
}

export function configureGhost(core: GhostConfiguration, image: Image): void {
  const { from, to } = image.workloadRange;
  core.ghostConfigure(from, to, runsInUserMode(image.workload) ? 3 : 0, PAGE_TABLES);
  const inKernel = image.workloadKernelRange;
  if (inKernel !== undefined) core.ghostWorkloadKernel(inKernel.from, inKernel.to);
  for (const area of AREAS) {
    const use = useOf(area);
    if (use === 0) continue;
    must(core.ghostArea(area.address, area.address + BigInt(area.pages * PAGE_BYTES), use), "areas");
  }
  for (const { vector, address } of image.panics) must(core.ghostPanic(vector, address), "panics");
  if (image.service !== undefined) {
    const { start, end } = image.service;
    core.ghostService(
      start,
      end ?? 0n,
      end === undefined ? 0 : 1,
      isReentryJudged(image) ? 0 : 1,
      image.service.isInside === true ? 1 : 0,
    );
  }
  for (const { address, sizeBytes } of image.idleFlags) flag(core.ghostIdleFlag, address, sizeBytes);
  for (const { address, sizeBytes } of image.latches ?? []) flag(core.ghostLatch, address, sizeBytes);
  configureAssertions(core, image.assertions ?? []);
}
