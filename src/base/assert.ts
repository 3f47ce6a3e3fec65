// Our own mistakes: what cannot happen stops the slice with a message. Knows
// nothing about users' mistakes, which are data (diagnostics), not exceptions.

export class InternalError extends Error {
  override name = "InternalError";
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}

/** For the end of an exhaustive switch, and for values that were just checked to exist. */
export function unreachable(value: never): never {
  throw new InternalError(`unreachable: ${String(value)}`);
}

export function defined<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new InternalError(`missing: ${what}`);
  return value;
}
