// Typing in the source: text is assembled after a pause, or at once when asked.
// Whatever else is asked goes after the text that was typed before it.

import type { StoreApi } from "zustand/vanilla";

import type { Reply, Request } from "../protocol/messages.ts";
import type { ProgramView } from "../session/views.ts";
import type { Surroundings } from "./connection.ts";
import type { Desk } from "./desk.ts";
import type { PageState } from "./state.ts";

const TYPING_PAUSE_MS = 350;
/** An opening that takes longer does not stop the page. */
const HELD_AT_MOST_MS = 5000;

export class SourceActions {
  #stopTyping: (() => void) | undefined;
  /** Another scenario is on its way: done when it is there. */
  #held: Promise<void> | undefined;

  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly desk: Desk,
    private readonly surroundings: Surroundings,
  ) {}

  type(text: string): void {
    if (text === this.store.getState().sourceText) return;
    this.store.setState({ sourceText: text, sourcePending: true });
    this.#stopTyping?.();
    this.#stopTyping = this.surroundings.after(TYPING_PAUSE_MS, () => void this.apply());
  }

  /** What was typed before is assembled first, so that it is kept. */
  async replace(text: string): Promise<void> {
    await this.apply();
    this.store.setState({ sourceText: text, sourcePending: true, putSource: text });
    await this.apply();
  }

  async apply(): Promise<void> {
    this.forget();
    const { sourceText, program, sourcePending } = this.store.getState();
    if (!sourcePending || program === undefined) return;
    if (sourceText === program.source) this.store.setState({ sourcePending: false });
    else await this.desk.ask({ kind: "edit-source", text: sourceText });
  }

  /** What the assembler makes of a text, which changes nothing. */
  async tryOut(text: string): Promise<ProgramView | undefined> {
    const reply = await this.desk.ask({ kind: "assemble", text });
    return reply?.kind === "tried" ? reply.program : undefined;
  }

  /** No assembling after the pause: another text takes its place. */
  forget(): void {
    this.#stopTyping?.();
    this.#stopTyping = undefined;
  }

  async ask(request: Request): Promise<void> {
    await this.askFor(request);
  }

  /** What is asked from now on is asked of what is being opened. */
  async hold<T>(opening: Promise<T>): Promise<T> {
    let release = (): void => undefined;
    const held = new Promise<void>((done) => (release = done));
    const stopWaiting = this.surroundings.after(HELD_AT_MOST_MS, release);
    this.#held = held;
    try {
      return await opening;
    } finally {
      stopWaiting();
      release();
      if (this.#held === held) this.#held = undefined;
    }
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  async askFor(request: Request): Promise<Reply | undefined> {
    await this.#held;
    if (this.store.getState().sourcePending) await this.apply();
    return this.desk.ask(request);
  }
}
