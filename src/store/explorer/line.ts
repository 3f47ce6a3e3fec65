// The line to the explorer's worker: started with the first question, one question
// at a time, the latest first. Its death costs the answer only. A worker that is asked
// nothing any more is ended, and its helpers and tables with it.

import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "../../protocol/exploration.ts";

export interface ExplorerEvents {
  onProgress(progress: ExplorerProgress): void;
  onDead(reason: string): void;
}

export interface ExplorerConnection {
  /** Rejects if the question failed by our own defect. */
  request(question: ExplorerQuestion): Promise<ExplorerAnswer>;
  cancel(): void;
  hold(held: boolean): void;
  close(): void;
}

export type ConnectExplorer = (events: ExplorerEvents) => ExplorerConnection;

/** Calls back after some milliseconds; what it returns calls that off. */
type After = (milliseconds: number, action: () => void) => () => void;

const IDLE_MS = 60_000;

export class ExplorerLine {
  #connection: ExplorerConnection | undefined;
  #asked = 0;
  #onProgress: ((progress: ExplorerProgress) => void) | undefined;
  #stopIdle: (() => void) | undefined;
  /** A search that was stopped is still in the worker's tables. */
  #canGoOn = false;

  constructor(
    private readonly connector: ConnectExplorer | undefined,
    private readonly after: After,
  ) {}

  /** Undefined: a later question took its place. Rejects if the explorer fails or dies. */
  async ask(
    question: ExplorerQuestion,
    onProgress: (progress: ExplorerProgress) => void = () => undefined,
  ): Promise<ExplorerAnswer | undefined> {
    if (this.#onProgress !== undefined) this.#connection?.cancel();
    const asked = ++this.#asked;
    this.#stopIdle?.();
    this.#onProgress = onProgress;
    try {
      const answer = await this.#connected().request(question);
      if (answer.kind === "explored") this.#canGoOn = answer.canGoOn === true;
      if (asked === this.#asked && !this.#canGoOn) this.#stopIdle = this.after(IDLE_MS, () => this.#end());
      return asked === this.#asked ? answer : undefined;
    } catch (failure) {
      if (asked === this.#asked) throw failure;
      return undefined;
    } finally {
      if (asked === this.#asked) this.#onProgress = undefined;
    }
  }

  /** Ends what runs; it answers with what it has. */
  cancel(): void {
    this.#connection?.cancel();
  }

  hold(held: boolean): void {
    this.#connection?.hold(held);
  }

  #end(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  #connected(): ExplorerConnection {
    if (this.#connection !== undefined) return this.#connection;
    if (this.connector === undefined) throw new Error("this page has no explorer");
    const opened: ExplorerConnection = this.connector({
      onProgress: (progress) => {
        if (opened === this.#connection) this.#onProgress?.(progress);
      },
      onDead: () => {
        if (opened === this.#connection) this.#connection = undefined;
      },
    });
    this.#connection = opened;
    return opened;
  }
}

export function reasonOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
