// Small words of sentences: counts, lists, values with their meaning.

const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** "five"; digits above ten. */
export function count(number: number): string {
  return COUNTS[number] ?? String(number);
}

export function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** "a", "a and b", "a, b and c" */
export function list(words: readonly string[]): string {
  if (words.length <= 1) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** "0x10 (__KERNEL_CS)", "workload+0x7", "0x12" */
export function valueWords(value: bigint, meaning: string): string {
  if (meaning === "") return hex(value);
  return /^[A-Za-z_.$][\w.$]*(\+0x[0-9a-f]+)?$/.test(meaning) && value > 0xffffn
    ? meaning
    : `${hex(value)} (${meaning})`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Before the workload's name; events have names of their own. */
export function workloadArticle(beginsSentence: boolean): string {
  return beginsSentence ? "The " : "the ";
}
