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
import { PHASE_TEXTS } from "../texts/phases.ts";

export function phasesOf(run: Run): LookAnswer {
  const { lastStep, timeline } = { lastStep: run.timeline.lastStep, timeline: run.timeline };
  if (lastStep === undefined) return { kind: "refused", why: PHASE_TEXTS.noStep };
  if (lastStep.frame !== undefined && lastStep.vector !== undefined)
    return {
      kind: "phases",
      title: PHASE_TEXTS.delivery(vectorName(lastStep.vector)),
      phases: deliveryPhases(run, lastStep),
    };
  const instruction = run.program.instructionAt(lastStep.ripBefore);
  if (lastStep.kind === "instruction" && instruction?.operation === Operation.Iret)
    return {
      kind: "phases",
      title: run.program.textAt(lastStep.ripBefore) ?? PHASE_TEXTS.iret,
      phases: iretPhases(run, lastStep, timeline.registersBefore(), instruction.width),
    };
  return { kind: "refused", why: PHASE_TEXTS.neither };
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
    phases.push(reads(PHASE_TEXTS.cr2Written, PHASE_TEXTS.cr2(valueWords(now.cr2, run.meaning.pointer(now.cr2))), []));
  for (const failed of step.attempted)
    phases.push(reads(PHASE_TEXTS.notDelivered(vectorName(failed)), step.reason ?? PHASE_TEXTS.deliveryFaulted, []));
  phases.push(
    reads(
      PHASE_TEXTS.gateRead,
      PHASE_TEXTS.gate(
        { vector, at: hex(gate), ist: (low >> 32n) & 7n, isTrap },
        run.program.naming.place(now.rip),
        hex((low >> 16n) & 0xffffn),
      ),
      [gate, gate + 8n],
    ),
    stackPhase(run, step, before),
  );
  if (frame !== undefined && frame.gapBytes > 0)
    phases.push(reads(PHASE_TEXTS.aligned, PHASE_TEXTS.skipped(frame.gapBytes), []));
  if (frame !== undefined) phases.push(...pushPhases(run, step, frame.address));
  phases.push(reads(PHASE_TEXTS.flagsMasked, maskWords(before, now, isTrap), []));
  phases.push(
    reads(
      PHASE_TEXTS.handlerLoaded,
      PHASE_TEXTS.handler(
        valueWords(now.cs, selectorName(now.cs)),
        run.program.naming.place(now.rip),
        run.meaning.place(now.rsp),
      ),
      [],
    ),
  );
  if (vector === 2 && step.nmi.blocked) phases.push(reads(PHASE_TEXTS.nmisBlocked, PHASE_TEXTS.untilIret, []));
  return phases;
}

function stackPhase(run: Run, step: Step, before: Registers): Phase {
  const ist = step.frame?.ist ?? 0;
  if (ist > 0) {
    const field = TSS + 0x1cn + 8n * BigInt(ist);
    const top = readQuad(run.timeline.machine, field) ?? 0n;
    return reads(
      PHASE_TEXTS.istChosen(ist),
      PHASE_TEXTS.istLoaded(run.meaning.place(top), run.meaning.place(before.rsp)),
      [field & ~7n],
    );
  }
  const changes = (before.cs & 3n) !== (run.timeline.machine.registers().cs & 3n);
  if (changes) return reads(PHASE_TEXTS.rsp0Chosen, PHASE_TEXTS.rsp0Loaded, [(TSS + 4n) & ~7n]);
  return reads(PHASE_TEXTS.stackKept, PHASE_TEXTS.belowRsp(run.meaning.place(before.rsp)), []);
}

function pushPhases(run: Run, step: Step, rip: bigint): readonly Phase[] {
  const { machine, tracker, position } = run.timeline;
  const phases = ROLES.map((role, index): Phase => {
    const address = rip + BigInt(8 * (ROLES.length - 1 - index));
    const value = readQuad(machine, address) ?? 0n;
    const write = tracker.writes.lastBefore(address, position);
    const old = write >= 0 ? tracker.writes.valueBefore(write) : value;
    const shown = valueWords(value, run.meaning.word(role, value, address));
    return {
      title: PHASE_TEXTS.pushed(role),
      text: PHASE_TEXTS.pushedOver(run.meaning.place(address), shown, old === value ? undefined : hex(old)),
      touches: [address],
      writes: true,
    };
  });
  if (step.errorCode === undefined) return phases;
  const address = rip - 8n;
  return [
    ...phases,
    {
      title: PHASE_TEXTS.errorCodePushed,
      text: PHASE_TEXTS.errorCode(run.meaning.place(address), hex(step.errorCode)),
      touches: [address],
      writes: true,
    },
  ];
}

function maskWords(before: Registers, now: Registers, isTrap: boolean): string {
  return PHASE_TEXTS.mask(isTrap, flagNames(before.rflags & ~now.rflags & IF_TF_NT_RF));
}

function iretPhases(run: Run, step: Step, before: Registers, width: number): readonly Phase[] {
  const size = BigInt(width);
  const phases: Phase[] = [
    reads(PHASE_TEXTS.nmisUnblocked, step.unblockedNmi ? PHASE_TEXTS.unblocked : PHASE_TEXTS.wasNotBlocked, []),
  ];
  for (const [index, role] of ROLES.toReversed().entries()) {
    const address = before.rsp + BigInt(index) * size;
    const value = popped(run, address, width);
    phases.push(
      reads(
        PHASE_TEXTS.popped(role),
        PHASE_TEXTS.poppedFrom(
          run.meaning.place(address),
          value === undefined ? undefined : valueWords(value, run.meaning.word(role, value, address)),
        ),
        [address & ~7n],
      ),
    );
  }
  const now = run.timeline.machine.registers();
  phases.push(
    reads(PHASE_TEXTS.checks, PHASE_TEXTS.checked(hex(now.cs), hex(now.ss), before.cs & 3n, now.cs & 3n), []),
    reads(
      PHASE_TEXTS.registersLoaded,
      PHASE_TEXTS.registers(run.program.naming.place(now.rip), run.meaning.place(now.rsp), flagNames(now.rflags)),
      [],
    ),
  );
  if (step.nmi.pending && !step.nmi.blocked) phases.push(reads(PHASE_TEXTS.nmiPending, PHASE_TEXTS.taken, []));
  return phases;
}

function popped(run: Run, address: bigint, width: number): bigint | undefined {
  const bytes = run.timeline.machine.read(address, width);
  return bytes?.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function reads(title: string, text: string, touches: readonly bigint[]): Phase {
  return { title, text, touches, writes: false };
}
