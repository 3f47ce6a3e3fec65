// What the editor says of a word: the instruction's meaning, flags, bytes, what an
// NMI there would do; a name's place. Markdown with everything escaped.

import { describeMnemonic } from "../../../../isa/names.ts";
import type { ProgramView } from "../../../../session/views.ts";
import { hex } from "../../../format.ts";
import { TYPE_TEXTS } from "../../../texts/type.ts";
import { heatTitle } from "../code-marks.ts";
import type { SourceRow } from "../code-rows.ts";
import { mnemonicOf, symbolsOf } from "./source-symbols.ts";
import type { Heat } from "../../../../store/explorer/state.ts";

/** Paragraphs about the instruction of a row; empty if the line has none. */
export function instructionHover(row: SourceRow, heat: Heat | undefined): readonly string[] {
  const mnemonic = mnemonicOf(row.text);
  if (mnemonic === undefined) return [];
  const words = describeMnemonic(mnemonic.name);
  const { instruction } = row;
  if (words === undefined && instruction === undefined) return [];
  const found: string[] = [];
  if (words !== undefined) found.push(`**${plain(mnemonic.name)}** ${plain(words.what)}`);
  if (words !== undefined) found.push(plain(TYPE_TEXTS.flags(words.flags)));
  if (instruction !== undefined) {
    const bytes = Array.from(instruction.bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    found.push(`\`${hex(instruction.address)}\` \`${bytes}\` ${plain(TYPE_TEXTS.bytes(instruction.bytes.length))}`);
    if (!instruction.idealised) found.push(`${plain(TYPE_TEXTS.intel)} \`${instruction.intel}\``);
    const place = heat?.places.get(instruction.address);
    found.push(plain(place === undefined ? TYPE_TEXTS.notExplored : TYPE_TEXTS.nmiHere(heatTitle(place))));
  }
  return found;
}

export function nameHover(name: string, source: string, program: ProgramView | undefined): readonly string[] {
  const symbol = symbolsOf(source).find((candidate) => candidate.name === name);
  const address = program?.source === source ? program.symbols.get(name) : undefined;
  const variable = program?.perCpu.find((candidate) => candidate.name === name);
  const found: string[] = [];
  if (symbol !== undefined)
    found.push(`**${plain(name)}** ${plain(TYPE_TEXTS.defined(TYPE_TEXTS.kinds[symbol.kind], symbol.line))}`);
  if (variable !== undefined)
    found.push(`**${plain(name)}** ${plain(TYPE_TEXTS.perCpu(variable.offset, variable.sizeBytes))}`);
  if (address !== undefined) {
    const head = found.length === 0 ? `**${plain(name)}** ${plain(TYPE_TEXTS.predefined)} ` : "";
    found.push(`${head}\`${hex(address)}\``);
  }
  return found;
}

/** Hover messages are Markdown: a message must stay text. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|$%]/g, (character) => `\\${character}`);
}
