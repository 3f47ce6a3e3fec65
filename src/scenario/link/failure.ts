// Why a link or a scenario file cannot be opened: a closed set, each with a
// sentence for the person who followed the link.

import { LINK_TEXTS } from "../texts/links.ts";

export const LINK_FAILURES = [
  "not-a-link",
  "damaged",
  "truncated",
  "too-large",
  "newer-version",
  "invalid-content",
] as const;

export type LinkFailureReason = (typeof LINK_FAILURES)[number];

export interface LinkFailure {
  readonly reason: LinkFailureReason;
  readonly message: string;
  /** Of invalid content: "schedule[2]". */
  readonly field?: string;
  /** Of a newer version: its number, and the handler's text if it could be read. */
  readonly version?: number;
  readonly source?: string;
}

export type Failed = { readonly ok: false; readonly failure: LinkFailure };

export function failed(reason: LinkFailureReason, message: string, more: Partial<LinkFailure> = {}): Failed {
  return { ok: false, failure: { reason, message, ...more } };
}

export function invalid(field: string, message: string): Failed {
  return failed("invalid-content", LINK_TEXTS.invalid(field, message), { field });
}
