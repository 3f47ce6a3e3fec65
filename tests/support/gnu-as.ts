// GNU as, asked for the bytes of a text.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findAssembler, findLinker } from "../../scripts/lib/tools.mjs";

/** False: skip what asks GNU as. */
export const hasGnuAs = findAssembler() !== undefined && findLinker() !== undefined;

/** The bytes of `.text`, linked at `base`; throws what GNU as or ld says. */
export function gnuAs(source: string, base = 0n): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "nmi-stepper-as-"));
  try {
    const at = (name: string): string => join(folder, name);
    writeFileSync(at("text.s"), source);
    execFileSync("as", ["--64", "-o", at("text.o"), at("text.s")], { stdio: ["ignore", "pipe", "pipe"] });
    const place = `-Ttext=0x${base.toString(16)}`;
    execFileSync("ld", [place, "-e", "0", "--oformat=binary", "-o", at("text.bin"), at("text.o")], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Uint8Array(readFileSync(at("text.bin")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
