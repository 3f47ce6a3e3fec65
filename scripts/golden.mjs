// npm run golden:update: records the goldens of tests/golden anew from the GNU as
// of this computer, then compares the assembler with them.
import { installIfNeeded } from "./lib/install.mjs";
import { runNode } from "./lib/run.mjs";

await installIfNeeded();
process.exitCode = await runNode(
  "node_modules/vitest/vitest.mjs",
  ["run", "--project", "unit", "tests/golden/assembler.test.ts"],
  { env: { GOLDEN: "update" } },
);
