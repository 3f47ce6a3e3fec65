// What is wrong with a schedule's text. Plain exports: it is part of the first view,
// and each byte here is one of the first visit. What is quoted comes with its quotation marks.

export const noItem = "an item is EVENT@WHEN, such as nmi@17 or pf@label+0x4";
export const addressTooLarge = (quoted: string): string => `${quoted} has more than 64 bits`;
export const noPlace = (quoted: string): string => `${quoted} is neither a label nor an address`;
export const noDistance = (quoted: string): string => `after the label, ${quoted} is not a distance such as +0x4`;
export const distanceTooLarge = (quoted: string): string => `the distance ${quoted} has more than 64 bits`;
export const eventMissing = "there is no event before the @";
export const notAnEvent = (quoted: string): string => `${quoted} is not an event`;
export const nothingInBrackets = (event: string): string => `${event} takes nothing in brackets`;
export const wantsVector = (first: number): string =>
  `irq wants a vector from ${first} to 255 in brackets, such as irq(32)`;
export const unknownEvent = (quoted: string): string => `${quoted} is no event: nmi, pf, db, bp, mc, gp and irq are`;
export const whenMissing = "there is no step or place after the @";
export const stepTooLarge = (quoted: string): string => `step ${quoted} is beyond what can be counted`;
export const neitherStepNorPlace = (quoted: string): string =>
  `${quoted}: a step is a decimal number, a place begins with a label`;
export const badOccurrence = "after # comes which time, counted from 1, such as #2";
