#!/usr/bin/env node
// The command line: bundles src/cli/main.ts when a source has changed, then runs
// its `main(args, { core, table, helper })`: the paths of core.wasm, table.wasm and the script of
// threads that help a search. An installed package has no src/ and runs the bundle that it came with.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./lib/fresh.mjs";
import { buildCli, CLI, CLI_HELPER, CORE, TABLE } from "./lib/builds.mjs";

if (existsSync(join(root, "src"))) {
  const { installIfNeeded } = await import("./lib/install.mjs");
  await installIfNeeded();
  if (!(await buildCli())) process.exit(2);
}
const { main } = await import(pathToFileURL(join(root, CLI)).href);
process.exitCode = await main(process.argv.slice(2), {
  core: join(root, CORE),
  table: join(root, TABLE),
  helper: join(root, CLI_HELPER),
});
