// A script's message on the page itself: read as a stranger's is, carried out after the
// one before it, answered by what it returns.

import type { Page } from "../../store/page.ts";
import { answer, type Answer } from "./answer.ts";
import { readHostMessage } from "./messages.ts";

const TYPES = "open, seek, step, inject, state, machine, verdict, explore";

let work: Promise<unknown> = Promise.resolve();

/** Rejects with the reason. */
export function send(page: Page, message: unknown): Promise<Answer> {
  const sent = work.then(() => carry(page, message));
  work = sent.catch(() => undefined);
  return sent;
}

async function carry(page: Page, message: unknown): Promise<Answer> {
  const read = readHostMessage(message);
  if (read === undefined) throw new Error(`a message has a type: ${TYPES}`);
  if (read.kind === "wrong") throw new Error(read.why);
  await begun(page);
  const [first, last = first] = await answer(page, false, read.message);
  if (first === undefined || last === undefined) throw new Error("there is no answer");
  if (first["type"] === "error") throw new Error(String(first["message"]));
  return last;
}

/** A scenario is open: its run is there, or its source does not assemble. */
function begun({ store }: Page): Promise<void> {
  const isThere = ({ moment, program, health } = store.getState()): boolean =>
    moment !== undefined || program?.assembled === false || health.kind === "dead";
  if (isThere()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = store.subscribe((state) => {
      if (!isThere(state)) return;
      stop();
      resolve();
    });
  });
}
