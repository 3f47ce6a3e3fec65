// A row of the instruction table as bytes, with random registers and operands: an
// encoder of its own, so that each row and not only the assembler's choice is run.
import type { Form, OperandForm } from "../../../src/isa/form.ts";
import { Operation } from "../../../src/isa/vocabulary.ts";
import { addressing, littleEndian } from "./addressing.ts";
import type { Setup } from "./setup.ts";

export interface Choice {
  readonly form: Form;
  /** Operand size, bytes. */
  readonly size: number;
  readonly register?: number;
  /** ModRM.rm or the opcode's register; undefined: memory. */
  readonly rm?: number;
  readonly memory?: bigint;
  readonly vvvv?: number;
  readonly immediate?: bigint;
  /** Before everything else: LOCK, REP. */
  readonly prefix?: number;
  /** Registers that addressing must leave alone. */
  readonly keep?: readonly number[];
  /** Not relative to RIP. */
  readonly fixed?: boolean;
}

const ESCAPES = { one: [], "0f": [0x0f], "0f38": [0x0f, 0x38], "0f3a": [0x0f, 0x3a] } as const;
const VEX_MAPS = { vex0f: 1, vex0f38: 2, vex0f3a: 3 } as const;
const VEX_PREFIXES = { np: 0, nr: 0, "66": 1, f3: 2, f2: 3 } as const;

export function widthOf(operand: OperandForm, size: number): number {
  if (operand.width === "v") return size;
  if (operand.width === "y") return size === 8 ? 8 : 4;
  return operand.width;
}

function immediateBytes(form: Form, size: number, value: bigint): number[] {
  return form.operands.flatMap((operand) => {
    if (operand.place === "offset") return littleEndian(value, 8);
    if (operand.place !== "immediate" && operand.place !== "immediate2" && operand.place !== "relative") return [];
    const bytes = operand.size === "z" ? Math.min(size, 4) : operand.size === "v" ? size : operand.size;
    return littleEndian(operand.place === "immediate2" ? value >> 16n : value, bytes);
  });
}

const hasWidth = (form: Form, width: number): boolean => form.operands.some((operand) => operand.width === width);

/** Bytes of `choice`, as it would lie at `address`. */
export function encode(setup: Setup, choice: Choice, address: bigint): number[] {
  const { form, size } = choice;
  const { random } = setup;
  const register = form.extension ?? choice.register ?? 0;
  const rm = form.operands.some(({ place }) => place === "both") ? register : choice.rm;
  const isMemory = form.modrm && form.fixed === undefined && rm === undefined;
  const memory = isMemory
    ? addressing(setup, choice.memory ?? setup.place(), choice.keep ?? [], choice.fixed ?? false)
    : undefined;
  const inOpcode = form.plusRegister ? (choice.rm ?? 0) : 0;
  let rex = ((register >> 3) & 1) << 2;
  rex |= memory === undefined ? ((form.plusRegister ? inOpcode : form.modrm ? (rm ?? 0) : 0) >> 3) & 1 : memory.rex;
  const wide = form.rexW ?? (form.defaultSize === 4 && size === 8 && !form.force64 ? 1 : 0);
  const modrm = form.fixed ?? (memory === undefined ? 0xc0 | ((rm ?? 0) & 7) : memory.modrm) | ((register & 7) << 3);
  const tail = [...(form.modrm ? [form.fixed ?? modrm] : []), ...(memory?.rest ?? [])];
  const immediates = immediateBytes(form, size, choice.immediate ?? random.quadword());
  const prefixes = [...(choice.prefix === undefined ? [] : [choice.prefix]), ...(memory?.prefixes ?? [])];
  const opcode = form.opcode | (form.plusRegister ? inOpcode & 7 : 0);
  let head: number[];
  if (form.map === "vex0f" || form.map === "vex0f38" || form.map === "vex0f3a") {
    const pp = VEX_PREFIXES[form.mandatory ?? "np"];
    const hasThird = form.operands.some(({ place }) => place === "vvvv");
    const vvvv = (~(hasThird ? (choice.vvvv ?? 0) : 0) & 15) << 3;
    const inverted = (~rex & 7) << 5;
    head = [
      ...prefixes,
      0xc4,
      inverted | VEX_MAPS[form.map],
      (wide << 7) | vvvv | ((form.vexL ?? 0) << 2) | pp,
      opcode,
    ];
  } else {
    if (size === 2 && (form.sized || form.sizes.includes(2)) && form.mandatory !== "66") prefixes.push(0x66);
    if (form.mandatory === "66") prefixes.push(0x66);
    if (form.mandatory === "f3") prefixes.push(0xf3);
    if (form.mandatory === "f2") prefixes.push(0xf2);
    if (form.addr32) prefixes.push(0x67);
    // byte registers: with REX SPL to DIL, without AH to BH
    const optional = hasWidth(form, 1) && random.chance(2) ? 0x40 : 0;
    const rexByte = rex | (wide << 3) | (rex !== 0 || wide !== 0 ? 0x40 : optional);
    head = [...prefixes, ...(rexByte === 0 ? [] : [rexByte]), ...ESCAPES[form.map], opcode];
  }
  const bytes = [...head, ...tail, ...immediates];
  if (memory?.ripTarget !== undefined) {
    const end = address + BigInt(bytes.length);
    const at = head.length + 1;
    littleEndian(memory.ripTarget - end, 4).forEach((byte, index) => (bytes[at + index] = byte));
  }
  return bytes;
}

/** Sizes that the row's bytes can say. */
export function sizesOf(form: Form): readonly number[] {
  if (form.force64 || form.sizes.length === 0) return [form.onlySize ?? 4];
  if (form.operation === Operation.Xlat) return [1];
  return form.sizes;
}
