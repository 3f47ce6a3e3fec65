// RAM as it is before the first step: page tables, GDT, TSS, IDT, code and data.
// Knows the layout and an image's bytes; no CPU and no handler.

import { assert, defined } from "../base/assert.ts";
import * as layout from "./layout.ts";
import type { Image } from "./types.ts";

const PRESENT = 1n;
const WRITABLE = 2n;
const USER = 4n;
/** Accessed and dirty, preset so that the CPU never writes a table. */
const USED = 0x60n;
const NO_EXECUTE = 1n << 63n;

const ENTRY_BYTES = 8;

/** The GDT's 8-byte descriptors, by selector. */
const DESCRIPTORS: readonly (readonly [number, bigint])[] = [
  [0x08, 0x00cf9b000000ffffn],
  [layout.KERNEL_CS, 0x00af9b000000ffffn],
  [layout.KERNEL_DS, 0x00cf93000000ffffn],
  [0x20, 0x00cffb000000ffffn],
  [0x28, 0x00cff3000000ffffn],
  [0x30, 0x00affb000000ffffn],
];

export const GDT_LIMIT = layout.TSS_SELECTOR + 15;
export const IDT_LIMIT = 32 * 16 - 1;
export const TSS_LIMIT = 0x67;

const BUSY_TASK = 0x8bn;

/** IST of a vector's gate, 0: none. */
const IST_OF: ReadonlyMap<number, number> = new Map([
  [2, 1],
  [8, 2],
  [18, 3],
]);

export function istOf(vector: number): number {
  return IST_OF.get(vector) ?? 0;
}

/** Allocates tables on demand from CR3 upwards. */
class PageTables {
  readonly #ram: DataView;
  #next = layout.CR3 + layout.PAGE_BYTES;

  constructor(ram: DataView) {
    this.#ram = ram;
    const self = BigInt(layout.CR3) | PRESENT | WRITABLE | USED | NO_EXECUTE;
    this.#put(layout.CR3, layout.RECURSIVE_SLOT, self);
  }

  #put(table: number, slot: number, entry: bigint): void {
    this.#ram.setBigUint64(table - layout.RAM_BASE + slot * ENTRY_BYTES, entry, true);
  }

  #below(table: number, slot: number, user: bigint): number {
    const entry = this.#ram.getBigUint64(table - layout.RAM_BASE + slot * ENTRY_BYTES, true);
    if (entry !== 0n) {
      this.#put(table, slot, entry | user);
      return Number(entry & 0xffffff000n);
    }
    const fresh = this.#next;
    this.#next += layout.PAGE_BYTES;
    assert(this.#next <= layout.PAGE_TABLES_END, "no room for another page table");
    this.#put(table, slot, BigInt(fresh) | PRESENT | WRITABLE | USED | user);
    return fresh;
  }

  map(area: layout.Area): void {
    const user = area.user ? USER : 0n;
    const rights = user | USED | (area.writable ? WRITABLE : 0n) | (area.executable ? 0n : NO_EXECUTE);
    for (let page = 0; page < area.pages; page++) {
      const linear = area.address + BigInt(page * layout.PAGE_BYTES);
      let table = layout.CR3;
      for (const shift of [39n, 30n, 21n]) table = this.#below(table, Number((linear >> shift) & 511n), user);
      const present = page < area.absentPages ? 0n : PRESENT;
      const frame = BigInt(area.physical + page * layout.PAGE_BYTES);
      this.#put(table, Number((linear >> 12n) & 511n), frame | rights | present);
    }
  }
}

function physicalOf(address: bigint): number {
  const area = defined(layout.areaAt(address), `an area of the layout at 0x${address.toString(16)}`);
  return area.physical + Number(address - area.address);
}

function putDescriptors(ram: DataView): void {
  const at = physicalOf(layout.GDT) - layout.RAM_BASE;
  for (const [selector, value] of DESCRIPTORS) ram.setBigUint64(at + selector, value, true);
  const base = layout.TSS;
  const low = BigInt(TSS_LIMIT) | ((base & 0xffffffn) << 16n) | (BUSY_TASK << 40n) | (((base >> 24n) & 0xffn) << 56n);
  ram.setBigUint64(at + layout.TSS_SELECTOR, low, true);
  ram.setBigUint64(at + layout.TSS_SELECTOR + 8, base >> 32n, true);
}

function putTask(ram: DataView): void {
  const at = physicalOf(layout.TSS) - layout.RAM_BASE;
  ram.setBigUint64(at + 0x04, layout.KERNEL_STACK_TOP, true);
  ram.setBigUint64(at + 0x24, layout.NMI_STACK_TOP, true);
  ram.setBigUint64(at + 0x2c, layout.DOUBLE_FAULT_STACK_TOP, true);
  ram.setBigUint64(at + 0x34, layout.MACHINE_CHECK_STACK_TOP, true);
  // the I/O map lies beyond the limit: there is none
  ram.setUint16(at + 0x66, TSS_LIMIT + 1, true);
}

/** 64-bit interrupt gates; #BP's may be used by software at CPL 3. */
function putGates(ram: DataView, vectors: readonly bigint[]): void {
  const at = physicalOf(layout.IDT) - layout.RAM_BASE;
  vectors.forEach((target, vector) => {
    const access = vector === 3 ? 0xeen : 0x8en;
    const low =
      (target & 0xffffn) |
      (BigInt(layout.KERNEL_CS) << 16n) |
      (BigInt(istOf(vector)) << 32n) |
      (access << 40n) |
      (((target >> 16n) & 0xffffn) << 48n);
    ram.setBigUint64(at + vector * 16, low, true);
    ram.setBigUint64(at + vector * 16 + 8, (target >> 32n) & 0xffffffffn, true);
  });
}

function putSegments(ram: DataView, image: Image): void {
  const bytes = new Uint8Array(ram.buffer, ram.byteOffset, ram.byteLength);
  for (const segment of image.segments) {
    if (segment.bytes.length === 0) continue;
    const area = defined(layout.areaAt(segment.address), "an area for each segment");
    const offset = Number(segment.address - area.address);
    assert(offset + segment.bytes.length <= area.pages * layout.PAGE_BYTES, `a segment ends beyond its ${area.name}`);
    bytes.set(segment.bytes, area.physical + offset - layout.RAM_BASE);
  }
}

/** Fills `ram` (RAM_BYTES long) with everything that the first step finds there. */
export function fillMemory(ram: DataView, image: Image): void {
  assert(ram.byteLength === layout.RAM_BYTES, "RAM has its size");
  assert(image.vectors.length === 32, "32 vectors");
  new Uint8Array(ram.buffer, ram.byteOffset, ram.byteLength).fill(0);
  const tables = new PageTables(ram);
  for (const area of layout.AREAS) tables.map(area);
  putDescriptors(ram);
  putTask(ram);
  putGates(ram, image.vectors);
  putSegments(ram, image);
}
