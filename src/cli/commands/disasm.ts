// `disasm`: bytes as instructions, in the syntax of GNU as.

import { bytesToHex, hex } from "../../base/hex.ts";
import { decode, format } from "../../isa/index.ts";
import type { Command } from "../command.ts";
import { parseNumber } from "../parse.ts";

export const disasm: Command = {
  name: "disasm",
  words: "FILE.bin",
  fewest: 1,
  most: 1,
  summary: "decode bytes and print them as instructions, in GNU as syntax",
  options: { base: { type: "string", value: "ADDRESS", help: "address of the first byte (default 0)" } },
  run(args, { terminal }) {
    const [path = "-"] = args.words;
    const bytes = path === "-" ? terminal.input() : terminal.readFile(path);
    const base = parseNumber(args.text("base") ?? "0", "--base");
    let at = 0;
    while (at < bytes.length) {
      const decoded = decode(bytes, at, { idealised: false });
      const address = BigInt.asUintN(64, base + BigInt(at));
      const length = decoded.kind === "instruction" ? decoded.instruction.length : 1;
      const raw = bytes.subarray(at, at + length);
      const text =
        decoded.kind === "instruction" ? format(decoded.instruction, address) : `.byte ${hex(BigInt(raw[0] ?? 0))}`;
      const spaced = Array.from(raw, (byte) => bytesToHex([byte])).join(" ");
      terminal.out(`${address.toString(16).padStart(8)}:\t${spaced.padEnd(30)}\t${text}\n`);
      at += length;
    }
    return 0;
  },
};
