// Content of any version, already parsed as JSON, made into what is shared.

import { fromContent, type Shared } from "./content.ts";
import { failed, invalid, type Failed } from "./failure.ts";
import type { V3Content } from "./shapes/v3.ts";
import { CURRENT_VERSION, upgrade } from "./upgrades.ts";
import { LINK_TEXTS } from "../texts/links.ts";

export type Opened = { readonly ok: true; readonly version: number; readonly shared: Shared } | Failed;

/** The handler's text, wherever a future version keeps to `handler.source`. */
function sourceIn(content: unknown): string | undefined {
  if (typeof content !== "object" || content === null || !("handler" in content)) return undefined;
  const { handler } = content;
  if (typeof handler !== "object" || handler === null || !("source" in handler)) return undefined;
  return typeof handler.source === "string" ? handler.source : undefined;
}

export function newer(version: number, content: unknown): Failed {
  const source = sourceIn(content);
  return source === undefined
    ? failed("newer-version", LINK_TEXTS.newer(version, CURRENT_VERSION), { version })
    : failed("newer-version", LINK_TEXTS.newerButReadable(version, CURRENT_VERSION), { version, source });
}

export function readContent(content: unknown, version: number): Opened {
  const upgraded = upgrade(content, version);
  if (upgraded.kind === "invalid") return invalid(upgraded.field, upgraded.message);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape has just been checked
  const read = fromContent(upgraded.content as V3Content);
  return read.ok ? { ok: true, version, shared: read.shared } : read;
}
