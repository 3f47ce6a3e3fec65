// Types of C as expressions name them: (unsigned long *), {int}, (u8). Only their
// size and sign matter.

import { CommandError } from "./command.ts";
import { EXPRESSION_TEXTS } from "../texts/console-looks.ts";

interface CType {
  readonly sizeBytes: number;
  readonly isSigned: boolean;
}

const WORD =
  "(?:const|volatile|unsigned|signed|char|byte|bool|short|int|long|void|size_t|_*[us](?:8|16|32|64)|u?int(?:8|16|32|64)_t)";
/** A type in parentheses, with stars or without. */
export const CAST = String.raw`\(\s*${WORD}(?:\s+${WORD})*\s*\**\s*\)`;
const BYTES: Readonly<Record<string, number>> = { char: 1, byte: 1, bool: 1, short: 2, int: 4, long: 8, size_t: 8 };

/** "unsigned long", "u32", "void *": by the words alone. */
export function readType(text: string): CType {
  if (text.includes("*")) return { sizeBytes: 8, isSigned: false };
  const words = text.trim().split(/\s+/);
  const isSigned = !words.some((word) => /^(?:unsigned|byte|bool|size_t|_*u(?:8|16|32|64|int\d+_t))$/.test(word));
  const bits = words.map((word) => /(\d+)(?:_t)?$/.exec(word)?.[1]).find((found) => found !== undefined);
  if (bits !== undefined) return { sizeBytes: Number(bits) / 8, isSigned };
  // "short int" is short, "long int" long, "unsigned" alone int.
  const named = words.find((word) => word !== "int" && BYTES[word] !== undefined);
  const size = BYTES[named ?? "int"];
  const isKnown = named !== undefined || words.some((word) => /^(?:int|unsigned|signed)$/.test(word));
  if (size === undefined || !isKnown) throw new CommandError(EXPRESSION_TEXTS.noType(text.trim(), Object.keys(BYTES)));
  return { sizeBytes: size, isSigned };
}

/** What a pointer of this type points at: "(int *)" is four bytes. */
export function pointedAt(cast: string): CType {
  const inside = cast.replaceAll(/[()]/g, "").trim();
  const type = inside.replace(/\*\s*$/, "");
  return type.trim() === "void" ? { sizeBytes: 8, isSigned: false } : readType(type);
}
