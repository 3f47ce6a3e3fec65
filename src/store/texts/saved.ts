// What is said of a file that was saved. Part of the first view.

/** `how`: the commands that run it, if it is for that. */
export const saved = (name: string, how: readonly string[] = []): string =>
  `Saved ${name}.${how.length === 0 ? "" : ` Run it with: ${how.join("   and   ")}`}`;
