// npm run bench: the core alone, the core beside Unicorn, the search beside
// SPIN, by one worker and by two, the built page, then tests/bench/*.bench.ts.
// Prints figures; fails nothing.
import { installIfNeeded } from "./lib/install.mjs";
import { buildPage } from "./lib/builds.mjs";
import { runNode } from "./lib/run.mjs";

await installIfNeeded();
if (!(await buildPage())) process.exit(1);
await runNode("scripts/bench/core.mjs", []);
await runNode("scripts/bench/peer.mjs", []);
await runNode("scripts/bench/spin.mjs", []);
await runNode("scripts/bench/workers.mjs", []);
await runNode("scripts/bench/page.mjs", []);
process.exitCode = await runNode("node_modules/vitest/vitest.mjs", [
  "bench",
  "--run",
  "--project",
  "unit",
  ...process.argv.slice(2),
]);
