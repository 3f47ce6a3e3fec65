// Every mnemonic that the machine can run has its words.

import { expect, test } from "vitest";
import { describeMnemonic } from "../../src/isa/names.ts";
import { FORMS } from "../../src/isa/table.ts";
import { Operation } from "../../src/isa/vocabulary.ts";

test("every modelled form has a sentence and its flags", () => {
  const missing = FORMS.filter((form) => form.operation !== Operation.NotModelled && !form.name.includes(" "))
    .filter((form) => describeMnemonic(form.name) === undefined)
    .map((form) => form.name);
  expect(missing).toEqual([]);
});

test("suffixes, aliases and hints are understood", () => {
  expect(describeMnemonic("IRETQ")?.mnemonic).toBe("iret");
  expect(describeMnemonic("movq")?.mnemonic).toBe("mov");
  expect(describeMnemonic("jz")?.what).toContain("ZF=1");
  expect(describeMnemonic("je,pt")?.mnemonic).toBe("je");
  expect(describeMnemonic("nonsense")).toBeUndefined();
});
