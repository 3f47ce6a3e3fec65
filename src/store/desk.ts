// The line to the machine: opens a connection, sends requests, takes views into
// the state, says when the machine is busy or gone. Restarting is the user's wish.

import type { StoreApi } from "zustand/vanilla";

import type { Reply, Request, ViewUpdate } from "../protocol/messages.ts";
import type { Connect, Connection, Surroundings } from "./connection.ts";
import type { PageState } from "./state.ts";
import { applyUpdate } from "./views.ts";

/** Before this, a request is not shown as running. */
const BUSY_AFTER_MS = 300;

export class Desk {
  #connection: Connection | undefined;
  #waiting = 0;
  #stopBusy: (() => void) | undefined;

  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly connector: Connect,
    private readonly surroundings: Surroundings,
  ) {}

  connect(): void {
    this.#connection?.close();
    this.#waiting = 0;
    this.store.setState({ health: { kind: "starting" } });
    const opened: Connection = this.connector({
      onProgress: (steps) => {
        const isLate = this.#stopBusy === undefined && this.#waiting > 0;
        if (isLate && opened === this.#connection) this.store.setState({ health: { kind: "busy", steps } });
      },
      onDead: (reason) => {
        if (opened === this.#connection) this.#die(reason);
      },
    });
    this.#connection = opened;
    const { flavor } = this.store.getState();
    if (flavor !== "att") void this.ask({ kind: "set-flavor", flavor });
  }

  /** Undefined: the machine is gone, or it failed; the state says so. */
  async ask(request: Request): Promise<Reply | undefined> {
    const asked = this.#connection;
    if (asked === undefined) return undefined;
    this.#begin();
    try {
      const reply = await asked.request(request);
      if (asked !== this.#connection) return undefined;
      this.#settle();
      const toShow = request.kind === "export" && request.toShow === true;
      if (reply.kind === "views") this.#take(reply.update, toShow);
      return reply;
    } catch (failure) {
      if (asked !== this.#connection) return undefined;
      this.#settle();
      this.store.setState({ notice: failure instanceof Error ? failure.message : String(failure) });
      return undefined;
    }
  }

  saveFile(name: string, bytes: Uint8Array): void {
    this.surroundings.saveFile(name, bytes);
  }

  cancel(): void {
    this.#connection?.cancel();
  }

  /** Requests that are not answered yet. */
  get waiting(): number {
    return this.#waiting;
  }

  #take(update: ViewUpdate, toShow: boolean): void {
    this.store.setState((state) => applyUpdate(state, update));
    if (toShow) this.store.setState({ notice: update.notice });
    else if (update.file !== undefined) this.surroundings.saveFile(update.file.name, update.file.bytes);
  }

  #begin(): void {
    this.#waiting += 1;
    if (this.#waiting > 1) return;
    this.#stopBusy = this.surroundings.after(BUSY_AFTER_MS, () => {
      this.#stopBusy = undefined;
      if (this.store.getState().health.kind === "ready") this.store.setState({ health: { kind: "busy", steps: 0 } });
    });
  }

  #settle(): void {
    this.#waiting -= 1;
    if (this.#waiting > 0) return;
    this.#stopBusy?.();
    this.#stopBusy = undefined;
    if (this.store.getState().health.kind !== "ready") this.store.setState({ health: { kind: "ready" } });
  }

  #die(reason: string): void {
    const gone = this.#connection;
    this.#connection = undefined;
    this.#waiting = 0;
    this.#stopBusy?.();
    this.#stopBusy = undefined;
    gone?.close();
    this.store.setState({ health: { kind: "dead", reason } });
  }
}
