// npm run core: src/core -> build/core.wasm.
import { installIfNeeded } from "./lib/install.mjs";
import { buildCore } from "./lib/builds.mjs";

await installIfNeeded();
process.exitCode = (await buildCore()) ? 0 : 1;
