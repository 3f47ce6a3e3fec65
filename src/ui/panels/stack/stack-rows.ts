// How the stack's rows are laid out: which go side by side with their copies,
// which follow below. Pure, so that it is tested without a browser.

import type { CopyRow, StackRow, StackView, WordGap, WordView } from "../../../session/views.ts";

/** Words of the frame that an NMI pushes at the top of its stack. */
const FRAME_LABELS = ["SS", "RSP", "RFLAGS", "CS", "RIP"] as const;
const WORD = 8n;

export interface Pair {
  readonly row: StackRow;
  readonly copy: CopyRow | undefined;
}

export interface StackLayout {
  /** Copy words that stand above the first pair (CR2). */
  readonly above: readonly CopyRow[];
  /** The frame block, each word with its copy beside it. */
  readonly pairs: readonly Pair[];
  /** The rest of the stack, in one-line rows. */
  readonly below: readonly StackRow[];
  /** Copy words that have no place beside a frame word. */
  readonly rest: readonly CopyRow[];
}

/** The top frame keeps its place before anything is written there: no row may move when it comes. */
export function reserveFrame(view: StackView): readonly StackRow[] {
  const [first, ...others] = view.rows;
  const words = FRAME_LABELS.length;
  if (first?.kind !== "gap" || first.words < words || first.band !== undefined) return view.rows;
  const top = view.to;
  const reserved = FRAME_LABELS.map((label, index) => emptyWord(top - WORD * BigInt(index + 1), label, index));
  if (first.words === words) return [...reserved, ...others];
  const remaining: WordGap = {
    ...first,
    words: first.words - words,
    offset: `T-${(words + 1) * 8}`,
    address: first.address,
  };
  return [...reserved, remaining, ...others];
}

function emptyWord(address: bigint, label: string, index: number): WordView {
  return {
    kind: "word",
    address,
    offset: `T-${(index + 1) * 8}`,
    label,
    value: 0n,
    meaning: "",
    writer: undefined,
    state: "stale",
    was: undefined,
    frameOf: undefined,
    wanted: undefined,
    rsp: undefined,
  };
}

export function layoutStack(view: StackView): StackLayout {
  const rows = reserveFrame(view);
  const copies = view.copy?.rows ?? [];
  const top = rows.slice(0, FRAME_LABELS.length);
  const isFrame = top.length === FRAME_LABELS.length && top.every((row) => row.kind === "word");
  if (!isFrame) return { above: [], pairs: [], below: rows, rest: copies };
  const shift = shiftOf(copies, top);
  const pairs = top.map((row, index): Pair => {
    const copy = copies[index + shift];
    return { row, copy: copy !== undefined && belongsTo(copy, row) ? copy : undefined };
  });
  const paired = new Set(pairs.map((pair) => pair.copy));
  return {
    above: copies.slice(0, shift),
    pairs,
    below: rows.slice(FRAME_LABELS.length),
    rest: copies.slice(shift).filter((copy) => !paired.has(copy)),
  };
}

/** A word that was never written keeps the place that it will have. */
function belongsTo(copy: CopyRow, row: StackRow): boolean {
  return copy.of === row.address || (copy.of === undefined && copy.word.writer === undefined);
}

/** How many copy words stand above the one of the first frame word; before anything is copied, the last five are the frame's. */
function shiftOf(copies: readonly CopyRow[], frame: readonly StackRow[]): number {
  for (const [index, copy] of copies.entries()) {
    const at = frame.findIndex((row) => row.address === copy.of);
    if (at !== -1 && index >= at) return index - at;
  }
  return Math.max(0, copies.length - FRAME_LABELS.length);
}

/** Names of the regions that hold kept frames, by the highest address of each. */
export function bandsOf(stack: StackView): ReadonlyMap<bigint, string> {
  const regions = [...(stack.copy === undefined ? [] : [stack.copy]), ...stack.kept];
  return new Map(
    regions.flatMap(({ title, rows }) => {
      const addresses = rows.map(({ word }) => word.address);
      const top = addresses.reduce((highest, one) => (one > highest ? one : highest), 0n);
      return addresses.length === 0 ? [] : [[top, title] as const];
    }),
  );
}

/** RSP's way: addresses strictly between where it was and where it is. */
export function rspPath(rows: readonly StackRow[]): { readonly from: bigint; readonly to: bigint } | undefined {
  const now = rows.find((row): row is WordView => row.kind === "word" && row.rsp === "now");
  const was = rows.find((row): row is WordView => row.kind === "word" && row.rsp === "was");
  if (now === undefined || was === undefined) return undefined;
  return now.address > was.address ? { from: was.address, to: now.address } : { from: now.address, to: was.address };
}
