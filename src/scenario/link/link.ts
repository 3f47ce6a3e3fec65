// A scenario and a moment in it as a URL fragment, `#vN.<base64url(deflate(json))>`,
// and back. Nothing that is followed here can throw or grow without bound.

import { fromBase64url, toBase64url } from "./base64url.ts";
import { crc32 } from "./checksum.ts";
import { toContent, versionOf, type Shared } from "./content.ts";
import { deflate, inflate } from "./deflate.ts";
import { failed, type Failed } from "./failure.ts";
import { newer, readContent, type Opened } from "./read.ts";
import { CURRENT_VERSION } from "./upgrades.ts";
import { LINK_TEXTS } from "../texts/links.ts";

export type { OutcomeDigest, Shared, ViewState } from "./content.ts";
export type { LinkFailure, LinkFailureReason } from "./failure.ts";
export type { Opened } from "./read.ts";

/** Longest link that is made or opened: browsers take this much, mail and chat often less. */
export const MAX_LINK_CHARACTERS = 65_536;

/** Most that a link may hold once inflated. */
export const MAX_CONTENT_BYTES = 1_048_576;

export type Linked = { readonly ok: true; readonly fragment: string } | Failed;

/** The JSON ends with a checksum of all before it; hand-made links may leave it out. */
const CHECKSUM = /,"sum":"([0-9a-f]{8})"\}$/;

function checksumOf(text: string): string {
  return crc32(new TextEncoder().encode(text)).toString(16).padStart(8, "0");
}

function checksumIsWrong(json: string): boolean {
  const match = CHECKSUM.exec(json);
  return match !== null && match[1] !== checksumOf(json.slice(0, match.index));
}

const LIMITS = [MAX_LINK_CHARACTERS, MAX_CONTENT_BYTES] as const;

export async function makeLink(shared: Shared): Promise<Linked> {
  const json = JSON.stringify(toContent(shared)).slice(0, -1);
  const text = `${json},"sum":"${checksumOf(json)}"}`;
  if (new TextEncoder().encode(text).length > MAX_CONTENT_BYTES) {
    return failed("too-large", LINK_TEXTS.scenarioTooLarge(...LIMITS));
  }
  const fragment = `#v${versionOf(shared.scenario)}.${toBase64url(await deflate(text))}`;
  return fragment.length > MAX_LINK_CHARACTERS
    ? failed("too-large", LINK_TEXTS.scenarioTooLarge(...LIMITS))
    : { ok: true, fragment };
}

/** Version and payload in a URL, a fragment, or either of them wrapped by a mail program. */
function partsOf(text: string): { readonly version: number; readonly payload: string } | undefined {
  const joined = text.replace(/[\s\u200b\ufeff]+/g, "");
  const match = /(?:^<?|#|%23)v(\d{1,6})\.(.*)$/s.exec(joined);
  if (match === null) return undefined;
  const [, version, rest = ""] = match;
  // Other parameters of the page, and punctuation around a link in running text.
  return { version: Number(version), payload: rest.replace(/&.*$/s, "").replace(/[^A-Za-z0-9_-]+$/, "") };
}

/** Opens a whole URL or its fragment. */
export async function openLink(text: string): Promise<Opened> {
  if (text.length > MAX_LINK_CHARACTERS + 4096) return failed("too-large", LINK_TEXTS.linkTooLarge(...LIMITS));
  const parts = partsOf(text);
  if (parts === undefined || parts.version === 0) {
    return failed("not-a-link", LINK_TEXTS.notALink(CURRENT_VERSION));
  }
  const { version, payload } = parts;
  const bytes = fromBase64url(payload);
  const plain = bytes === undefined ? undefined : await inflate(bytes, MAX_CONTENT_BYTES);
  const content = plain?.kind === "text" && !checksumIsWrong(plain.text) ? parseJson(plain.text) : undefined;
  if (version > CURRENT_VERSION) return newer(version, content);
  if (content !== undefined) return readContent(content, version);
  if (plain?.kind === "too-large") return failed("too-large", LINK_TEXTS.linkTooLarge(...LIMITS));
  const cutOff = plain === undefined ? /^[A-Za-z0-9_-]*$/.test(payload) : plain.kind === "truncated";
  return cutOff ? failed("truncated", LINK_TEXTS.truncated) : failed("damaged", LINK_TEXTS.damaged);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
