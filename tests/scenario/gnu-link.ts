// GNU as and ld, with the machine's symbols given to the linker as the kernel's
// other files would give them, and each section at its own address.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const hex = (value: bigint) => `0x${BigInt.asUintN(64, value).toString(16)}`;

export interface Request {
  readonly source: string;
  readonly bases: ReadonlyMap<string, bigint>;
  readonly symbols: ReadonlyMap<string, bigint>;
}

/** The bytes of each section in `bases`; throws what the tools say. */
export function gnuLink({ source, bases, symbols }: Request): Map<string, Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "nmi-stepper-link-"));
  const at = (name: string) => join(folder, name);
  const run = (tool: string, ...args: string[]) => execFileSync(tool, args, { stdio: ["ignore", "pipe", "pipe"] });
  try {
    writeFileSync(at("a.S"), source);
    run("as", "--64", "-o", at("a.o"), at("a.S"));
    const places = [...bases].map(([name, base]) => `"${name}" ${hex(base)} : { *("${name}") }`);
    writeFileSync(at("a.ld"), `SECTIONS { ${places.join("\n")} }\n`);
    const defined = [...symbols].map(([name, value]) => `--defsym=${name}=${hex(value)}`);
    run("ld", "--no-warn-rwx-segments", "-e", "0", "-T", at("a.ld"), ...defined, "-o", at("a.elf"), at("a.o"));
    return new Map(
      [...bases.keys()].map((name) => {
        run("objcopy", "-O", "binary", "-j", name, at("a.elf"), at("a.bin"));
        return [name, new Uint8Array(readFileSync(at("a.bin")))];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
