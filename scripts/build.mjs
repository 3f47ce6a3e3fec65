// npm run build: the core and the page, into dist/.
import { installIfNeeded } from "./lib/install.mjs";
import { buildPage } from "./lib/builds.mjs";

await installIfNeeded();
process.exitCode = (await buildPage()) ? 0 : 1;
