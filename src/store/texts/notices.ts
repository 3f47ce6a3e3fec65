// Notices of what a first view loads. Plain exports: each byte here is one of the first visit.

export const NOT_ASSEMBLING = "the source does not assemble: repair it, or undo the edit";

export const NOTHING_KEPT = "Nothing is kept here.";
