// The known word that a mistyped one is closest to, for errors that teach.

const CLOSE_ENOUGH = 2;

export function nearestWord(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = CLOSE_ENOUGH + 1;
  for (const name of known) {
    const distance = editDistance(word, name);
    if (distance < least && distance < word.length) [best, least] = [name, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
