// Before browser tests: dist/ is the page of the sources.
import { buildPage } from "../../scripts/lib/builds.mjs";

export default async function setup(): Promise<void> {
  if (!(await buildPage())) throw new Error("the page cannot be built");
}
