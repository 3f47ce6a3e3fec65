// What a value means: a label, a place in a stack, flags, a selector. Words for
// panels and sentences; the values themselves stay raw.

import {
  DOUBLE_FAULT_STACK_TOP,
  KERNEL_STACK_TOP,
  MACHINE_CHECK_STACK_TOP,
  NMI_STACK_TOP,
  PAGE_BYTES,
  PAGE_TABLES,
  PER_CPU,
  regionAt,
  TOUCH,
  USER_STACK_TOP,
} from "../machine/layout.ts";
import type { RegisterName } from "../machine/types.ts";
import type { Program } from "./program.ts";
import { PLACE_TEXTS, SELECTOR_TEXTS } from "./texts/places.ts";

export const NMI_STACK_BOTTOM = NMI_STACK_TOP - BigInt(PAGE_BYTES);
const PAGE = BigInt(PAGE_BYTES);
const PAGE_TABLES_BYTES = 1n << 39n;

const FLAGS: readonly (readonly [bit: bigint, name: string])[] = [
  [0n, "CF"],
  [2n, "PF"],
  [4n, "AF"],
  [6n, "ZF"],
  [7n, "SF"],
  [8n, "TF"],
  [9n, "IF"],
  [10n, "DF"],
  [11n, "OF"],
  [14n, "NT"],
  [16n, "RF"],
  [17n, "VM"],
  [18n, "AC"],
  [19n, "VIF"],
  [20n, "VIP"],
  [21n, "ID"],
];

/** Highest bit first, as they are read: "RF IF ZF". */
export function flagNames(rflags: bigint): string {
  return FLAGS.filter(([bit]) => (rflags >> bit) & 1n)
    .map(([, name]) => name)
    .toReversed()
    .join(" ");
}

const SELECTORS = new Map([
  [0n, SELECTOR_TEXTS.null],
  [0x08n, SELECTOR_TEXTS.kernel32],
  [0x10n, "__KERNEL_CS"],
  [0x18n, "__KERNEL_DS"],
  [0x23n, SELECTOR_TEXTS.user32],
  [0x2bn, "__USER_DS"],
  [0x33n, "__USER_CS"],
  [0x40n, "TSS"],
]);

export function selectorName(value: bigint): string {
  return SELECTORS.get(value) ?? "";
}

export function onNmiStack(address: bigint): boolean {
  return address > NMI_STACK_BOTTOM - 8n && address <= NMI_STACK_TOP;
}

/** "T-40"; T is the top of the NMI stack. */
export function stackOffset(address: bigint): string {
  const distance = NMI_STACK_TOP - address;
  return distance === 0n ? "T" : distance > 0n ? `T-${distance}` : `T+${-distance}`;
}

/** Stacks whose places are counted from their top: its symbol in the environment, if it has one. */
const OTHER_STACKS: readonly (readonly [top: bigint, name: string])[] = [
  [KERNEL_STACK_TOP, "kstack_top"],
  [USER_STACK_TOP, "user_stack_top"],
  [MACHINE_CHECK_STACK_TOP, "#MC stack top"],
  [DOUBLE_FAULT_STACK_TOP, "#DF stack top"],
];

export interface CopyRegion {
  readonly from: bigint;
  /** Exclusive: the place that offsets "C-8" count from. */
  readonly to: bigint;
}

type DataLabel = readonly [name: string, address: bigint];

export class Meaning {
  readonly #program: Program;
  /** The handler's own, from the lowest up. */
  readonly #data: readonly DataLabel[];
  readonly copy: CopyRegion | undefined;

  constructor(program: Program) {
    this.#program = program;
    this.#data = dataLabels(program);
    this.copy = findCopyRegion(program);
  }

  /** "T-40", or "C-48" in the copy region. */
  offset(address: bigint): string {
    const copy = this.copy;
    if (copy !== undefined && address >= copy.from && address <= copy.to)
      return address === copy.to ? "C" : `C-${copy.to - address}`;
    return stackOffset(address);
  }

  /** Where memory is, in the fewest words: "T-40", "C-8", "nmi_stack_nesting", "kernel stack". */
  place(address: bigint): string {
    if (address >= NMI_STACK_BOTTOM && address <= NMI_STACK_TOP) return this.offset(address);
    for (const [top, name] of OTHER_STACKS)
      if (address > top - PAGE && address <= top) return address === top ? name : `${name}-${top - address}`;
    const pointer = this.pointer(address);
    return pointer === "" ? `0x${address.toString(16)}` : pointer;
  }

