// From a decoded record to its meaning. One switch; the families live in
// semantics/. What is not here stops the machine by name.

import { Operation } from "../isa/vocabulary";
import { Block } from "./block";
import { iret } from "./events/iret";
import { notModelled, undefinedOpcode } from "./fault";
import { setRflags } from "./flags";
import { operationOf, widthOf } from "./operands";
import * as arithmetic from "./semantics/arithmetic";
import * as bits from "./semantics/bits";
import * as control from "./semantics/control";
import * as move from "./semantics/data-move";
import * as far from "./semantics/far";
import * as multiply from "./semantics/multiply";
import * as segment from "./semantics/segment";
import * as shift from "./semantics/shift";
import * as software from "./semantics/software-interrupt";
import * as stack from "./semantics/stack";
import { stringOperation } from "./semantics/string";
import * as system from "./semantics/system";
import { CF, DF, OF, rflags } from "./state";

export function execute(record: usize): void {
  const operation = operationOf(record);
  switch (operation) {
    case Operation.Mov:
    case Operation.Movnti:
    case Operation.Movzx:
      move.move(record);
      break;
    case Operation.Add:
      arithmetic.add(record, false);
      break;
    case Operation.Adc:
      arithmetic.add(record, true);
      break;
    case Operation.Sub:
      arithmetic.subtract(record, false);
      break;
    case Operation.Sbb:
      arithmetic.subtract(record, true);
      break;
    case Operation.Cmp:
      arithmetic.compare(record);
      break;
    case Operation.And:
    case Operation.Or:
    case Operation.Xor:
      arithmetic.logic(record, operation);
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
    case Operation.Lea:
      move.loadAddress(record);
      break;
    case Operation.Push:
      stack.push(record);
      break;
    case Operation.Pop:
      stack.pop(record);
      break;
    case Operation.Jcc:
      control.jumpIf(record);
      break;
    case Operation.Jmp:
      control.jump(record);
      break;
    case Operation.Call:
      control.call(record);
      break;
    case Operation.Ret:
      control.ret(record);
      break;
    case Operation.Nop:
    case Operation.Endbr:
    case Operation.Pause:
    case Operation.Prefetch:
    case Operation.Lfence:
    case Operation.Mfence:
    case Operation.Sfence:
      break;
    default:
      executeArithmetic(record, operation);
  }
}

function executeArithmetic(record: usize, operation: i32): void {
  switch (operation) {
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
    case Operation.Mulx:
      multiply.multiplyNoFlags(record);
      break;
    case Operation.Div:
    case Operation.Idiv:
      multiply.divide(record, operation == Operation.Idiv);
      break;
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
    case Operation.Rorx:
    case Operation.Sarx:
    case Operation.Shlx:
    case Operation.Shrx:
      shift.shiftPlain(record, operation);
      break;
    case Operation.Xadd:
      arithmetic.exchangeAdd(record);
      break;
    case Operation.Adcx:
      arithmetic.addThrough(record, CF);
      break;
    case Operation.Adox:
      arithmetic.addThrough(record, OF);
      break;
    default:
      executeBits(record, operation);
  }
}

function executeBits(record: usize, operation: i32): void {
  switch (operation) {
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
    case Operation.Bswap:
      bits.swapBytes(record);
      break;
    case Operation.Movbe:
      bits.moveSwapped(record);
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
    case Operation.Pdep:
      bits.deposit(record);
      break;
    case Operation.Pext:
      bits.extract(record);
      break;
    default:
      executeMove(record, operation);
  }
}

function executeMove(record: usize, operation: i32): void {
  switch (operation) {
    case Operation.Movsx:
      move.moveSignExtended(record);
      break;
    case Operation.Xchg:
      move.exchange(record);
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
    case Operation.Xlat:
      move.translateByte(record);
      break;
    case Operation.Lahf:
      move.flagsToAh();
      break;
    case Operation.Sahf:
      move.ahToFlags();
      break;
    case Operation.Cmpxchg:
      move.compareExchange(record);
      break;
    case Operation.Cmpxchg8b:
    case Operation.Cmpxchg16b:
      move.compareExchangePair(record, operation);
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
    case Operation.Movs:
    case Operation.Cmps:
    case Operation.Stos:
    case Operation.Lods:
    case Operation.Scas:
      stringOperation(record, operation);
      break;
    default:
      executeFlow(record, operation);
  }
}

