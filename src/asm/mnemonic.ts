// What stands before the operands: prefixes, hints in braces, the mnemonic with
// its hints behind.

import { isMnemonic, type EncodeHints } from "../isa/index.ts";
import { type Cursor, isNamePart } from "./cursor.ts";

export const PREFIX_BYTES: Readonly<Record<string, number>> = {
  lock: 0xf0,
  rep: 0xf3,
  repe: 0xf3,
  repz: 0xf3,
  repne: 0xf2,
  repnz: 0xf2,
  bnd: 0xf2,
  notrack: 0x3e,
  xacquire: 0xf2,
  xrelease: 0xf3,
  cs: 0x2e,
  ds: 0x3e,
  fs: 0x64,
  gs: 0x65,
  data16: 0x66,
  word: 0x66,
  addr32: 0x67,
  ht: 0x3e,
  hnt: 0x2e,
};

export const NOT_64_BIT_PREFIXES = new Set(["es", "ss", "addr16", "aword", "data32", "dword"]);

/** GNU as's older names: rex64xyz, where x, y, z are the bits R, X, B. */
const OLD_REX_PREFIX = /^rex(64)?(x?)(y?)(z?)$/;

function oldRexBits([, wide = "", x = "", y = "", z = ""]: RegExpExecArray): number {
  return (wide === "" ? 0 : 8) | (x === "" ? 0 : 4) | (y === "" ? 0 : 2) | (z === "" ? 0 : 1);
}

const REX_PREFIX = /^rex(?:\.(w?r?x?b?))?$/;

export interface MutableHints {
  prefixes: number[];
  rex: number | undefined;
  wantsRex: boolean;
  displacement: 8 | 32 | undefined;
  direction: EncodeHints["direction"];
  vex3: boolean;
  /** {vex}, {vex2} or {vex3} was written. */
  vex: boolean;
}

export function rexBits(word: string): number | undefined {
  const old = OLD_REX_PREFIX.exec(word);
  if (old !== null) return oldRexBits(old);
  const match = REX_PREFIX.exec(word);
  if (match === null) return undefined;
  const letters = match[1] ?? "";
  return (
    (letters.includes("w") ? 8 : 0) |
    (letters.includes("r") ? 4 : 0) |
    (letters.includes("x") ? 2 : 0) |
    (letters.includes("b") ? 1 : 0)
  );
}

/** {disp32} and its kin; false: not known. */
export function takeHint(hints: MutableHints, word: string): boolean {
  switch (word.toLowerCase()) {
    case "disp8":
      hints.displacement = 8;
      return true;
    case "disp32":
      hints.displacement = 32;
      return true;
    case "load":
      hints.direction = "load";
      return true;
    case "store":
      hints.direction = "store";
      return true;
    case "vex3":
      hints.vex3 = hints.vex = true;
      return true;
    case "rex":
      hints.wantsRex = true;
      return true;
    case "vex":
    case "vex2":
      hints.vex = true;
      return true;
    case "nooptimize":
      return true;
    default:
      return false;
  }
}

const BRANCH = /^j/;

/** The mnemonic without `,pt`, `.s` and the like, which it turns into hints. */
export function readMnemonic(cursor: Cursor, hints: MutableHints): { word: string; from: number; to: number } {
  const from = cursor.at;
  while (isNamePart(cursor.peek)) cursor.at++;
  let word = cursor.text.slice(from, cursor.at);
  const to = cursor.at;
  const dot = /\.(s|d8|d32)$/.exec(word);
  if (dot !== null && !isMnemonic(word) && rexBits(word) === undefined) {
    word = word.slice(0, dot.index);
    if (dot[1] === "s") hints.direction = "swap";
    else hints.displacement = dot[1] === "d8" ? 8 : 32;
  }
  const hint = /^,(pt|pn)(?![A-Za-z0-9_])/.exec(cursor.rest());
  if (hint !== null && BRANCH.test(word)) {
    cursor.at += hint[0].length;
    hints.prefixes.push(hint[1] === "pt" ? 0x3e : 0x2e);
  }
  return { word: word.toLowerCase(), from, to };
}

/** GNU as knows them from 2.41 on: refused where all is that 2.40 refuses. */
export const NEWER_THAN_GNU_AS: ReadonlySet<string> = new Set(["erets", "eretu", "lkgs"]);

/** Words that are prefixes here: also instructions only if nothing else follows. */
export function isPrefix(word: string): boolean {
  return PREFIX_BYTES[word] !== undefined || rexBits(word) !== undefined;
}
