// Words that only count or keep what nobody reads: what is in them decides nothing, so
// two states that differ in them alone behave alike. Told by how the handler's
// instructions use memory; where any of them may look at such a word, it is none.

import type { InstructionPlace, Section } from "../../asm/assembly.ts";
import type { Instruction } from "../../isa/instruction.ts";
import { MemoryRegister, Operation, OperandKind, SegmentOverride } from "../../isa/vocabulary.ts";
import { HANDLER_DATA, HANDLER_DATA_BYTES, PAGE_BYTES, PER_CPU } from "../../machine/layout.ts";
import { perCpuVariables } from "../per-cpu.ts";
import type { DecodedAssembly } from "./decoded.ts";
import { directAddress } from "./direct-address.ts";
import { idleFlags } from "./idle-flags.ts";

/** As many as the search leaves out. */
const MOST = 8;
const WORD = 8n;

/** Their memory operand is wider than their operand size. */
const LONG: ReadonlySet<Operation> = new Set([
  Operation.Lgdt,
  Operation.Lidt,
  Operation.JmpFar,
  Operation.CallFar,
  Operation.LoadFarPointer,
  Operation.Invpcid,
  Operation.Cmpxchg8b,
  Operation.Cmpxchg16b,
]);
const LONG_BYTES = 16;

const TABLES: ReadonlySet<Operation> = new Set([Operation.Lgdt, Operation.Lidt, Operation.Lldt, Operation.Ltr]);
const CR3 = 3;

const READS_FLAGS = /^(?:j(?!mp|r?cxz|ecxz)|set|cmov|loopn?[ez]|adc|adox|adcx|sbb|rc[lr]|pushf|lahf|cmc|into)/;
/** CF alone. */
const READS_CARRY = /^(?:(?:j|set|cmov)n?(?:c|b|ae)(?:[wlq]?\s|$)|adc|adcx|sbb|rc[lr]|cmc)/;
const WRITES_CARRY = /^(?:lock\s+)?bt[src]?[wlq]?\s/;
/** All of them but CF. */
const KEEPS_CARRY = /^(?:lock\s+)?(?:inc|dec)/;
/** Flags are written, or control goes where nobody looks at them. */
const ENDS_FLAGS =
  /^(?:lock\s+)?(?:inc|dec|add|sub|cmp|test|and|or|xor|neg|popf|sahf|jmp|call|l?ret|iret|sysret|erets|eretu)/;

/** A part of memory in which handlers keep variables: a section of data, or the per-CPU page. */
interface Home {
  readonly from: bigint;
  /** Belongs to it: a stack that is empty points there. */
  readonly to: bigint;
}

const THIS_CPU: Home = { from: PER_CPU, to: PER_CPU + BigInt(PAGE_BYTES) };

function homesOf({ sections }: DecodedAssembly): readonly Home[] {
  const isData = ({ address }: Section) =>
    address >= HANDLER_DATA && address < HANDLER_DATA + BigInt(HANDLER_DATA_BYTES);
  const data = sections
    .filter(isData)
    .map(({ address, bytes }) => ({ from: address, to: address + BigInt(bytes.length) }));
  return [THIS_CPU, ...data];
}

const isIn = ({ from, to }: Home, address: bigint): boolean => address >= from && address <= to;

/** Linear addresses of quadwords; `count`: that of nmi_run_count, the likeliest. */
export function counters(handler: DecodedAssembly, count: bigint): readonly bigint[] {
  const homes = homesOf(handler);
  const counted = new Set([count]);
  const looked = new Set<bigint>();
  const loaded: bigint[] = [];
  const pointed = new Set<Home>();
  const makesTables = handler.decoded.some(({ instruction }) => loadsTable(instruction));
  handler.decoded.forEach(({ place, instruction }, index) => {
    if (instruction === undefined) return;
    for (const home of pointedBy(instruction, place, homes)) pointed.add(home);
    const address = directAddress(instruction, place);
    if (address === undefined) return;
    const into =
      (onlyWrites(instruction) && !makesTables) ||
      (onlyCounts(instruction) && !isLookedAt(handler.places, index, instruction.operation))
        ? counted
        : looked;
    const bytes = LONG.has(instruction.operation) ? LONG_BYTES : instruction.width;
    for (const word of wordsAt(address, bytes)) into.add(word);
    if (instruction.width >= Number(WORD)) loaded.push(address);
  });
  for (const home of homes) if (isPointedAt(handler, home, pointed.size > 0 ? undefined : loaded)) pointed.add(home);
  for (const word of asserted(handler)) looked.add(word);
  // judged when the workload runs
  for (const { offset } of idleFlags(handler)) looked.add((PER_CPU + BigInt(offset)) & -WORD);
  const own = new Set(
    perCpuVariables(handler).flatMap(({ offset, sizeBytes }) => wordsAt(PER_CPU + BigInt(offset), sizeBytes)),
  );
  const isHidden = (word: bigint) => {
    const around = homes.filter((home) => isIn(home, word));
    const isVariable = !around.includes(THIS_CPU) || own.has(word);
    return around.length > 0 && isVariable && !around.some((home) => pointed.has(home));
  };
  return [...counted].filter((word) => !looked.has(word) && isHidden(word)).slice(0, MOST);
}

