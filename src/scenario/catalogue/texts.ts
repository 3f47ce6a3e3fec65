// The programs of the catalogue. Apart from the descriptors, as a page that lists
// handlers needs none of them.

import naive from "./naive.S?raw";
import desnoyers2010 from "./desnoyers-2010.S?raw";
import desnoyers2010Step1 from "./desnoyers-2010-step-1.S?raw";
import desnoyers2010Step2 from "./desnoyers-2010-step-2.S?raw";
import desnoyers2010Step3 from "./desnoyers-2010-step-3.S?raw";
import desnoyers2010Step4 from "./desnoyers-2010-step-4.S?raw";
import desnoyers2010Step5 from "./desnoyers-2010-step-5.S?raw";
import desnoyers2010Repaired from "./desnoyers-2010-repaired.S?raw";
import desnoyers2010NoIret from "./linux/desnoyers-2010-no-iret.S?raw";
import torvalds2010 from "./linux/torvalds-2010.S?raw";
import rostedt33 from "./linux/rostedt-3.3.S?raw";
import rostedt34 from "./linux/rostedt-3.4.S?raw";
import rostedt35 from "./linux/rostedt-3.5.S?raw";
import rostedt37 from "./linux/rostedt-3.7.S?raw";
import threeStateLatch from "./linux/three-state-latch.S?raw";
import lutomirski42 from "./linux/lutomirski-4.2.S?raw";
import fred from "./linux/fred.S?raw";
import mainline from "./linux/mainline.S?raw";
import returnByRet from "./lessons/return-by-ret.S?raw";
import forbidFaults from "./lessons/forbid-faults.S?raw";
import leaveTheIst from "./lessons/leave-the-ist.S?raw";
import * as leftOut from "./lessons/left-out.ts";
import * as parts from "./lessons/parts.ts";
import * as played from "./lessons/played.ts";
import * as returns from "./lessons/returns.ts";

const TEXTS: ReadonlyMap<string, string> = new Map([
  ["naive", naive],
  ["desnoyers-2010", desnoyers2010],
  ["desnoyers-2010-step-1", desnoyers2010Step1],
  ["desnoyers-2010-step-2", desnoyers2010Step2],
  ["desnoyers-2010-step-3", desnoyers2010Step3],
  ["desnoyers-2010-step-4", desnoyers2010Step4],
  ["desnoyers-2010-step-5", desnoyers2010Step5],
  ["desnoyers-2010-repaired", desnoyers2010Repaired],
  ["desnoyers-2010-no-iret", desnoyers2010NoIret],
  ["torvalds-2010", torvalds2010],
  ["rostedt-3.3", rostedt33],
  ["rostedt-3.4", rostedt34],
  ["rostedt-3.5", rostedt35],
  ["rostedt-3.7", rostedt37],
  ["rostedt-3.7-without-cr2", leftOut.rostedt37WithoutCr2],
  ["three-state-latch", threeStateLatch],
  ["lutomirski-4.2", lutomirski42],
  ["mainline", mainline],
  ["fred", fred],
  ["espfix-return", parts.espfixReturn],
  ["espfix-return-mended", parts.espfixReturnMended],
  ["bad-return", parts.badReturn],
  ["bad-return-mended", parts.badReturnMended],
  ["debug-on-ist", parts.debugOnIst],
  ["debug-on-ist-mended", parts.debugOnIstMended],
  ["missing-cld", parts.missingCld],
  ["missing-cld-mended", parts.missingCldMended],
  ["cr2-too-late", parts.cr2TooLate],
  ["gs-by-cs", parts.gsByCs],
  ["return-by-ret", returnByRet],
  ["oops-leaves-flag", parts.oopsLeavesFlag],
  ["oops-clears-flag", parts.oopsClearsFlag],
  ["copy-overlaps", parts.copyOverlaps],
  ["unmask-at-once", leftOut.unmaskAtOnce],
  ["torn-frame", leftOut.tornFrame],
  ["torn-frame-unmasked", leftOut.tornFrameUnmasked],
  ["jump-back", returns.jumpBack],
  ["breakpoint-again", returns.breakpointAgain],
  ["breakpoint-once", returns.breakpointOnce],
  ["irq-before-ret", returns.irqBeforeRet],
  ["guest-cr2", played.guestCr2],
  ["guest-cr2-mended", played.guestCr2Mended],
  ["pushing-macro", played.pushingMacro],
  ["entry-called", played.entryCalled],
  ["entry-called-mended", played.entryCalledMended],
  ["cr3-by-cs", played.cr3ByCs],
  ["cr3-as-found", played.cr3AsFound],
  ["run-for-nothing", played.runForNothing],
  ["forbid-faults", forbidFaults],
  ["leave-the-ist", leaveTheIst],
]);

/** Of a name in the catalogue. */
export function textOf(name: string): string | undefined {
  return TEXTS.get(name);
}
