// Machine code of short programs: GNU as's bytes, kept beside their sources in
// encoded.json so that tests run without it. UPDATE_ENCODED=1 adds new ones.
import { readFileSync, writeFileSync } from "node:fs";
import { bytesToHex, hexToBytes } from "../../../src/base/hex.ts";
import { ENVIRONMENT_SYMBOLS } from "../../../src/machine/index.ts";
import { gnuAs } from "../../support/gnu-as.ts";

const FILE = new URL("./encoded.json", import.meta.url);
const known = new Map<string, string>(Object.entries(JSON.parse(readFileSync(FILE, "utf8")) as Record<string, string>));

const PREAMBLE = [...ENVIRONMENT_SYMBOLS].map(([name, value]) => `.set ${name}, 0x${value.toString(16)}\n`).join("");

export function assembleWithGnu(source: string, base: bigint): string {
  return bytesToHex(gnuAs(`${PREAMBLE}.text\n${source}\n`, base));
}

const keyOf = (source: string, base: bigint): string =>
  `${base.toString(16)}: ${source.trim().replaceAll(/\s*\n\s*/g, "; ")}`;

/** Every program that the tests have named, as base, source and hex. */
export function encodedPrograms(): readonly { base: bigint; source: string; hex: string }[] {
  return [...known].map(([key, hex]) => {
    const colon = key.indexOf(": ");
    return { base: BigInt(`0x${key.slice(0, colon)}`), source: key.slice(colon + 2), hex };
  });
}

/** Bytes of AT&T text at `base`; the environment symbols are there. */
export function machineCode(source: string, base: bigint): Uint8Array {
  const key = keyOf(source, base);
  let hex = known.get(key);
  if (hex === undefined) {
    if (process.env["UPDATE_ENCODED"] === undefined) throw new Error(`not in encoded.json: ${key}`);
    hex = assembleWithGnu(source.trim().replaceAll(/\s*\n\s*/g, "; "), base);
    known.set(key, hex);
    const current = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, string>;
    const merged = Object.entries({ ...current, [key]: hex }).sort(([a], [b]) => (a < b ? -1 : 1));
    writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(merged), undefined, 1)}\n`);
  }
  const bytes = hexToBytes(hex);
  if (bytes === undefined) throw new Error(`bad hex for ${key}`);
  return bytes;
}
