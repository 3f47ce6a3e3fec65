// The assembler against GNU as on the cases of the lists: bytes recorded in
// asm/*.txt, and, where GNU as is installed, what it says today. With
// GOLDEN=update the files are written anew (npm run golden:update).

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import { bytesToHex } from "../../src/base/hex.ts";
import { isInstalled } from "../asm/gnu-as/live.ts";
import { record as saveCounts } from "../support/report.ts";
import { readGoldens, writeGoldens, type Golden } from "./format.ts";
import { BASE, EXTERNAL, GnuAs } from "./gnu-as.ts";
import { LISTS } from "./lists/index.ts";

const updating = process.env["GOLDEN"] === "update";
const folder = new URL("./asm/", import.meta.url);
const pathOf = (name: string): URL => new URL(`${name}.txt`, folder);

function record(): void {
  const gnu = new GnuAs();
  for (const file of readdirSync(folder)) rmSync(new URL(file, folder));
  for (const { name, about, cases } of LISTS) {
    const bytes = gnu.record(cases);
    const goldens = cases.map((each, at): Golden => ({ ...each, bytes: bytes[at] }));
    writeFileSync(pathOf(name), writeGoldens(about, goldens));
  }
  gnu.close();
}

if (updating) record();

/** "refused", or the bytes, as the goldens spell them. */
function ours(golden: Golden): string {
  const result = assemble(`${golden.source}\n`, {
    strict: true,
    bases: new Map([[".text", BASE]]),
    environment: EXTERNAL,
  });
  const text = result.sections.find((section) => section.name === ".text");
  return result.ok && text !== undefined ? bytesToHex(text.bytes) : "refused";
}

const counts = { cases: 0, refused: 0, deviations: 0, divergences: 0 };

describe("the assembler agrees with the goldens", () => {
  afterAll(() => {
    saveCounts("corpus", counts);
    console.log(
      `goldens: ${counts.cases} cases, ${counts.refused} of them refused by both, ` +
        `${counts.deviations} refused here only, for the reasons written beside them`,
    );
  });
  for (const { name, about, cases } of LISTS)
    test(`${name}: ${about}`, () => {
      const goldens = readGoldens(readFileSync(pathOf(name), "utf8"));
      const spelled = (list: readonly { source: string; title?: string }[]): string[] =>
        list.map((each) => `${each.title ?? ""}\n${each.source.trimEnd()}`);
      expect(spelled(goldens), "npm run golden:update records the lists anew").toEqual(spelled(cases));
      const wrong: string[] = [];
      for (const golden of goldens) {
        const wanted = golden.refusedHere === undefined ? (golden.bytes ?? "refused") : "refused";
        const got = ours(golden);
        if (got !== wanted) wrong.push(`${golden.source}\n  GNU as: ${wanted}\n  ours:   ${got}`);
        if (got !== wanted) counts.divergences++;
        counts.cases++;
        if (golden.refusedHere !== undefined) counts.deviations++;
        else if (golden.bytes === undefined) counts.refused++;
      }
      expect(wrong.slice(0, 20).join("\n"), `${wrong.length} of ${goldens.length} differ`).toBe("");
    });
});

describe.skipIf(!isInstalled())("the installed GNU as still says what was recorded", () => {
  for (const { name } of LISTS)
    test(name, () => {
      const goldens = readGoldens(readFileSync(pathOf(name), "utf8"));
      const gnu = new GnuAs();
      const today = gnu.record(goldens);
      gnu.close();
      const wrong = goldens.flatMap((golden, at) =>
        golden.bytes === today[at] ? [] : [`${golden.source}: recorded ${golden.bytes}, today ${today[at]}`],
      );
      expect(wrong.slice(0, 20).join("\n")).toBe("");
    }, 120_000);
});
