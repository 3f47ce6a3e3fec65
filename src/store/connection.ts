// What the store needs from the machine's side: something that answers
// requests, tells how far it is, and may die. It does not know of workers.

import type { Reply, Request } from "../protocol/messages.ts";
import type { KeepSurroundings } from "./keep/surroundings.ts";

export interface ConnectionEvents {
  /** Steps done by the request that runs. */
  onProgress(steps: number): void;
  /** The other side is gone: nothing asked will be answered. */
  onDead(reason: string): void;
}

export interface Connection {
  /** Rejects if the request failed by our own defect. */
  request(request: Request): Promise<Reply>;
  /** Stop what runs at the next slice; its reply still comes. */
  cancel(): void;
  close(): void;
}

export type Connect = (events: ConnectionEvents) => Connection;

/** Timers, files and storage, handed in so that tests own them. */
export interface Surroundings {
  after(milliseconds: number, action: () => void): () => void;
  now(): number;
  /** Done when the next picture is about to be drawn; soon, if none is. */
  nextFrame(): Promise<void>;
  /** Puts a file where the user keeps downloads. */
  saveFile(name: string, bytes: Uint8Array): void;
  /** Reading or writing may fail: private windows, full disks. */
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | undefined;
  /** Where the user's work is kept; undefined: nowhere. */
  readonly keeping: (() => Promise<KeepSurroundings>) | undefined;
}
