// String operations, one iteration a step. Under REP the instruction stays
// current until the count or the comparison ends it; a fault in the middle
// leaves the counters of the iterations that completed.

import { Operation, Prefix, RecordField } from "../../isa/vocabulary";
import { readLinear, setStackAccess, writeLinear } from "../access";
import { Block } from "../block";
import { faulted } from "../fault";
import { maskOf, setArithmetic, subFlags } from "../flags";
import { segmentBase, widthOf, writeRegister } from "../operands";
import { DF, ZF, reg, rflags, rip, setField8, setNext, setReg } from "../state";

const RAX: i32 = 0;
const RCX: i32 = 1;
const RSI: i32 = 6;
const RDI: i32 = 7;

function addressMask(record: usize): u64 {
  return load<u8>(record, RecordField.AddressWidth) == 4 ? 0xffffffff : 0xffffffffffffffff;
}

function source(record: usize): u64 {
  return (reg(RSI) & addressMask(record)) + segmentBase(load<u8>(record, RecordField.MemSegment));
}

function destination(record: usize): u64 {
  return reg(RDI) & addressMask(record);
}

function advance(record: usize, register: i32): void {
  const by = <u64>widthOf(record);
  setReg(register, (reg(register) + (rflags() & DF ? 0 - by : by)) & addressMask(record));
}

function compareValues(a: u64, b: u64, size: i32): void {
  setArithmetic(subFlags(a, b, (a - b) & maskOf(size), a < b, size));
}

function iterate(record: usize, operation: i32): void {
  const size = widthOf(record);
  setStackAccess(false);
  if (operation == Operation.Movs) {
    writeLinear(destination(record), size, readLinear(source(record), size));
    advance(record, RSI);
    advance(record, RDI);
  } else if (operation == Operation.Stos) {
    writeLinear(destination(record), size, reg(RAX) & maskOf(size));
    advance(record, RDI);
  } else if (operation == Operation.Lods) {
    writeRegister(RAX, size, readLinear(source(record), size));
    advance(record, RSI);
  } else if (operation == Operation.Scas) {
    compareValues(reg(RAX) & maskOf(size), readLinear(destination(record), size), size);
    advance(record, RDI);
  } else {
    // the manual gives no order; processors and QEMU touch RDI's operand first
    const b = readLinear(destination(record), size);
    compareValues(readLinear(source(record), size), b, size);
    advance(record, RSI);
    advance(record, RDI);
  }
}

function comparisonEnds(operation: i32, prefixes: u32): bool {
  if (operation != Operation.Cmps && operation != Operation.Scas) return false;
  const equal = (rflags() & ZF) != 0;
  return prefixes & Prefix.Repne ? equal : !equal;
}

export function stringOperation(record: usize, operation: i32): void {
  const prefixes = <u32>load<u8>(record, RecordField.Prefixes);
  if (!(prefixes & (Prefix.Rep | Prefix.Repne))) {
    iterate(record, operation);
    return;
  }
  const mask = addressMask(record);
  if ((reg(RCX) & mask) == 0) {
    // a 32-bit count that is 0 is not written, so its upper half stays
    return;
  }
  iterate(record, operation);
  if (faulted()) return;
  const count = (reg(RCX) - 1) & mask;
  setReg(RCX, count);
  if (count != 0 && !comparisonEnds(operation, prefixes)) {
    setNext(rip());
    setField8(Block.RepActive, 1);
  }
}

