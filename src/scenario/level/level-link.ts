// A level as a URL fragment, `#level1.<base64url(deflate(json))>`, and back. The
// same limits as for links to scenarios.

import { fromBase64url, toBase64url } from "../link/base64url.ts";
import { deflate, inflate } from "../link/deflate.ts";
import { failed, type Failed } from "../link/failure.ts";
import { MAX_CONTENT_BYTES, MAX_LINK_CHARACTERS, type Linked } from "../link/link.ts";
import type { Level } from "./level.ts";
import { LEVEL_VERSION, readLevel, toLevelContent, type ReadLevel } from "./read-level.ts";

const TOO_LARGE = `is larger than links may be (${MAX_LINK_CHARACTERS} characters)`;
const DAMAGED = "The link to the level is damaged or cut off. Copy the whole of it, or ask for it once more.";

/** Always sealed: a link shall not tell its solution. */
export async function makeLevelLink(level: Level): Promise<Linked> {
  const packed = toBase64url(await deflate(JSON.stringify(await toLevelContent(level, true))));
  const fragment = `#level${LEVEL_VERSION}.${packed}`;
  return fragment.length > MAX_LINK_CHARACTERS
    ? failed("too-large", `This level ${TOO_LARGE}. Save it as a file instead.`)
    : { ok: true, fragment };
}

const FRAGMENT = /(?:^|#|%23)level(\d{1,6})\.([A-Za-z0-9_-]*)/;

export function isLevelLink(text: string): boolean {
  return FRAGMENT.test(text);
}

export async function openLevelLink(text: string): Promise<ReadLevel> {
  if (text.length > MAX_LINK_CHARACTERS + 4096) return failed("too-large", `The link ${TOO_LARGE}.`);
  const match = FRAGMENT.exec(text.replace(/\s+/g, ""));
  if (match === null)
    return failed("not-a-link", "This is no link to a level: it has no part that begins with #level1.");
  const bytes = fromBase64url(match[2] ?? "");
  const plain = bytes === undefined ? undefined : await inflate(bytes, MAX_CONTENT_BYTES);
  if (plain?.kind !== "text") return damaged();
  try {
    return await readLevel(JSON.parse(plain.text));
  } catch {
    return damaged();
  }
}

const damaged = (): Failed => failed("damaged", DAMAGED);
