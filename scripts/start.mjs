// npm start: installs and builds what is missing or stale, then serves dist/ on
// this machine only. PORT chooses the port; without it the first free one is taken.
import { installIfNeeded } from "./lib/install.mjs";
import { buildPage } from "./lib/builds.mjs";
import { root } from "./lib/fresh.mjs";
import { HEADERS } from "./lib/headers.mjs";

await installIfNeeded();
if (!(await buildPage())) process.exit(1);

const { preview } = await import("vite");
const wanted = process.env.PORT;
const server = await preview({
  root,
  configFile: false,
  base: "/",
  logLevel: "error",
  preview: {
    headers: HEADERS,
    host: "127.0.0.1",
    port: wanted ? Number(wanted) : 4173,
    strictPort: Boolean(wanted),
    open: false,
  },
}).catch((error) => {
  console.error(`Cannot serve: ${error.message}`);
  process.exit(1);
});
console.log(`NMI Stepper: ${server.resolvedUrls.local[0]}  (Ctrl+C ends)`);

const end = () => process.exit(0);
process.on("SIGINT", end);
process.on("SIGTERM", end);
