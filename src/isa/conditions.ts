// The sixteen condition codes in the order of their numbers, as objdump spells them.

export const CONDITIONS = [
  "o",
  "no",
  "b",
  "ae",
  "e",
  "ne",
  "be",
  "a",
  "s",
  "ns",
  "p",
  "np",
  "l",
  "ge",
  "le",
  "g",
] as const;

/** Other spellings that assemblers take. */
export const CONDITION_ALIASES: readonly (readonly [alias: string, name: (typeof CONDITIONS)[number]])[] = [
  ["c", "b"],
  ["nae", "b"],
  ["nb", "ae"],
  ["nc", "ae"],
  ["z", "e"],
  ["nz", "ne"],
  ["na", "be"],
  ["nbe", "a"],
  ["pe", "p"],
  ["po", "np"],
  ["nge", "l"],
  ["nl", "ge"],
  ["ng", "le"],
  ["nle", "g"],
];

/** What each condition asks, in words and in flags. */
export const CONDITION_MEANINGS: readonly string[] = [
  "on overflow (OF=1)",
  "on no overflow (OF=0)",
  "if below, unsigned, or on carry (CF=1)",
  "if above or equal, unsigned, or on no carry (CF=0)",
  "if equal, or zero (ZF=1)",
  "if not equal, or not zero (ZF=0)",
  "if below or equal, unsigned (CF=1 or ZF=1)",
  "if above, unsigned (CF=0 and ZF=0)",
  "if negative (SF=1)",
  "if not negative (SF=0)",
  "on even parity (PF=1)",
  "on odd parity (PF=0)",
  "if less, signed (SF differs from OF)",
  "if greater or equal, signed (SF equals OF)",
  "if less or equal, signed (ZF=1, or SF differs from OF)",
  "if greater, signed (ZF=0 and SF equals OF)",
];
