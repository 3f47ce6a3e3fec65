// The last steps of building the page, in a process of their own.
import { writeServiceWorker } from "./lib/offline.mjs";
import { prerender } from "./lib/prerender.mjs";

await prerender();
// Last: it names every other file.
await writeServiceWorker();
