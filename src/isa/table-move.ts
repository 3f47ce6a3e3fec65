// The table, part 1: moves, stack, conversions, strings. One line an encoding;
// the assembler takes the first line of a name that fits.

import { form, type Form } from "./form.ts";
import { CONDITIONS } from "./conditions.ts";
import { Operation as O } from "./vocabulary.ts";

const MOV: readonly Form[] = [
  form(O.Mov, "mov", "rm8 r8", "88 /r"),
  form(O.Mov, "mov", "rmv rv", "89 /r"),
  form(O.Mov, "mov", "r8 rm8", "8a /r"),
  form(O.Mov, "mov", "rv rmv", "8b /r"),
  form(O.Mov, "mov", "al moffs8", "a0", "encode"),
  form(O.Mov, "mov", "av moffsv", "a1", "encode"),
  form(O.Mov, "mov", "moffs8 al", "a2", "encode"),
  form(O.Mov, "mov", "moffsv av", "a3", "encode"),
  form(O.Mov, "mov", "o8 ib", "b0"),
  form(O.Mov, "mov", "rm8 ib", "c6 /0"),
  form(O.Mov, "mov", "o16 iv", "o16 b8"),
  form(O.Mov, "mov", "o32 iv", "o32 b8"),
  form(O.Mov, "mov", "rmv iz", "c7 /0"),
  form(O.Mov, "mov", "o64 iv", "o64 b8", "encode"),
  form(O.Mov, "movabs", "al moffs8", "a0"),
  form(O.Mov, "movabs", "av moffsv", "a1"),
  form(O.Mov, "movabs", "moffs8 al", "a2"),
  form(O.Mov, "movabs", "moffsv av", "a3"),
  form(O.Mov, "movabs", "o64 iv", "o64 b8"),
  form(O.MovFromSegment, "mov", "rrv sr", "8c /r"),
  form(O.MovFromSegment, "mov", "m16 sr", "8c /r"),
  form(O.MovToSegment, "mov", "sr rr32", "8e /r"),
  form(O.MovToSegment, "mov", "sr m16", "8e /r"),
  form(O.MovToSegment, "mov", "sr rr16", "8e /r", "encode"),
  form(O.MovToSegment, "mov", "sr rr64", "8e /r", "encode"),
  form(O.MovFromControl, "mov", "rr64 cr", "0f 20 /r"),
  form(O.MovToControl, "mov", "cr rr64", "0f 22 /r"),
  form(O.MovFromDebug, "mov", "rr64 dr", "0f 21 /r"),
  form(O.MovToDebug, "mov", "dr rr64", "0f 23 /r"),
  form(O.IdealisedMovToControl, "mov", "cr m64", "0f 3b /r", "idealised"),
  form(O.IdealisedPushControl, "push", "cr", "0f 39 /r", "idealised suffix=q"),
];

const EXTEND: readonly Form[] = [
  form(O.Movzx, "movzb", "rv rm8", "0f b6 /r"),
  form(O.Movzx, "movzw", "ry rm16", "0f b7 /r", "encode suffix=lq"),
  form(O.Movzx, "movzw", "rv rm16", "0f b7 /r", "decode suffix=wlq"),
  form(O.Movsx, "movsb", "rv rm8", "0f be /r"),
  form(O.Movsx, "movsw", "ry rm16", "0f bf /r", "encode suffix=lq"),
  form(O.Movsx, "movsw", "rv rm16", "0f bf /r", "decode suffix=wlq"),
  form(O.Movsx, "movsl", "r64 rm32", "o64 63 /r", "suffix=q"),
  form(O.Movzx, "movzxb", "rv rm8", "0f b6 /r", "encode bare"),
  form(O.Movzx, "movzxw", "rv rm16", "0f b7 /r", "encode bare"),
  form(O.Movsx, "movsxb", "rv rm8", "0f be /r", "encode bare"),
  form(O.Movsx, "movsxw", "rv rm16", "0f bf /r", "encode bare"),
  form(O.Movsx, "movsxl", "ry rm32", "63 /r", "encode bare"),
  form(O.Movzx, "movzx", "rv rm8", "0f b6 /r", "encode bare"),
  form(O.Movzx, "movzx", "rv rr16", "0f b7 /r", "encode bare"),
  form(O.Movsx, "movsx", "rv rm8", "0f be /r", "encode bare"),
  form(O.Movsx, "movsx", "rv rr16", "0f bf /r", "encode bare"),
  form(O.Movsx, "movsx", "ry rr32", "63 /r", "encode bare"),
  form(O.Movsx, "movsxd", "rv rm32", "63 /r", "bare"),
  form(O.Cbw, "cbtw", "", "o16 98", "bare"),
  form(O.Cbw, "cwtl", "", "o32 98", "bare"),
  form(O.Cbw, "cltq", "", "o64 98", "bare"),
  form(O.Cwd, "cwtd", "", "o16 99", "bare"),
  form(O.Cwd, "cltd", "", "o32 99", "bare"),
  form(O.Cwd, "cqto", "", "o64 99", "bare"),
  form(O.Bswap, "bswap", "o32", "o32 0f c8", "quiet suffix=l"),
  form(O.Bswap, "bswap", "o64", "o64 0f c8", "quiet suffix=q"),
  form(O.Bswap, "bswap", "o16", "o16 0f c8", "decode bare"),
  form(O.Movbe, "movbe", "rv mv", "nr 0f 38 f0 /r"),
  form(O.Movbe, "movbe", "mv rv", "nr 0f 38 f1 /r"),
  form(O.Movnti, "movnti", "my ry", "np 0f c3 /r"),
  form(O.Xlat, "xlat", "xlat", "d7", "quiet suffix=b"),
  form(O.Lahf, "lahf", "", "9f"),
  form(O.Sahf, "sahf", "", "9e"),
  form(O.Lea, "lea", "rv m", "8d /r"),
];

