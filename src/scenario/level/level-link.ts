// A level as a URL fragment, `#level1.<base64url(deflate(json))>`, and back. The
// same limits as for links to scenarios.

import { fromBase64url, toBase64url } from "../link/base64url.ts";
import { deflate, inflate } from "../link/deflate.ts";
import { failed, type Failed } from "../link/failure.ts";
import { MAX_CONTENT_BYTES, MAX_LINK_CHARACTERS, type Linked } from "../link/link.ts";
import type { Level } from "./level.ts";
import { LEVEL_VERSION, readLevel, toLevelContent, type ReadLevel } from "./read-level.ts";
import { LEVEL_LINK_TEXTS } from "../texts/level-files.ts";

/** Always sealed: a link shall not tell its solution. */
export async function makeLevelLink(level: Level): Promise<Linked> {
  const packed = toBase64url(await deflate(JSON.stringify(await toLevelContent(level, true))));
  const fragment = `#level${LEVEL_VERSION}.${packed}`;
  return fragment.length > MAX_LINK_CHARACTERS
    ? failed("too-large", LEVEL_LINK_TEXTS.levelTooLarge(MAX_LINK_CHARACTERS))
    : { ok: true, fragment };
}

const FRAGMENT = /(?:^|#|%23)level(\d{1,6})\.([A-Za-z0-9_-]*)/;

export function isLevelLink(text: string): boolean {
  return FRAGMENT.test(text);
}

export async function openLevelLink(text: string): Promise<ReadLevel> {
  if (text.length > MAX_LINK_CHARACTERS + 4096)
    return failed("too-large", LEVEL_LINK_TEXTS.linkTooLarge(MAX_LINK_CHARACTERS));
  const match = FRAGMENT.exec(text.replace(/\s+/g, ""));
  if (match === null) return failed("not-a-link", LEVEL_LINK_TEXTS.notALink);
  const bytes = fromBase64url(match[2] ?? "");
  const plain = bytes === undefined ? undefined : await inflate(bytes, MAX_CONTENT_BYTES);
  if (plain?.kind !== "text") return damaged();
  try {
    return await readLevel(JSON.parse(plain.text));
  } catch {
    return damaged();
  }
}

const damaged = (): Failed => failed("damaged", LEVEL_LINK_TEXTS.damaged);
