// What is built, from which sources, by which tool: the core (WebAssembly), the
// page and the command line. Each is skipped while its sources are unchanged.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hashOf, isFresh, markFresh, root } from "./fresh.mjs";
import { runNode } from "./run.mjs";
import { buildForNode } from "./ssr.mjs";

const CORE_SOURCES = [
  "src/core/",
  "src/isa/vocabulary.ts",
  "scripts/lib/inline-calls.mjs",
  "asconfig.json",
  "asconfig.table.json",
  "package-lock.json",
];
const PAGE_SOURCES = [
  "src/",
  "public/",
  "scripts/lib/",
  "index.html",
  "vite.config.ts",
  "package.json",
  "package-lock.json",
];
const CLI_SOURCES = ["src/", "scripts/lib/", "package.json", "package-lock.json"];

export const CORE = "build/core.wasm";
/** The table that searching workers share. */
export const TABLE = "build/table.wasm";
export const CLI = "build/cli/main.mjs";
export const CLI_HELPER = "build/cli/helper.mjs";

/** True if build/core.wasm and build/table.wasm are those of the sources. */
export async function buildCore() {
  const hash = hashOf(CORE_SOURCES);
  if (isFresh("core", hash, [CORE, TABLE])) return true;
  if (!existsSync(join(root, "asconfig.json"))) {
    console.error("asconfig.json is missing: the core cannot be built.");
    return false;
  }
  mkdirSync(join(root, "build"), { recursive: true });
  const made = (await compile("asconfig.json", CORE)) && (await compile("asconfig.table.json", TABLE));
  if (made) markFresh("core", hash);
  return made;
}

async function compile(config, file) {
  const draft = file.replace(".wasm", `.${process.pid}.wasm`);
  const asc = "node_modules/assemblyscript/bin/asc.js";
  const compiled = await runNode(asc, ["--config", config, "--target", "release", "--outFile", draft], {
    toStderr: true,
  });
  const code = compiled || (await runNode("scripts/lib/inline-calls.mjs", [draft], { toStderr: true }));
  if (code !== 0 || !existsSync(join(root, draft))) {
    rmSync(join(root, draft), { force: true });
    return false;
  }
  renameSync(join(root, draft), join(root, file));
  return true;
}

/** True if dist/ is the page of the sources. */
export async function buildPage() {
  if (!(await buildCore())) return false;
  const hash = hashOf(PAGE_SOURCES);
  if (isFresh("page", hash, ["dist/index.html"])) return true;
  // A process of its own: a test runner's NODE_ENV would make it React's development build.
  const vite = "node_modules/vite/bin/vite.js";
  const code = await runNode(vite, ["build", "--logLevel", "warn"], {
    toStderr: true,
    env: { NODE_ENV: "production", VITEST: undefined },
  });
  if (code !== 0) return false;
  const prerendered = await runNode("scripts/prerender.mjs", [], {
    toStderr: true,
    env: { NODE_ENV: "production", VITEST: undefined },
  });
  if (prerendered !== 0) return false;
  markFresh("page", hash);
  return true;
}

/** True if build/cli/ is the command line of the sources. */
export async function buildCli() {
  if (!(await buildCore())) return false;
  const hash = hashOf(CLI_SOURCES);
  if (isFresh("cli", hash, [CLI, CLI_HELPER])) return true;
  // Built beside and moved in, the entry last: another call may be running the old one.
  const draft = join(root, `build/cli-${process.pid}`);
  await buildForNode({ main: "src/cli/main.ts", helper: "src/cli/helper.ts" }, draft);
  mkdirSync(join(root, "build/cli"), { recursive: true });
  const isEntry = (name) => name === "main.mjs" || name === "helper.mjs";
  for (const name of readdirSync(draft).toSorted((a, b) => Number(isEntry(a)) - Number(isEntry(b)))) {
    renameSync(join(draft, name), join(root, "build/cli", name));
  }
  rmSync(draft, { recursive: true });
  markFresh("cli", hash);
  return true;
}
