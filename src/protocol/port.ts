// A two-way channel of plain data: a worker, a message port, or a test's own.

export interface Port<Sent, Received> {
  send(message: Sent): void;
  /** Called for every message; one listener is enough. */
  listen(listener: (message: Received) => void): void;
}

/** Two ports joined in memory; messages are copied as between threads, and arrive later. */
export function joinPorts<A, B>(): readonly [Port<A, B>, Port<B, A>] {
  let toLeft: ((message: B) => void) | undefined;
  let toRight: ((message: A) => void) | undefined;
  const later = (deliver: () => void): void => void Promise.resolve().then(deliver);
  return [
    {
      send(message) {
        const copy = structuredClone(message);
        later(() => toRight?.(copy));
      },
      listen: (listener) => void (toLeft = listener),
    },
    {
      send(message) {
        const copy = structuredClone(message);
        later(() => toLeft?.(copy));
      },
      listen: (listener) => void (toRight = listener),
    },
  ];
}
