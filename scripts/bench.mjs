// npm run bench: the core alone, then tests/bench/*.bench.ts. Prints figures; fails nothing.
import { installIfNeeded } from "./lib/install.mjs";
import { buildCore } from "./lib/builds.mjs";
import { runNode } from "./lib/run.mjs";

await installIfNeeded();
if (!(await buildCore())) process.exit(1);
await runNode("scripts/bench/core.mjs", []);
process.exitCode = await runNode("node_modules/vitest/vitest.mjs", [
  "bench",
  "--run",
  "--project",
  "unit",
  ...process.argv.slice(2),
]);