function executeFlow(record: usize, operation: i32): void {
  switch (operation) {
    case Operation.Jrcxz:
      control.jumpIfNoCount(record);
      break;
    case Operation.Loop:
      control.loop(record, 0);
      break;
    case Operation.Loope:
      control.loop(record, 1);
      break;
    case Operation.Loopne:
      control.loop(record, 2);
      break;
    case Operation.Iret:
      iret(record);
      break;
    case Operation.Int:
      software.interrupt(record);
      break;
    case Operation.Int3:
      software.breakpoint();
      break;
    case Operation.Int1:
      software.debugTrap();
      break;
    case Operation.Syscall:
      system.syscall();
      break;
    case Operation.Sysret:
      system.sysret(widthOf(record));
      break;
    case Operation.JmpFar:
      far.jumpFar(record);
      break;
    case Operation.CallFar:
      far.callFar(record);
      break;
    case Operation.RetFar:
      far.retFar(record);
      break;
    case Operation.Ud:
    case Operation.Invalid:
      undefinedOpcode();
      break;
    case Operation.Clc:
      setRflags(rflags() & ~CF);
      break;
    case Operation.Stc:
      setRflags(rflags() | CF);
      break;
    case Operation.Cmc:
      setRflags(rflags() ^ CF);
      break;
    case Operation.Cld:
      setRflags(rflags() & ~DF);
      break;
    case Operation.Std:
      setRflags(rflags() | DF);
      break;
    case Operation.Cli:
    case Operation.Sti:
      system.setInterruptFlag(operation == Operation.Sti);
      break;
    case Operation.Clac:
    case Operation.Stac:
      system.setAlignmentFlag(operation == Operation.Stac);
      break;
    default:
      executeSegment(record, operation);
  }
}

function executeSegment(record: usize, operation: i32): void {
  switch (operation) {
    case Operation.MovToSegment:
      segment.moveToSegment(record);
      break;
    case Operation.MovFromSegment:
      segment.moveFromSegment(record);
      break;
    case Operation.PushSegment:
      stack.pushSegment(record);
      break;
    case Operation.PopSegment:
      segment.popSegment(record);
      break;
    case Operation.Lgdt:
      segment.loadTable(record, Block.GdtLimit, Block.GdtBase);
      break;
    case Operation.Lidt:
      segment.loadTable(record, Block.IdtLimit, Block.IdtBase);
      break;
    case Operation.Sgdt:
      segment.storeTable(record, Block.GdtLimit, Block.GdtBase);
      break;
    case Operation.Sidt:
      segment.storeTable(record, Block.IdtLimit, Block.IdtBase);
      break;
    case Operation.Lldt:
      segment.loadSystemSegment(record, false);
      break;
    case Operation.Ltr:
      segment.loadSystemSegment(record, true);
      break;
    case Operation.Sldt:
      segment.storeSystemSelector(record, Block.Ldtr);
      break;
    case Operation.Str:
      segment.storeSystemSelector(record, Block.Tr);
      break;
    case Operation.Lar:
    case Operation.Lsl:
    case Operation.Verr:
    case Operation.Verw:
      segment.askDescriptor(record, operation);
      break;
    case Operation.Swapgs:
      system.swapGs();
      break;
    case Operation.Rdfsbase:
      system.segmentBaseAccess(record, Block.FsBase, false);
      break;
    case Operation.Rdgsbase:
      system.segmentBaseAccess(record, Block.GsBase, false);
      break;
    case Operation.Wrfsbase:
      system.segmentBaseAccess(record, Block.FsBase, true);
      break;
    case Operation.Wrgsbase:
      system.segmentBaseAccess(record, Block.GsBase, true);
      break;
    default:
      executeSystem(record, operation);
  }
}

function executeSystem(record: usize, operation: i32): void {
  switch (operation) {
    case Operation.Hlt:
      system.halt();
      break;
    case Operation.Rdmsr:
      system.readMsr();
      break;
    case Operation.Wrmsr:
      system.writeMsr();
      break;
    case Operation.MovToControl:
      system.moveToControl(record);
      break;
    case Operation.MovFromControl:
      system.moveFromControl(record);
      break;
    case Operation.MovToDebug:
      system.moveToDebug(record);
      break;
    case Operation.MovFromDebug:
      system.moveFromDebug(record);
      break;
    case Operation.Smsw:
      system.storeMachineStatus(record);
      break;
    case Operation.Lmsw:
      system.loadMachineStatus(record);
      break;
    case Operation.Clts:
      system.clearTaskSwitched();
      break;
    case Operation.Invlpg:
      system.invalidatePage(record);
      break;
    case Operation.Invpcid:
      system.invalidateContext(record);
      break;
    case Operation.Wbinvd:
    case Operation.Invd:
      segment.isPrivileged();
      break;
    case Operation.Cpuid:
      system.identify();
      break;
    case Operation.Rdtsc:
      system.timestamp(false);
      break;
    case Operation.Rdtscp:
      system.timestamp(true);
      break;
    case Operation.Rdpid:
      system.rdpid(record);
      break;
    case Operation.Clflush:
      system.touchLine(record);
      break;
    case Operation.IdealisedPushControl:
      if (segment.isPrivileged()) stack.pushValue(system.idealisedValue(record), 8);
      break;
    case Operation.IdealisedMovToControl:
      system.idealisedMove(record);
      break;
    default:
      notModelled(operation);
  }
}
