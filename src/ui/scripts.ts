// How a script drives this page, from the browser's console or from a test: the messages
// of a frame's host, sent to `nmiStepper` and answered by a promise. A link never runs any.

import type { Page } from "../store/page.ts";

export interface ScriptFace {
  /** Rejects with the reason if the message is wrong, or refused. */
  send(message: unknown): Promise<unknown>;
}

declare global {
  interface Window {
    nmiStepper?: ScriptFace;
  }
}

export function offerToScripts(page: Page): void {
  window.nmiStepper = { send: async (message) => (await import("./embed/send.ts")).send(page, message) };
}