  /** What a value points to; empty if to nothing known. `from`: where the value stands. */
  pointer(value: bigint, from?: bigint): string {
    const label = this.#program.naming.find(value);
    if (label !== undefined) return label;
    if (onNmiStack(value)) {
      return PLACE_TEXTS.onNmiStack(stackOffset(value), from !== undefined && onNmiStack(from));
    }
    if (value > KERNEL_STACK_TOP - PAGE && value <= KERNEL_STACK_TOP) return PLACE_TEXTS.kernelStack;
    if (value > USER_STACK_TOP - PAGE && value <= USER_STACK_TOP) return PLACE_TEXTS.userStack;
    if (value >= PER_CPU && value < PER_CPU + PAGE) return this.variable(value) ?? PLACE_TEXTS.perCpuPage;
    if (value >= TOUCH && value < TOUCH + 4n * PAGE) return touchName(value);
    if (value >= PAGE_TABLES && value < PAGE_TABLES + PAGE_TABLES_BYTES) return this.#entryName(value);
    if (value < PAGE) return "";
    const region = regionAt(value)?.name ?? "";
    return region === HANDLER_DATA_NAME ? (this.#dataPlace(value) ?? region) : region;
  }

  /** Behind the nearest label; before the first, as a stack below the label of its top is. */
  #dataPlace(value: bigint): string | undefined {
    const below = this.#data.findLast(([, address]) => address <= value);
    const above = this.#data[0];
    if (below !== undefined) return value === below[1] ? below[0] : `${below[0]}+0x${(value - below[1]).toString(16)}`;
    return above === undefined ? undefined : `${above[0]}-${above[1] - value}`;
  }

  /** The page-table entry seen through the recursive window: whose it is. */
  #entryName(value: bigint): string {
    const page = BigInt.asUintN(64, BigInt.asIntN(48, ((value - PAGE_TABLES) >> 3n) << 12n));
    const owner = page === PAGE_TABLES || page >= PAGE_TABLES ? "" : this.pointer(page);
    return owner === "" ? PLACE_TEXTS.pageTables : PLACE_TEXTS.pteOf(owner);
  }

  /** The variable that covers an address. */
  variable(address: bigint): string | undefined {
    return this.#program.variables.find(
      (variable) => address >= variable.address && address < variable.address + BigInt(variable.sizeBytes),
    )?.name;
  }

  /** Meaning of a stack word that plays a role in a frame. */
  word(role: string, value: bigint, at: bigint): string {
    if (role === "RFLAGS" || role === "saved rflags") return flagNames(value);
    if (role === "CS" || role === "SS") return selectorName(value);
    if (role === "err code") return "";
    return this.pointer(value, at);
  }

  register(name: RegisterName, value: bigint): string {
    if (name === "rflags") return flagNames(value);
    if (name === "cs" || name === "ss" || name === "ds" || name === "es" || name === "fs" || name === "gs")
      return selectorName(value);
    if (name.startsWith("cr") && name !== "cr2") return "";
    if (name === "rsp" && onNmiStack(value)) return stackOffset(value);
    return this.pointer(value);
  }
}

function touchName(value: bigint): string {
  const page = (value - TOUCH) / PAGE;
  const offset = (value - TOUCH) % PAGE;
  return offset === 0n ? `touch${page}` : `touch${page}+0x${offset.toString(16)}`;
}

const HANDLER_DATA_NAME = "handler data";

function dataLabels(program: Program): readonly DataLabel[] {
  return [...program.source.assembly.symbols]
    .filter(([, address]) => regionAt(address)?.name === HANDLER_DATA_NAME)
    .toSorted(([, one], [, other]) => (one < other ? -1 : one > other ? 1 : 0));
}

const DEFAULT_COPY_BYTES = 48n;

/** A `#@ region` that says so, or the six words below nmi_stack_copy if the handler speaks of it. */
function findCopyRegion(program: Program): CopyRegion | undefined {
  const { assembly, text } = program.source;
  const named = assembly.annotations.regions.find(({ name }) => /\bcopy\b/i.test(name));
  if (named !== undefined) return { from: named.from, to: named.to };
  if (!/\bnmi_stack_copy(_rip)?\b/.test(withoutComments(text))) return undefined;
  const to = program.naming.symbol("nmi_stack_copy");
  return to === undefined || !onNmiStack(to) ? undefined : { from: to - DEFAULT_COPY_BYTES, to };
}

function withoutComments(text: string): string {
  return text.replaceAll(/#.*$/gm, "");
}
