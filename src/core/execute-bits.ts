// Dispatch of shifts, bit operations and the later integer extensions.

import { Operation } from "../isa/vocabulary";
import { notModelled } from "./fault";
import * as arithmetic from "./semantics/arithmetic";
import * as bits from "./semantics/bits";
import * as move from "./semantics/data-move";
import * as multiply from "./semantics/multiply";
import * as shift from "./semantics/shift";
import { CF, OF } from "./state";

/** Shifts, bits and the rest of integer arithmetic. */
export function executeBits(record: usize, operation: i32): void {
  switch (operation) {
    case Operation.Rol:
    case Operation.Ror:
      shift.rotate(record, operation == Operation.Rol);
      break;
    case Operation.Rcl:
    case Operation.Rcr:
      shift.rotateThroughCarry(record, operation == Operation.Rcl);
      break;
    case Operation.Shl:
    case Operation.Shr:
    case Operation.Sar:
      shift.shift(record, operation);
      break;
    case Operation.Shld:
    case Operation.Shrd:
      shift.shiftDouble(record, operation == Operation.Shld);
      break;
    case Operation.Bt:
    case Operation.Bts:
    case Operation.Btr:
    case Operation.Btc:
      bits.bitTest(record, operation);
      break;
    case Operation.Bsf:
    case Operation.Bsr:
      bits.bitScan(record, operation == Operation.Bsf);
      break;
    case Operation.Popcnt:
      bits.populationCount(record);
      break;
    case Operation.Lzcnt:
    case Operation.Tzcnt:
      bits.countZeros(record, operation == Operation.Lzcnt);
      break;
    case Operation.Xadd:
      arithmetic.exchangeAdd(record);
      break;
    case Operation.Cmpxchg:
      move.compareExchange(record);
      break;
    case Operation.Cmpxchg8b:
    case Operation.Cmpxchg16b:
      move.compareExchangePair(record, operation);
      break;
    case Operation.Crc32:
      bits.crc32(record);
      break;
    case Operation.Andn:
      bits.andNot(record);
      break;
    case Operation.Bextr:
      bits.extractField(record);
      break;
    case Operation.Blsi:
    case Operation.Blsmsk:
    case Operation.Blsr:
      bits.lowestBit(record, operation);
      break;
    case Operation.Bzhi:
      bits.zeroHigh(record);
      break;
    case Operation.Mulx:
      multiply.multiplyNoFlags(record);
      break;
    case Operation.Pdep:
      bits.deposit(record);
      break;
    case Operation.Pext:
      bits.extract(record);
      break;
    case Operation.Rorx:
    case Operation.Sarx:
    case Operation.Shlx:
    case Operation.Shrx:
      shift.shiftPlain(record, operation);
      break;
    case Operation.Adcx:
      arithmetic.addThrough(record, CF);
      break;
    case Operation.Adox:
      arithmetic.addThrough(record, OF);
      break;
    default:
      notModelled(operation);
  }
}
