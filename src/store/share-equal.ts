// What is equal in two views stands as the same object: panels of parts that did not
// change need not draw again. Views are plain data: primitives, arrays, objects.

/** `after`, with every equal part taken from `before`. */
export function shareEqual<T>(before: T | undefined, after: T): T {
  if (Object.is(before, after) || before === undefined) return after;
  if (Array.isArray(before) && Array.isArray(after)) return shareItems(before, after) as T;
  return isPlain(before) && isPlain(after) ? (shareFields(before, after) as T) : after;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function shareItems(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const shared = after.map((item, index) => shareEqual(before[index], item));
  return shared.length === before.length && shared.every((item, index) => Object.is(item, before[index]))
    ? before
    : shared;
}

type Fields = Readonly<Record<string, unknown>>;

function shareFields(before: Fields, after: Fields): Fields {
  const names = Object.keys(after);
  const shared = Object.fromEntries(names.map((name) => [name, shareEqual(before[name], after[name])]));
  const isSame =
    names.length === Object.keys(before).length &&
    names.every((name) => name in before && Object.is(shared[name], before[name]));
  return isSame ? before : shared;
}
