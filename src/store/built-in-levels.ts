// The levels that come with the project, loaded when first asked for.

import type { Level } from "../scenario/level/level.ts";

export async function loadBuiltInLevels(): Promise<readonly Level[]> {
  const { builtInLevels } = await import("../scenario/level/built-in.ts");
  return builtInLevels();
}
