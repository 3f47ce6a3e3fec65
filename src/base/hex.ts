// 64-bit words and bytes as hexadecimal text, and back. Knows no widths but bytes.

/** "0x1f", "-0x8": as C and GNU tools print a signed number. */
export function hex(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** "0x00000000000000ff": all digits of a word of `sizeBytes`. */
export function hexWord(value: bigint, sizeBytes = 8): string {
  return `0x${BigInt.asUintN(sizeBytes * 8, value)
    .toString(16)
    .padStart(sizeBytes * 2, "0")}`;
}

const DIGITS = "0123456789abcdef";

/** "4889e0" */
export function bytesToHex(bytes: Iterable<number>): string {
  let text = "";
  for (const byte of bytes) text += DIGITS.charAt(byte >> 4) + DIGITS.charAt(byte & 15);
  return text;
}

/** Undefined if `text` is not an even number of hexadecimal digits. */
export function hexToBytes(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || /[^0-9a-fA-F]/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

/** Low `sizeBytes` of `value`, read as a signed number. */
export function signed(value: bigint, sizeBytes: number): bigint {
  return BigInt.asIntN(sizeBytes * 8, value);
}

/** Low `sizeBytes` of `value`, read as an unsigned number. */
export function unsigned(value: bigint, sizeBytes: number): bigint {
  return BigInt.asUintN(sizeBytes * 8, value);
}
