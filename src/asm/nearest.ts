// The word most like a mistyped one.

const FAR = 3;

/** Edit distance, given up beyond 2. */
function distance(a: string, b: string): number {
  const width = b.length + 1;
  if (Math.abs(a.length - b.length) >= FAR) return FAR;
  const rows = new Uint8Array(2 * width);
  for (let j = 0; j < width; j++) rows[j] = j;
  let row = 0;
  for (let i = 1; i <= a.length; i++) {
    const next = width - row;
    let least = i;
    rows[next] = i;
    for (let j = 1; j < width; j++) {
      const change = (rows[row + j - 1] ?? 0) + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      const shift = 1 + Math.min(rows[row + j] ?? 0, rows[next + j - 1] ?? 0);
      const value = Math.min(change, shift);
      rows[next + j] = value;
      if (value < least) least = value;
    }
    // a row of which nothing is small enough cannot lead to a small end
    if (least >= FAR) return FAR;
    row = next;
  }
  return rows[row + b.length] ?? FAR;
}

/** Undefined if nothing is near enough. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  if (word.length < 3 || word.length > 20) return undefined;
  let best: string | undefined;
  let least = word.length > 4 ? FAR : 2;
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
