// An explorer that answers what the test says, or dies.

import type { ExplorerAnswer, ExplorerQuestion } from "../../src/protocol/exploration.ts";
import type { ConnectExplorer, ExplorerEvents } from "../../src/store/explorer/actions.ts";

export class FakeExplorer {
  readonly questions: ExplorerQuestion[] = [];
  readonly waiting: { answer(answer: ExplorerAnswer): void; fail(message: string): void }[] = [];
  readonly holds: boolean[] = [];
  events: ExplorerEvents | undefined;
  connections = 0;
  cancelled = 0;

  readonly connect: ConnectExplorer = (events) => {
    this.events = events;
    this.connections += 1;
    return {
      request: (question) => {
        this.questions.push(question);
        return new Promise<ExplorerAnswer>((resolve, reject) => {
          this.waiting.push({ answer: resolve, fail: (message) => reject(new Error(message)) });
        });
      },
      cancel: () => {
        this.cancelled += 1;
      },
      hold: (held) => void this.holds.push(held),
      close: () => {},
    };
  };
}
