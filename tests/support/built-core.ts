// Before any test: build/core.wasm is that of the sources. When the core does not
// compile, its earlier build serves, with a warning: `npm test` itself refuses.
import { buildCore } from "../../scripts/lib/builds.mjs";

export default async function setup(): Promise<void> {
  if (!(await buildCore())) console.error("The core does not compile: tests use its last build.");
}
