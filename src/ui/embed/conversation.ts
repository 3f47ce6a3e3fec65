// The conversation with the embedding page: requests are carried out one after
// the other and answered; every change is told.

import type { Page } from "../../store/page.ts";
import type { EmbedOptions } from "./options.ts";
import { answer } from "./answer.ts";
import { hostOrigin, readHostMessage, stateMessage, verdictMessage } from "./messages.ts";

const VERSION = 1;

/** Returns what ends it. */
export function converse(page: Page, options: EmbedOptions, onWish: () => void): () => void {
  const host = window.parent;
  const origin = hostOrigin(options.origin, window.location.ancestorOrigins?.[0], document.referrer);
  if (host === window || origin === undefined) return () => {};

  const tell = (fields: Record<string, unknown>, id?: string | number): void =>
    host.postMessage(
      { source: "nmi-stepper", version: VERSION, ...fields, ...(id === undefined ? {} : { id }) },
      origin,
    );

  let work = Promise.resolve();
  const onMessage = (event: MessageEvent<unknown>): void => {
    if (event.source !== host || (origin !== "*" && event.origin !== origin)) return;
    const read = readHostMessage(event.data);
    if (read === undefined) return;
    if (read.kind === "wrong") return tell({ type: "error", message: read.why }, read.id);
    const { message, id } = read;
    if (!["state", "verdict", "machine"].includes(message.type)) onWish();
    work = work.then(async () => {
      for (const fields of await answer(page, options.readOnly, message)) tell(fields, id);
    });
  };
  window.addEventListener("message", onMessage);

  let isReady = false;
  const onChange = (state = page.store.getState(), before = state): void => {
    if (!isReady && state.run !== undefined && state.moment !== undefined) {
      isReady = true;
      tell({
        type: "ready",
        height: options.height ?? document.documentElement.scrollHeight,
        readOnly: options.readOnly,
        ignored: options.ignored,
      });
      tell(stateMessage(state));
      tell(verdictMessage(state));
      return;
    }
    if (!isReady) return;
    if (state.moment !== before.moment) tell(stateMessage(state));
    if (state.run !== before.run) tell(verdictMessage(state));
  };
  onChange();
  const stop = page.store.subscribe(onChange);
  return () => {
    stop();
    window.removeEventListener("message", onMessage);
  };
}
