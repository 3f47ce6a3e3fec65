// Dispatch of control flow, strings, flags, and what only a kernel does.

import { Operation } from "../isa/vocabulary";
import { Block } from "./block";
import { eretSupervisor, eretUser } from "./events/fred";
import { iret } from "./events/iret";
import { notModelled, undefinedOpcode } from "./fault";
import { setRflags } from "./flags";
import { widthOf } from "./operands";
import * as control from "./semantics/control";
import * as far from "./semantics/far";
import * as msr from "./semantics/msr";
import * as segment from "./semantics/segment";
import * as software from "./semantics/software-interrupt";
import * as stack from "./semantics/stack";
import { stringOperation } from "./semantics/string";
import { sysenter, sysexit } from "./semantics/sysenter";
import * as system from "./semantics/system";
import { CF, DF, rflags } from "./state";

/** Control flow, strings and single flags. */
export function executeFlow(record: usize, operation: i32): void {
  switch (operation) {
    case Operation.Jmp:
      control.jump(record);
      break;
    case Operation.Jcc:
      control.jumpIf(record);
      break;
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
    case Operation.Call:
      control.call(record);
      break;
    case Operation.Ret:
      control.ret(record);
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
    case Operation.Sysenter:
      sysenter();
      break;
    case Operation.Sysexit:
      sysexit(widthOf(record));
      break;
    case Operation.Movs:
    case Operation.Cmps:
    case Operation.Stos:
    case Operation.Lods:
    case Operation.Scas:
      stringOperation(record, operation);
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
      notModelled(operation);
  }
}

/** Privilege, segments, MSRs, control registers. */
export function executeSegment(record: usize, operation: i32): void {
  switch (operation) {
    case Operation.Hlt:
      system.halt();
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
    case Operation.Rdmsr:
      msr.readMsr();
      break;
    case Operation.Wrmsr:
      msr.writeMsr();
      break;
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
    case Operation.LoadFarPointer:
      segment.loadFarPointer(record);
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
    case Operation.Sldt:
      segment.storeSystemSelector(record, Block.Ldtr);
      break;
    case Operation.Ltr:
      segment.loadSystemSegment(record, true);
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
    default:
      notModelled(operation);
  }
}

/** The rest. */
export function executeSystem(record: usize, operation: i32): void {
  switch (operation) {
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
    case Operation.Lfence:
    case Operation.Mfence:
    case Operation.Sfence:
    case Operation.Pause:
    case Operation.Nop:
    case Operation.Endbr:
    case Operation.Prefetch:
      break;
    case Operation.Clflush:
      system.touchLine(record);
      break;
    case Operation.Erets:
      eretSupervisor();
      break;
    case Operation.Eretu:
      eretUser();
      break;
    case Operation.Lkgs:
      segment.loadKernelGs(record);
      break;
    case Operation.Ud:
      undefinedOpcode();
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
