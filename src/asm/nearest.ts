// The word most like a mistyped one.

/** Edit distance, given up beyond 2. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}

/** Undefined if nothing is near enough. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  if (word.length < 3 || word.length > 20) return undefined;
  let best: string | undefined;
  let least = word.length > 4 ? 3 : 2;
  for (const candidate of words) {
    // among equals the one with the same last letter, which may be a size suffix
    const d = distance(word, candidate) + (candidate.endsWith(word.slice(-1)) ? 0 : 0.5);
    if (d < least) {
      least = d;
      best = candidate;
    }
  }
  return best;
}
