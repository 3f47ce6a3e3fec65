// GNU as's own filling of code: the fewest NOPs of up to eleven bytes, and a
// jump over the rest where there would be more than seven of them.

const NOPS: readonly (readonly number[])[] = [
  [],
  [0x90],
  [0x66, 0x90],
  [0x0f, 0x1f, 0x00],
  [0x0f, 0x1f, 0x40, 0x00],
  [0x0f, 0x1f, 0x44, 0x00, 0x00],
  [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00],
  [0x0f, 0x1f, 0x80, 0, 0, 0, 0],
  [0x0f, 0x1f, 0x84, 0x00, 0, 0, 0, 0],
  [0x66, 0x0f, 0x1f, 0x84, 0x00, 0, 0, 0, 0],
  [0x66, 0x2e, 0x0f, 0x1f, 0x84, 0x00, 0, 0, 0, 0],
  [0x66, 0x66, 0x2e, 0x0f, 0x1f, 0x84, 0x00, 0, 0, 0, 0],
];

const LONGEST = NOPS.length - 1;
const MOST = 7;

/** `count` bytes of NOPs none of which is longer than `longest`. */
export function nops(count: number, longest = LONGEST): number[] {
  const each = Math.min(Math.max(longest, 1), LONGEST);
  const bytes: number[] = [];
  let left = count;
  if (Math.floor(count / LONGEST) > MOST) {
    const jump = count - 2 <= 127 ? 2 : 5;
    left = count - jump;
    if (jump === 2) bytes.push(0xeb, left);
    else bytes.push(0xe9, left & 0xff, (left >> 8) & 0xff, (left >> 16) & 0xff, (left >> 24) & 0xff);
  }
  for (; left > each; left -= each) bytes.push(...(NOPS[each] ?? []));
  bytes.push(...(NOPS[left] ?? []));
  return bytes;
}
