// Short runs of words copied, cleared and compared here: to call the host for it would take
// longer than that. Knows no layout.

/** `bytes`: a multiple of 8. */
export function copyWords(to: usize, from: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 32 <= bytes; at += 32) {
    v128.store(to + at, v128.load(from + at));
    v128.store(to + at, v128.load(from + at, 16), 16);
  }
  for (; at < bytes; at += 8) store<u64>(to + at, load<u64>(from + at));
}

/** `bytes`: a multiple of 8. */
export function clearWords(from: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(from + at, i64x2.splat(0));
  if (at < bytes) store<u64>(from + at, 0);
}

/** `bytes`: a multiple of 8. */
export function sameWords(one: usize, other: usize, bytes: usize): bool {
  let differs = i64x2.splat(0);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    differs = v128.or(differs, v128.xor(v128.load(one + at), v128.load(other + at)));
  }
  return !v128.any_true(differs) && (at == bytes || load<u64>(one + at) == load<u64>(other + at));
}