function onlyCounts({ operation, operands }: Instruction): boolean {
  return (operation === Operation.Inc || operation === Operation.Add) && operands[0]?.kind === OperandKind.Memory;
}

/** Then what nobody reads may be a table that the CPU reads. */
function loadsTable(instruction: Instruction | undefined): boolean {
  if (instruction === undefined) return false;
  const { operation, operands } = instruction;
  return TABLES.has(operation) || (operation === Operation.MovToControl && operands[0]?.register === CR3);
}

function onlyWrites({ operation, operands }: Instruction): boolean {
  const [to, from] = operands;
  return operation === Operation.Mov && to?.kind === OperandKind.Memory && from?.kind !== OperandKind.Memory;
}

/** The flags that INC or ADD leaves. */
function isLookedAt(places: readonly InstructionPlace[], index: number, operation: Operation): boolean {
  let carry = operation !== Operation.Inc;
  let others = true;
  for (let next = index + 1; next < places.length && (carry || others); next++) {
    const word = places[next]?.text.trim().replace(/^(?:[\w.$]+:\s*)+/, "") ?? "";
    if (READS_CARRY.test(word) ? carry : READS_FLAGS.test(word)) return true;
    if (WRITES_CARRY.test(word)) carry = false;
    else if (KEEPS_CARRY.test(word)) others = false;
    else if (ENDS_FLAGS.test(word)) return false;
  }
  return false;
}

function wordsAt(address: bigint, bytes: number): readonly bigint[] {
  const words: bigint[] = [];
  for (let word = address & -WORD; word < address + BigInt(Math.max(bytes, 1)); word += WORD) words.push(word);
  return words;
}

/** Where an address that the instruction makes may lie, or one that it reaches through a register. */
function pointedBy(instruction: Instruction, place: InstructionPlace, homes: readonly Home[]): readonly Home[] {
  const { memory, segment, operation, operands, immediate, length } = instruction;
  const values = operands.some(({ kind }) => kind === OperandKind.Immediate) ? [immediate] : [];
  if (memory !== undefined && (operation === Operation.Lea || hasRegister(instruction))) {
    const isOfRip = memory.base === MemoryRegister.Rip;
    values.push(memory.displacement + (isOfRip ? place.address + BigInt(length) : 0n));
    if (segment === SegmentOverride.Gs) return [THIS_CPU];
  }
  return homes.filter((home) => values.some((value) => isIn(home, BigInt.asUintN(64, value))));
}

function hasRegister({ memory }: Instruction): boolean {
  if (memory === undefined) return false;
  const isPlain = memory.base === MemoryRegister.None || memory.base === MemoryRegister.Rip;
  return !isPlain || memory.index !== MemoryRegister.None;
}

/** Some quadword of the file has an address in it and is taken whole. `loaded`: where; undefined: perhaps everywhere. */
function isPointedAt({ sections }: DecodedAssembly, home: Home, loaded: readonly bigint[] | undefined): boolean {
  const upper = Number(home.from >> 32n);
  return sections.some(({ address, bytes }) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + 8 <= bytes.length; at++) {
      if (view.getUint32(at + 4, true) !== upper || !isIn(home, view.getBigUint64(at, true))) continue;
      const place = address + BigInt(at);
      if (loaded?.some((from) => from > place - WORD && from < place + WORD) ?? true) return true;
    }
    return false;
  });
}

/** Words that an assertion names. */
function asserted({ annotations, labels, perCpu }: DecodedAssembly): readonly bigint[] {
  const texts = annotations.assertions.map(({ text }) => text);
  const named = [...labels, ...perCpu.map(({ name, offset }) => [name, PER_CPU + BigInt(offset)] as const)];
  return [...named, ["nmi_run_count", PER_CPU + 8n] as const]
    .filter(([name]) => texts.some((text) => text.includes(name)))
    .map(([, address]) => address & -WORD);
}
