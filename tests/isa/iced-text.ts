// An instruction's text by iced-x86 (its GNU syntax) and by us: what remains
// different once spellings that say the same are set aside. They are listed here.

import { Code, Decoder, DecoderOptions, Formatter, FormatterSyntax } from "iced-x86";
import { decode, format } from "../../src/isa/index.ts";

const ADDRESS = 0x1000n;

function gnuFormatter(): Formatter {
  const formatter = new Formatter(FormatterSyntax.Gas);
  formatter.gasShowMnemonicSizeSuffix = true;
  formatter.spaceAfterOperandSeparator = false;
  formatter.hexPrefix = "0x";
  formatter.hexSuffix = "";
  formatter.uppercaseHex = false;
  formatter.smallHexNumbersInDecimal = false;
  formatter.branchLeadingZeros = false;
  formatter.showBranchSize = false;
  formatter.ripRelativeAddresses = true;
  formatter.signedImmediateOperands = false;
  return formatter;
}

const formatter = gnuFormatter();

/** Prefixes that are said by one and not by the other: all but LOCK. */
const PREFIXES =
  /^(?:(?:lock|data16|addr32|rex(?:\.\w+)?|[cdefgs]s|repn?[ez]?|xacquire|xrelease|bnd|notrack) )+(?=\S)/i;

interface Plain {
  readonly mnemonic: string;
  readonly operands: string;
}

const SAME: Readonly<Record<string, string>> = {
  pclmullqlqdq: "pclmulqdq $0x0,",
  pclmulhqlqdq: "pclmulqdq $0x1,",
  pclmullqhqdq: "pclmulqdq $0x10,",
  pclmulhqhqdq: "pclmulqdq $0x11,",
};

/** A general register without its width. */
const widthless = (text: string): string =>
  text.replace(/%[re]?([abcd]x|[sd]i|[sb]p)\b/g, "%$1").replace(/%(r\d+)[dwb]\b/g, "%$1");

function plain(text: string): Plain {
  const bare = text
    .replace(PREFIXES, (words) => (/lock/.test(words) ? "lock-" : ""))
    // the other one of two equal encodings, and branch hints
    .replace(/^(\S+)\.s\b/, "$1")
    .replace(/,p[tn]\b/, "")
    // segments that 64-bit mode ignores
    .replace(/%[cdes]s:(?=\S*\(|0x)/g, "")
    // a displacement of nothing, a factor of one
    .replace(/\b0x0\((?=[%,])/g, "(")
    .replace(/,1?\)/g, ")")
    // the port
    .replace("(%dx)", "%dx");
  const [, word = "", rest = ""] = /^(\S+) ?(.*)$/.exec(bare) ?? [];
  const same = SAME[word];
  if (same !== undefined) return { mnemonic: "pclmulqdq", operands: same.slice("pclmulqdq ".length) + rest };
  let operands = rest;
  if (/^(?:ro|rc|sh|sa)[lr][bwlq]$/.test(word)) operands = operands.replace(/^\$0x1,(?=[^,]*(?:\(.*\))?$)/, "");
  if (word.startsWith("imul")) operands = operands.replace(/^(\$[^,]+),(%\w+),\2$/, "$1,$2");
  if (word.startsWith("lea")) operands = operands.replace(/%[fg]s:/, "");
  // the hint space: iced names ModRM.reg too
  if (/^nop[wlq]$/.test(word)) operands = operands.replace(/^%\w+,/, "");
  // the 16-bit form reads 16 bits; GNU as writes its source as 32
  if (word === "movsxd") operands = operands.replace(/^%\w+,(?=%\w+$)/, "");
  // 16 bits go into a segment register, however wide the register is called
  if (/^mov[wlq]$/.test(word) && /,%[d-gs]s$/.test(operands)) return { mnemonic: "mov", operands: widthless(operands) };
  // a hint of instruction fetch that is a NOP except beside RIP
  if (/^prefetchit[01]$/.test(word)) return { mnemonic: "nop", operands };
  const mnemonic = word
    .replace(/^mov([sz])xw$/, "mov$1ww")
    .replace(/^movabs/, "mov")
    .replace(/^sal/, "shl")
    .replace(/^(fn?(?:ld|st)env|fnsave|frstor)s$/, "$1");
  if (mnemonic === "xchgq" && operands === "%rax,%rax") return { mnemonic: "nop", operands: "" };
  return { mnemonic, operands };
}

/** Equal, or one with a size suffix that the other leaves out. */
function sameMnemonic(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.startsWith(short) && /^[bwlq]$/.test(long.slice(short.length));
}

/** Undefined: the same length and text, or not for both an instruction that has a text. */
export function textDisagreement(bytes: Uint8Array): string | undefined {
  const ours = decode(bytes, 0, { idealised: false });
  if (ours.kind !== "instruction" || /^(?:avx|sse|x87)/.test(ours.instruction.mnemonic)) return undefined;
  const decoder = new Decoder(64, bytes, DecoderOptions.None);
  decoder.ip = ADDRESS;
  const theirs = decoder.decode();
  try {
    if (theirs.code === Code.INVALID) return undefined;
    const text = formatter.format(theirs);
    const mine = format(ours.instruction, ADDRESS);
    const a = plain(text);
    const b = plain(mine);
    const same = theirs.length === ours.instruction.length && a.operands === b.operands;
    if (same && sameMnemonic(a.mnemonic, b.mnemonic)) return undefined;
    return `${Buffer.from(bytes).toString("hex")}: iced: ${text} (${theirs.length}); ours: ${mine} (${ours.instruction.length})`;
  } finally {
    theirs.free();
    decoder.free();
  }
}
