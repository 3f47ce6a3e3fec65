// The table, part 2: arithmetic, logic, shifts and bits.

import { form, type Form } from "./form.ts";
import { Operation as O } from "./vocabulary.ts";

const hexByte = (value: number): string => value.toString(16).padStart(2, "0");

/** ADD OR ADC SBB AND SUB XOR CMP: six opcodes each and a share of group 1. */
function logic(operation: O, name: string, n: number): Form[] {
  const lock = name === "cmp" ? "" : "lock";
  return [
    form(operation, name, "rm8 r8", `${hexByte(n * 8)} /r`, lock),
    form(operation, name, "rmv rv", `${hexByte(n * 8 + 1)} /r`, lock),
    form(operation, name, "r8 rm8", `${hexByte(n * 8 + 2)} /r`),
    form(operation, name, "rv rmv", `${hexByte(n * 8 + 3)} /r`),
    form(operation, name, "rmv ibs", `83 /${n}`, lock),
    form(operation, name, "al ib", hexByte(n * 8 + 4)),
    form(operation, name, "av iz", hexByte(n * 8 + 5)),
    form(operation, name, "rm8 ib", `80 /${n}`, lock),
    form(operation, name, "rmv iz", `81 /${n}`, lock),
  ];
}

function shift(operation: O, name: string, n: number): Form[] {
  return [
    form(operation, name, "rm8 one", `d0 /${n}`),
    form(operation, name, "rmv one", `d1 /${n}`),
    form(operation, name, "rm8 u8", `c0 /${n}`),
    form(operation, name, "rmv u8", `c1 /${n}`),
    form(operation, name, "rm8 count", `d2 /${n}`),
    form(operation, name, "rmv count", `d3 /${n}`),
  ];
}

function doubleShift(operation: O, name: string, opcode: number): Form[] {
  return [
    form(operation, name, "rmv rv u8", `0f ${hexByte(opcode)} /r`),
    form(operation, name, "rmv rv cl", `0f ${hexByte(opcode + 1)} /r`),
    form(operation, name, "rmv rv", `0f ${hexByte(opcode + 1)} /r`, "encode"),
  ];
}

function bitTest(operation: O, name: string, n: number): Form[] {
  const lock = name === "bt" ? "" : "lock";
  return [
    form(operation, name, "rmv rv", `0f ${hexByte(0x83 + n * 8)} /r`, lock),
    form(operation, name, "rmv u8", `0f ba /${n}`, lock),
  ];
}

/** Group 3 and its byte twin: one operand, read or changed. */
function unary(operation: O, name: string, n: number, attributes = ""): Form[] {
  return [form(operation, name, "rm8", `f6 /${n}`, attributes), form(operation, name, "rmv", `f7 /${n}`, attributes)];
}

/** MUL and DIV also take the accumulator by name. */
function accumulate(operation: O, name: string, n: number, named: boolean): Form[] {
  const plain = unary(operation, name, n);
  if (!named) return plain;
  return [
    ...plain,
    form(operation, name, "al rm8", `f6 /${n}`, "encode"),
    form(operation, name, "av rmv", `f7 /${n}`, "encode"),
  ];
}

const BASIC: readonly Form[] = [
  ...logic(O.Add, "add", 0),
  ...logic(O.Or, "or", 1),
  ...logic(O.Adc, "adc", 2),
  ...logic(O.Sbb, "sbb", 3),
  ...logic(O.And, "and", 4),
  ...logic(O.Sub, "sub", 5),
  ...logic(O.Xor, "xor", 6),
  form(O.Xor, "clr", "r8rm", "30 /r", "encode"),
  form(O.Xor, "clr", "rvrm", "31 /r", "encode"),
  ...logic(O.Cmp, "cmp", 7),
  form(O.Test, "test", "rm8 r8", "84 /r"),
  form(O.Test, "test", "rmv rv", "85 /r"),
  form(O.Test, "test", "r8 rm8", "84 /r", "encode"),
  form(O.Test, "test", "rv rmv", "85 /r", "encode"),
  form(O.Test, "test", "al ib", "a8"),
  form(O.Test, "test", "av iz", "a9"),
  form(O.Test, "test", "rm8 ib", "f6 /0"),
  form(O.Test, "test", "rmv iz", "f7 /0"),
  form(O.Test, "test", "rm8 ib", "f6 /1", "decode"),
  form(O.Test, "test", "rmv iz", "f7 /1", "decode"),
  form(O.Inc, "inc", "rm8", "fe /0", "lock"),
  form(O.Inc, "inc", "rmv", "ff /0", "lock"),
  form(O.Dec, "dec", "rm8", "fe /1", "lock"),
  form(O.Dec, "dec", "rmv", "ff /1", "lock"),
  ...unary(O.Not, "not", 2, "lock"),
  ...unary(O.Neg, "neg", 3, "lock"),
  ...accumulate(O.Mul, "mul", 4, false),
  ...accumulate(O.Imul, "imul", 5, false),
  ...accumulate(O.Div, "div", 6, true),
  ...accumulate(O.Idiv, "idiv", 7, true),
  form(O.Imul2, "imul", "rv rmv", "0f af /r"),
  form(O.Imul2, "imul", "rv rmv ibs", "6b /r"),
  form(O.Imul2, "imul", "rv rmv iz", "69 /r"),
  form(O.Imul2, "imul", "rvrm ibs", "6b /r", "encode"),
  form(O.Imul2, "imul", "rvrm iz", "69 /r", "encode"),
];

