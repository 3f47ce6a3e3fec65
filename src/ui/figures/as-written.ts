// The text of an instruction in a figure: the author's own line, with his names; the
// disassembly where a macro made the instruction.

import type { ListingLine } from "../../session/views.ts";

/** `written`: the lines of the handler's source. */
export function asWritten(line: ListingLine, written: readonly string[]): string {
  const own = (line.line === undefined || line.fromBody ? "" : (written[line.line - 1] ?? ""))
    .replace(/#.*$/, "")
    .replace(/^\s*(?:[\w.$]+:\s*)+/, "")
    .trim()
    .replaceAll(/\s+/g, " ");
  const [mnemonic = ""] = own.split(" ");
  const isThis =
    mnemonic !== "" && (line.text.startsWith(mnemonic) || mnemonic.startsWith(line.text.split(" ")[0] ?? ""));
  return isThis && !/[\\;]/.test(own) ? own : line.text;
}
