// What the page asks its workers and how long each answer takes: from the question's
// post until the answer is heard.

/** In the page, before its scripts. */
export function watchWorkers() {
  const asked = [];
  globalThis.askedOfWorkers = asked;
  globalThis.Worker = class extends Worker {
    #open = new Map();

    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        const begun = this.#open.get(data.generation);
        if (begun === undefined || data.kind !== "reply") return;
        asked.push({ ...begun, milliseconds: performance.now() - begun.at });
        this.#open.delete(data.generation);
      });
    }

    postMessage(message, ...rest) {
      const { request } = message ?? {};
      if (message?.kind === "request")
        this.#open.set(message.generation, { at: performance.now(), kind: request.kind, move: request.move });
      super.postMessage(message, ...rest);
    }
  };
}

export const askedOf = (page) => page.evaluate(() => globalThis.askedOfWorkers);
