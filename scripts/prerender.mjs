// The last step of building the page, in a process of its own.
import { prerender } from "./lib/prerender.mjs";

await prerender();
