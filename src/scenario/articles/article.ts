// An article about one or more handlers of the catalogue: plain text in parts, no
// markup. Knows no page and no machine.

/** A word or a range on the NMI stack, T being its top: "T-40..T-8". */
export interface LayoutRow {
  readonly place: string;
  readonly holds: string;
}

export interface Article {
  /** Handlers of the catalogue that it is about; the first is the one to open. */
  readonly entries: readonly string[];
  readonly title: string;
  /** Paragraphs. Where they say "it is said" or "as far as is known", the source has not been seen. */
  readonly history: readonly string[];
  readonly idea: readonly string[];
  /** From the top of the stack down; empty where the place is not the point. */
  readonly layout: readonly LayoutRow[];
  readonly weaknesses: readonly string[];
  /** Rows of the hazard table that it speaks of; their scenarios are what to link to. */
  readonly hazards: readonly number[];
  /** As one would cite them. */
  readonly sources: readonly string[];
}
