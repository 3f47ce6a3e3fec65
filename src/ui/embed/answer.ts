// A message carried out and answered: a host's, or a script's on the page itself. It has
// been read field by field; whether it may be done is judged here.

import type { Page } from "../../store/page.ts";
import { type HostMessage, machineMessage, stateMessage, verdictMessage } from "./messages.ts";

export type Answer = Readonly<Record<string, unknown>>;

/** `readOnly`: nothing that changes the scenario. */
export async function answer(page: Page, readOnly: boolean, message: HostMessage): Promise<readonly Answer[]> {
  switch (message.type) {
    case "verdict":
      return [verdictMessage(page.store.getState())];
    case "machine":
      return [machineMessage(page.store.getState())];
    case "explore": {
      const { explored } = await import("./explored-message.ts");
      return [await explored(page, message.bounds)];
    }
    default:
  }
  if (readOnly && (message.type === "inject" || message.type === "open"))
    return [{ type: "error", message: `${message.type}: this frame is read-only (ro=1)` }];
  page.view.dismissNotice();
  const refusal = await carryOut(page, message);
  if (refusal !== undefined) return [{ type: "error", message: refusal }];
  const state = page.store.getState();
  const told = stateMessage(state);
  const hasMore = message.type !== "state" && message.type !== "open" && state.notice !== undefined;
  return hasMore ? [{ type: "error", message: state.notice }, told] : [told];
}

/** Why it was not done, if the page does not say so itself. */
async function carryOut(page: Page, message: HostMessage): Promise<string | undefined> {
  switch (message.type) {
    case "seek":
      await page.machine.seek(message.position);
      return undefined;
    case "step": {
      const move = message.count < 0 ? "back" : "step";
      for (let left = Math.abs(message.count); left > 0; left--) await page.machine.move(move);
      return undefined;
    }
    case "inject":
      await (message.when === undefined
        ? page.machine.inject(message.event)
        : page.schedule.add({ event: message.event, when: message.when }));
      return undefined;
    case "open": {
      const { openText } = await import("../../store/files.ts");
      const refusal = await openText(page, message.what, message.text);
      return refusal === undefined ? undefined : `open: ${refusal}`;
    }
    case "state":
    case "verdict":
    case "machine":
    case "explore":
      return undefined;
  }
}
