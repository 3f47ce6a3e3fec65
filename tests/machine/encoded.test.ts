// The kept machine code of the tests' programs is what GNU as makes of them.
import { expect, test } from "vitest";
import { hasGnuAs } from "../support/gnu-as.ts";
import { assembleWithGnu, encodedPrograms } from "./support/machine-code.ts";

test.skipIf(!hasGnuAs)(
  "every program's bytes are GNU as's",
  () => {
    for (const { base, source, hex } of encodedPrograms()) expect(hex, source).toBe(assembleWithGnu(source, base));
  },
  120_000,
);
