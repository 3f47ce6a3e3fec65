// npm run soak -- [--minutes N] [--seed N]: random use of the built page in a browser;
// ten minutes unless told otherwise.
import { parseArgs } from "node:util";
import { installIfNeeded } from "./lib/install.mjs";
import { runNode } from "./lib/run.mjs";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "10" }, seed: { type: "string", default: "20100716" } },
});
await installIfNeeded();
process.exitCode = await runNode(
  "node_modules/vitest/vitest.mjs",
  ["run", "--project", "e2e", "tests/e2e/soak.spec.ts"],
  { env: { SOAK_MINUTES: values.minutes, SOAK_SEED: values.seed } },
);