const STACK: readonly Form[] = [
  form(O.Push, "push", "ov", "50", "default64 suffix=wq"),
  form(O.Push, "push", "ibs", "6a", "default64 suffix=wq"),
  form(O.Push, "push", "iz", "68", "default64 suffix=wq"),
  form(O.Push, "push", "rmv", "ff /6", "default64 suffix=wq"),
  form(O.PushSegment, "push", "fs", "0f a0", "default64 sized suffix=wq"),
  form(O.PushSegment, "push", "gs", "0f a8", "default64 sized suffix=wq"),
  form(O.Pop, "pop", "ov", "58", "default64 suffix=wq"),
  form(O.Pop, "pop", "rmv", "8f /0", "default64 suffix=wq"),
  form(O.PopSegment, "pop", "fs", "0f a1", "default64 sized suffix=wq"),
  form(O.PopSegment, "pop", "gs", "0f a9", "default64 sized suffix=wq"),
  form(O.Pushf, "pushf", "", "9c", "default64 sized suffix=wq"),
  form(O.Popf, "popf", "", "9d", "default64 sized suffix=wq"),
  form(O.Enter, "enter", "u16 u8b", "c8", "default64 sized suffix=wq"),
  form(O.Leave, "leave", "", "c9", "default64 sized suffix=wq"),
];

const EXCHANGE: readonly Form[] = [
  form(O.Nop, "nop", "", "90"),
  form(O.Nop, "nop", "rmv", "0f 1f /0"),
  // 66 90: the exchange of AX with itself
  form(O.Nop, "xchg", "ov av", "90", "decode"),
  form(O.Xchg, "xchg", "ov av", "90", "decode"),
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((n) => exchangeAccumulator(n)),
  form(O.Xchg, "xchg", "rm8 r8", "86 /r", "lock"),
  form(O.Xchg, "xchg", "rmv rv", "87 /r", "lock"),
  form(O.Xchg, "xchg", "r8 rm8", "86 /r", "lock encode"),
  form(O.Xchg, "xchg", "rv rmv", "87 /r", "lock encode"),
  form(O.Xadd, "xadd", "rm8 r8", "0f c0 /r", "lock"),
  form(O.Xadd, "xadd", "rmv rv", "0f c1 /r", "lock"),
  form(O.Cmpxchg, "cmpxchg", "rm8 r8", "0f b0 /r", "lock"),
  form(O.Cmpxchg, "cmpxchg", "rmv rv", "0f b1 /r", "lock"),
  form(O.Cmpxchg8b, "cmpxchg8b", "m64", "w0 0f c7 /1", "lock quiet suffix=q"),
  form(O.Cmpxchg16b, "cmpxchg16b", "m128", "w1 0f c7 /1", "lock bare"),
];

/** 91..97 are one opcode each in the decoder; the assembler needs one form. */
function exchangeAccumulator(n: number): Form[] {
  const opcode = (0x90 + n).toString(16);
  const decoded = form(O.Xchg, "xchg", "ov av", opcode, "decode");
  if (n > 1) return [decoded];
  return [form(O.Xchg, "xchg", "ov av", "90", "encode"), form(O.Xchg, "xchg", "av ov", "90", "encode"), decoded];
}

const STRING: readonly Form[] = [
  form(O.Movs, "movs", "di8 si8", "a4", "rep"),
  form(O.Movs, "movs", "div siv", "a5", "rep"),
  form(O.Movs, "movsd", "", "o32 a5", "rep encode bare"),
  form(O.Cmps, "cmpsd", "", "o32 a7", "repe encode bare"),
  form(O.Cmps, "cmps", "si8 di8", "a6", "repe"),
  form(O.Cmps, "cmps", "siv div", "a7", "repe"),
  form(O.Stos, "stos", "di8 al?", "aa", "rep"),
  form(O.Stos, "stos", "div av?", "ab", "rep"),
  form(O.Lods, "lods", "al? si8", "ac", "rep"),
  form(O.Lods, "lods", "av? siv", "ad", "rep"),
  form(O.Scas, "scas", "al? di8", "ae", "repe"),
  form(O.Scas, "scas", "av? div", "af", "repe"),
];

const CONDITIONAL: readonly Form[] = CONDITIONS.flatMap((name, condition) => {
  const digit = condition.toString(16);
  return [
    form(O.Cmovcc, `cmov${name}`, "rv rmv", `0f 4${digit} /r`, "", condition),
    form(O.Setcc, `set${name}`, "rm8", `0f 9${digit} /r`, "quiet suffix=b", condition),
  ];
});

export const MOVE_FORMS: readonly Form[] = [...MOV, ...EXTEND, ...STACK, ...EXCHANGE, ...STRING, ...CONDITIONAL];
