// The part of a level that a learner shall not read by looking at its file or
// link: hints, solution, explanation. This keeps honest people honest; it is no
// secret from whoever reads this file, for the page has to open it.

import { fromBase64url, toBase64url } from "../link/base64url.ts";
import { deflate, inflate } from "../link/deflate.ts";

const MAX_BYTES = 400_000;

/** xorshift32 over the level's id: another stream for each level. */
function* stream(id: string): Generator<number, never> {
  let state = 0x9e3779b9;
  for (const letter of id) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  state ||= 1;
  for (;;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state & 0xff;
  }
}

function mix(bytes: Uint8Array<ArrayBuffer>, id: string): Uint8Array<ArrayBuffer> {
  const noise = stream(id);
  return bytes.map((byte) => byte ^ noise.next().value);
}

/** JSON text to what stands in `sealed`. */
export async function seal(json: string, id: string): Promise<string> {
  return toBase64url(mix(await deflate(json), id));
}

/** The JSON text, or undefined: not sealed for this level, or damaged. */
export async function unseal(text: string, id: string): Promise<string | undefined> {
  const bytes = fromBase64url(text);
  if (bytes === undefined) return undefined;
  const plain = await inflate(mix(bytes, id), MAX_BYTES);
  return plain.kind === "text" ? plain.text : undefined;
}
