// An explorer that answers what the test says, or dies.

import type { ExplorerAnswer, ExplorerQuestion } from "../../src/protocol/exploration.ts";
import type { ConnectExplorer, ExplorerEvents } from "../../src/store/explorer/line.ts";

export class FakeExplorer {
  readonly questions: ExplorerQuestion[] = [];
  readonly waiting: { answer(answer: ExplorerAnswer): void; fail(message: string): void }[] = [];
  /** The heat map is asked for after every answer. */
  readonly heats: ExplorerQuestion[] = [];
  readonly waitingHeats: { answer(answer: ExplorerAnswer): void; fail(message: string): void }[] = [];
  readonly holds: boolean[] = [];
  events: ExplorerEvents | undefined;
  connections = 0;
  cancelled = 0;
  closed = 0;

  readonly connect: ConnectExplorer = (events) => {
    this.events = events;
    this.connections += 1;
    return {
      request: (question) => {
        const isHeat = question.kind === "heat";
        (isHeat ? this.heats : this.questions).push(question);
        return new Promise<ExplorerAnswer>((resolve, reject) => {
          (isHeat ? this.waitingHeats : this.waiting).push({
            answer: resolve,
            fail: (message) => reject(new Error(message)),
          });
        });
      },
      cancel: () => {
        this.cancelled += 1;
      },
      hold: (held) => void this.holds.push(held),
      close: () => {
        this.closed += 1;
      },
    };
  };
}
