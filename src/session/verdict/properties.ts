// Which properties are judged of a program, and which of them a run breaks.

import { GENERAL_PROPERTIES, PROPERTIES, type Property } from "../../machine/types.ts";
import type { Program } from "../program.ts";
import type { PropertyView, ViolationView } from "../views.ts";
import { MEANINGS } from "../texts/violations.ts";

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
