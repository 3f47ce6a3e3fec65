// npm run fuzz -- [--count N] [--seed N]: the assembler and the decoder on N inputs
// each; a million unless told otherwise.
import { parseArgs } from "node:util";
import { installIfNeeded } from "./lib/install.mjs";
import { runNode } from "./lib/run.mjs";

const { values } = parseArgs({
  options: { count: { type: "string", default: "1000000" }, seed: { type: "string", default: "20100716" } },
});
await installIfNeeded();
process.exitCode = await runNode(
  "node_modules/vitest/vitest.mjs",
  ["run", "--project", "unit", "tests/fuzz/fuzz.test.ts"],
  { env: { FUZZ_COUNT: values.count, FUZZ_SEED: values.seed } },
);
