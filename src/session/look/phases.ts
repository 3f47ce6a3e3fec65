// A delivery or a return, taken apart into the parts that the processor goes
// through. One step all the same: no event can come between them. Told from what
// the step reports and the tables hold; nothing is executed here.

import { Operation } from "../../isa/vocabulary.ts";
import { IDT, TSS } from "../../machine/layout.ts";
import type { Registers, Step } from "../../machine/types.ts";
import { vectorName } from "../history/contexts.ts";
import { flagNames, selectorName } from "../meaning.ts";
import type { Run } from "../run.ts";
import { hex, valueWords } from "../texts/words.ts";
import type { LookAnswer, Phase } from "../views/look.ts";
import { readQuad } from "./read.ts";

export function phasesOf(run: Run): LookAnswer {
  const { lastStep, timeline } = { lastStep: run.timeline.lastStep, timeline: run.timeline };
  if (lastStep === undefined) return { kind: "refused", why: "No step has been taken yet." };
  if (lastStep.frame !== undefined && lastStep.vector !== undefined)
    return {
      kind: "phases",
      title: `Delivery of ${vectorName(lastStep.vector)}`,
      phases: deliveryPhases(run, lastStep),
    };
  const instruction = run.program.instructionAt(lastStep.ripBefore);
  if (lastStep.kind === "instruction" && instruction?.operation === Operation.Iret)
    return {
      kind: "phases",
      title: run.program.textAt(lastStep.ripBefore) ?? "IRET",
      phases: iretPhases(run, lastStep, timeline.registersBefore(), instruction.width),
    };
  return { kind: "refused", why: "Only a delivery or an IRET has phases: this step is neither." };
}

const ROLES = ["SS", "RSP", "RFLAGS", "CS", "RIP"] as const;
const IF_TF_NT_RF = 0x200n | 0x100n | 0x4000n | 0x10000n;

function deliveryPhases(run: Run, step: Step): readonly Phase[] {
  const { machine } = run.timeline;
  const vector = step.vector ?? 0;
  const frame = step.frame;
  const now = machine.registers();
  const before = run.timeline.registersBefore();
  const gate = IDT + BigInt(vector) * 16n;
  const low = readQuad(machine, gate) ?? 0n;
  const isTrap = ((low >> 40n) & 0xfn) === 15n;
  const phases: Phase[] = [];
  if (vector === 14)
    phases.push(
      reads(
        "CR2 written",
        `CR2 = ${valueWords(now.cr2, run.meaning.pointer(now.cr2))}, before anything is pushed.`,
        [],
      ),
    );
  for (const failed of step.attempted)
    phases.push(reads(`${vectorName(failed)} could not be delivered`, step.reason ?? "Its own delivery faulted.", []));
  phases.push(
    reads(
      "Gate read",
      `Gate ${vector} at ${hex(gate)} names ${run.program.naming.place(now.rip)}, selector ${hex((low >> 16n) & 0xffffn)}, ` +
        `IST ${(low >> 32n) & 7n}, ${isTrap ? "a trap gate: IF stays" : "an interrupt gate: IF is cleared"}.`,
      [gate, gate + 8n],
    ),
    stackPhase(run, step, before),
  );
  if (frame !== undefined && frame.gapBytes > 0)
    phases.push(reads("RSP aligned to 16", `${frame.gapBytes} bytes are skipped (SDM 3A, 6.14.2).`, []));
  if (frame !== undefined) phases.push(...pushPhases(run, step, frame.address));
  phases.push(reads("RFLAGS masked", maskWords(before, now, isTrap), []));
  phases.push(
    reads(
      "CS and RIP loaded",
      `CS = ${valueWords(now.cs, selectorName(now.cs))}, RIP = ${run.program.naming.place(now.rip)}, RSP = ${run.meaning.place(now.rsp)}.`,
      [],
    ),
  );
  if (vector === 2 && step.nmi.blocked)
    phases.push(reads("NMIs blocked", "Until the next IRET, whoever executes it (SDM 3A, 6.7.1).", []));
  return phases;
}

