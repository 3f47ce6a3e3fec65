// What the comparisons counted, as JSON for the script that writes
// docs/conformance.md. Nothing is compared by it.
import { mkdirSync, writeFileSync } from "node:fs";

const FOLDER = "build/conformance";

export interface Counts {
  readonly divergences: number;
  readonly [what: string]: unknown;
}

/** `content.divergences` says how many differences nothing explains: written by runs that fail, too. */
export function record(name: string, content: Counts): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/${name}.json`, `${JSON.stringify(content, undefined, 1)}\n`);
}
