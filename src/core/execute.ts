// From a decoded record to its meaning: moves and arithmetic here, the other
// families beside. What no switch names stops the machine by name.

import { Operation } from "../isa/vocabulary";
import { executeBits } from "./execute-bits";
import { executeFlow, executeSegment, executeSystem } from "./execute-system";
import { notModelled } from "./fault";
import { operationOf } from "./operands";
import * as arithmetic from "./semantics/arithmetic";
import * as bits from "./semantics/bits";
import * as move from "./semantics/data-move";
import * as multiply from "./semantics/multiply";
import * as stack from "./semantics/stack";

/** Families follow the order of Operation, so that each switch becomes a jump table. */
export function execute(record: usize): void {
  const operation = operationOf(record);
  if (operation < Operation.Add) executeMove(record, operation);
  else if (operation < Operation.Rol) executeBasic(record, operation);
  else if (operation < Operation.Jmp) executeBits(record, operation);
  else if (operation < Operation.Hlt) executeFlow(record, operation);
  else if (operation < Operation.Smsw) executeSegment(record, operation);
  else executeSystem(record, operation);
}

/** Moves, stack and conversions. */
function executeMove(record: usize, operation: i32): void {
  switch (operation) {
    case Operation.Mov:
    case Operation.Movzx:
    case Operation.Movnti:
      move.move(record);
      break;
    case Operation.Movsx:
      move.moveSignExtended(record);
      break;
    case Operation.Lea:
      move.loadAddress(record);
      break;
    case Operation.Xchg:
      move.exchange(record);
      break;
    case Operation.Push:
      stack.push(record);
      break;
    case Operation.Pop:
      stack.pop(record);
      break;
    case Operation.Pushf:
      stack.pushFlags(record);
      break;
    case Operation.Popf:
      stack.popFlags(record);
      break;
    case Operation.Enter:
      stack.enter(record);
      break;
    case Operation.Leave:
      stack.leave(record);
      break;
    case Operation.Bswap:
      bits.swapBytes(record);
      break;
    case Operation.Cmovcc:
      move.conditionalMove(record);
      break;
    case Operation.Setcc:
      move.setByCondition(record);
      break;
    case Operation.Cbw:
      move.extendAccumulator(record);
      break;
    case Operation.Cwd:
      move.extendIntoData(record);
      break;
    case Operation.Movbe:
      bits.moveSwapped(record);
      break;
    case Operation.Xlat:
      move.translateByte(record);
      break;
    case Operation.Lahf:
      move.flagsToAh();
      break;
    case Operation.Sahf:
      move.ahToFlags();
      break;
    default:
      notModelled(operation);
  }
}

/** Arithmetic and logic. */
function executeBasic(record: usize, operation: i32): void {
  switch (operation) {
    case Operation.Add:
      arithmetic.add(record, false);
      break;
    case Operation.Or:
    case Operation.And:
    case Operation.Xor:
      arithmetic.logic(record, operation);
      break;
    case Operation.Adc:
      arithmetic.add(record, true);
      break;
    case Operation.Sbb:
      arithmetic.subtract(record, true);
      break;
    case Operation.Sub:
      arithmetic.subtract(record, false);
      break;
    case Operation.Cmp:
      arithmetic.compare(record);
      break;
    case Operation.Test:
      arithmetic.test(record);
      break;
    case Operation.Inc:
      arithmetic.increment(record);
      break;
    case Operation.Dec:
      arithmetic.decrement(record);
      break;
    case Operation.Neg:
      arithmetic.negate(record);
      break;
    case Operation.Not:
      arithmetic.invert(record);
      break;
    case Operation.Mul:
    case Operation.Imul:
      multiply.multiply(record, operation == Operation.Imul);
      break;
    case Operation.Imul2:
      multiply.multiplyInto(record);
      break;
    case Operation.Div:
    case Operation.Idiv:
      multiply.divide(record, operation == Operation.Idiv);
      break;
    default:
      notModelled(operation);
  }
}
