// What the comparisons counted, as JSON for the script that writes
// docs/conformance.md. Nothing is compared by it.
import { mkdirSync, writeFileSync } from "node:fs";

const FOLDER = "build/conformance";

export function record(name: string, content: object): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/${name}.json`, `${JSON.stringify(content, undefined, 1)}\n`);
}