const SHIFTS: readonly Form[] = [
  ...shift(O.Rol, "rol", 0),
  ...shift(O.Ror, "ror", 1),
  ...shift(O.Rcl, "rcl", 2),
  ...shift(O.Rcr, "rcr", 3),
  ...shift(O.Shl, "shl", 4),
  ...shift(O.Shr, "shr", 5),
  ...shift(O.Shl, "shl", 6).map((f) => ({ ...f, decodeOnly: true })),
  ...shift(O.Sar, "sar", 7),
  ...doubleShift(O.Shld, "shld", 0xa4),
  ...doubleShift(O.Shrd, "shrd", 0xac),
];

const BITS: readonly Form[] = [
  ...bitTest(O.Bt, "bt", 4),
  ...bitTest(O.Bts, "bts", 5),
  ...bitTest(O.Btr, "btr", 6),
  ...bitTest(O.Btc, "btc", 7),
  form(O.Bsf, "bsf", "rv rmv", "0f bc /r"),
  form(O.Bsr, "bsr", "rv rmv", "0f bd /r"),
  form(O.Popcnt, "popcnt", "rv rmv", "f3 0f b8 /r"),
  form(O.Tzcnt, "tzcnt", "rv rmv", "f3 0f bc /r"),
  form(O.Lzcnt, "lzcnt", "rv rmv", "f3 0f bd /r"),
  form(O.Crc32, "crc32", "r32 rm32", "o32 f2 0f 38 f1 /r", "suffix=l"),
  form(O.Crc32, "crc32", "r64 rm64", "o64 f2 0f 38 f1 /r", "suffix=q"),
  form(O.Crc32, "crc32", "r32 rm16", "o16 f2 0f 38 f1 /r", "suffix=w"),
  form(O.Crc32, "crc32", "ry rm8", "f2 0f 38 f0 /r", "suffix=b"),
  form(O.Adcx, "adcx", "ry rmy", "66 0f 38 f6 /r"),
  form(O.Adox, "adox", "ry rmy", "f3 0f 38 f6 /r"),
  form(O.Andn, "andn", "ry by rmy", "vex l0 np 0f 38 f2 /r"),
  form(O.Bextr, "bextr", "ry rmy by", "vex l0 np 0f 38 f7 /r"),
  form(O.Blsr, "blsr", "by rmy", "vex l0 np 0f 38 f3 /1"),
  form(O.Blsmsk, "blsmsk", "by rmy", "vex l0 np 0f 38 f3 /2"),
  form(O.Blsi, "blsi", "by rmy", "vex l0 np 0f 38 f3 /3"),
  form(O.Bzhi, "bzhi", "ry rmy by", "vex l0 np 0f 38 f5 /r"),
  form(O.Pext, "pext", "ry by rmy", "vex l0 f3 0f 38 f5 /r"),
  form(O.Pdep, "pdep", "ry by rmy", "vex l0 f2 0f 38 f5 /r"),
  form(O.Mulx, "mulx", "ry by rmy", "vex l0 f2 0f 38 f6 /r"),
  form(O.Shlx, "shlx", "ry rmy by", "vex l0 66 0f 38 f7 /r"),
  form(O.Sarx, "sarx", "ry rmy by", "vex l0 f3 0f 38 f7 /r"),
  form(O.Shrx, "shrx", "ry rmy by", "vex l0 f2 0f 38 f7 /r"),
  form(O.Rorx, "rorx", "ry rmy u8", "vex l0 f2 0f 3a f0 /r"),
];

export const ARITHMETIC_FORMS: readonly Form[] = [...BASIC, ...SHIFTS, ...BITS];