function stackPhase(run: Run, step: Step, before: Registers): Phase {
  const ist = step.frame?.ist ?? 0;
  if (ist > 0) {
    const field = TSS + 0x1cn + 8n * BigInt(ist);
    const top = readQuad(run.timeline.machine, field) ?? 0n;
    return reads(
      `IST${ist} chosen`,
      `RSP is loaded with ${run.meaning.place(top)}, whatever it was: ${run.meaning.place(before.rsp)} before.`,
      [field & ~7n],
    );
  }
  const changes = (before.cs & 3n) !== (run.timeline.machine.registers().cs & 3n);
  if (changes)
    return reads("RSP0 chosen", "The privilege changes: RSP comes from RSP0 of the TSS.", [(TSS + 4n) & ~7n]);
  return reads(
    "Stack kept",
    `No IST and the same privilege: the frame goes below RSP, ${run.meaning.place(before.rsp)}.`,
    [],
  );
}

function pushPhases(run: Run, step: Step, rip: bigint): readonly Phase[] {
  const { machine, tracker, position } = run.timeline;
  const phases = ROLES.map((role, index): Phase => {
    const address = rip + BigInt(8 * (ROLES.length - 1 - index));
    const value = readQuad(machine, address) ?? 0n;
    const write = tracker.writes.lastBefore(address, position);
    const old = write >= 0 ? tracker.writes.valueBefore(write) : value;
    const over = old === value ? "" : `, over ${hex(old)}`;
    return {
      title: `${role} pushed`,
      text: `${run.meaning.place(address)} = ${valueWords(value, run.meaning.word(role, value, address))}${over}.`,
      touches: [address],
      writes: true,
    };
  });
  if (step.errorCode === undefined) return phases;
  const address = rip - 8n;
  return [
    ...phases,
    {
      title: "Error code pushed",
      text: `${run.meaning.place(address)} = ${hex(step.errorCode)}. IRET does not take it off: the handler must.`,
      touches: [address],
      writes: true,
    },
  ];
}

function maskWords(before: Registers, now: Registers, isTrap: boolean): string {
  const cleared = flagNames(before.rflags & ~now.rflags & IF_TF_NT_RF);
  const rule = isTrap ? "TF, NT, RF and VM are cleared" : "IF, TF, NT, RF and VM are cleared";
  return `${rule}: ${cleared === "" ? "none of them was set" : `${cleared} ${cleared.includes(" ") ? "were" : "was"} set`}.`;
}

function iretPhases(run: Run, step: Step, before: Registers, width: number): readonly Phase[] {
  const size = BigInt(width);
  const phases: Phase[] = [
    reads(
      "NMIs unblocked",
      step.unblockedNmi
        ? "Blocking ends before a single word is read, and stays ended even if the IRET faults (SDM 3A, 6.7.1)."
        : "NMIs were not blocked: nothing changes.",
      [],
    ),
  ];
  for (const [index, role] of ROLES.toReversed().entries()) {
    const address = before.rsp + BigInt(index) * size;
    const value = popped(run, address, width);
    phases.push(
      reads(
        `${role} popped`,
        `${run.meaning.place(address)} = ${value === undefined ? "unmapped" : valueWords(value, run.meaning.word(role, value, address))}.`,
        [address & ~7n],
      ),
    );
  }
  const now = run.timeline.machine.registers();
  phases.push(
    reads("Checks", checkWords(before, now), []),
    reads(
      "Registers loaded",
      `RIP = ${run.program.naming.place(now.rip)}, RSP = ${run.meaning.place(now.rsp)}, RFLAGS = ${flagNames(now.rflags) || "none set"}.`,
      [],
    ),
  );
  if (step.nmi.pending && !step.nmi.blocked)
    phases.push(reads("An NMI is pending", "It is taken at the boundary that this step ends with.", []));
  return phases;
}

function popped(run: Run, address: bigint, width: number): bigint | undefined {
  const bytes = run.timeline.machine.read(address, width);
  return bytes?.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function checkWords(before: Registers, now: Registers): string {
  const level =
    (now.cs & 3n) === (before.cs & 3n)
      ? `CPL stays ${now.cs & 3n}`
      : `CPL goes from ${before.cs & 3n} to ${now.cs & 3n}`;
  return `RIP is canonical, CS ${hex(now.cs)} is a present 64-bit code segment, SS ${hex(now.ss)} fits it; ${level}.`;
}

function reads(title: string, text: string, touches: readonly bigint[]): Phase {
  return { title, text, touches, writes: false };
}
