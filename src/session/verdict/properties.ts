// The properties in one sentence each, and which of them a run breaks.

import { GENERAL_PROPERTIES, PROPERTIES, type Property } from "../../machine/types.ts";
import type { Program } from "../program.ts";
import type { PropertyView, ViolationView } from "../views.ts";

export const MEANINGS: Readonly<Record<Property, string>> = {
  "resume-exact":
    "Every interrupted context is resumed with the very registers, flags, stack pointer, segments and GS bases it had.",
  "every-nmi-served": "After every accepted NMI a run of the regular NMI code starts.",
  "no-reentry": "The regular NMI code is never started while an earlier run of it is unfinished.",
  progress: "The workload is reached again: no livelock.",
  "no-crash": "No panic vector, no #DF, no triple fault, no unexpected exception.",
  "cr2-preserved": "An interrupted page-fault handler reads its own CR2.",
  "idle-clean": "Back in the workload, NMIs are not blocked and the per-CPU flags have their initial values.",
  "stack-bounds": "Nothing is written outside the regions it belongs to; RSP stays inside its stack.",
  assertion: "What the handler's file asserts at a label is true whenever the instruction there is about to execute.",
};

/** The properties that are judged of a program, in their usual order. */
export function judgedProperties({ image }: Program): readonly Property[] {
  return (image.assertions?.length ?? 0) > 0 ? PROPERTIES : GENERAL_PROPERTIES;
}

export function propertyViews(program: Program, violations: readonly ViolationView[]): readonly PropertyView[] {
  return judgedProperties(program).map((property) => {
    const first = violations.find((violation) => violation.property === property);
    return { property, meaning: MEANINGS[property], brokenAt: first === undefined ? undefined : first.step + 1 };
  });
}
