// The NMI stack as drawn: every word ever written, gaps between, the copy beside
// it, and the ledger of frames.

import { NMI_STACK_TOP } from "../../machine/layout.ts";
import { NO_WRITE } from "../history/write-log.ts";
import { NMI_STACK_BOTTOM, type CopyRegion } from "../meaning.ts";
import { STACK_TEXTS } from "../texts/stack.ts";
import { capital } from "../texts/words.ts";
import type { CopyRow, CopyView, StackRow, StackView, WordGap } from "../views.ts";
import { frameFates } from "./frame-fates.ts";
import { otherStacks } from "./other-stacks.ts";
import { FRAME_ROLES, frameRegions, isWritten, wordView, type At } from "./word-view.ts";

export function makeStackView(at: At): StackView {
  const { copy } = at.run.meaning;
  const beside = copy !== undefined && copy.from >= NMI_STACK_BOTTOM && copy.to <= NMI_STACK_TOP ? copy : undefined;
  const kept = copy === undefined ? keptFrames(at) : [];
  return {
    title: STACK_TEXTS.nmiStack,
    subtitle: STACK_TEXTS.nmiStackUse,
    from: NMI_STACK_BOTTOM,
    to: NMI_STACK_TOP,
    rows: stackRows(at, beside),
    copy: copy === undefined ? kept[0] : copyView(at, copy),
    kept: kept.slice(1),
    others: otherStacks(at),
    frames: frameFates(at),
  };
}

function stackRows(at: At, copy: CopyRegion | undefined): readonly StackRow[] {
  const rows: StackRow[] = [];
  let gapTop: bigint | undefined;
  const closeGap = (bottom: bigint): void => {
    if (gapTop !== undefined) rows.push(neverWritten(at, bottom, gapTop));
    gapTop = undefined;
  };
  for (let address = NMI_STACK_TOP - 8n; address >= NMI_STACK_BOTTOM; address -= 8n) {
    if (copy !== undefined && address < copy.to && address >= copy.from) {
      closeGap(address + 8n);
      rows.push(copyGap(at, copy));
      address = copy.from;
      continue;
    }
    const place = Number((NMI_STACK_TOP - 8n - address) / 8n);
    const label = FRAME_ROLES[place];
    if (label !== undefined || isWritten(at, address) || at.rsp === address || at.rspBefore === address) {
      closeGap(address + 8n);
      const word = wordView(at, address, label);
      rows.push(word.label === "" ? { ...word, label: flagName(at, address) ?? "" } : word);
    } else if (at.run.timeline.tracker.frames.isSkipped(address, at.position)) {
      closeGap(address + 8n);
      rows.push(gap(at, address, 1, STACK_TEXTS.skipped));
    } else gapTop ??= address;
  }
  closeGap(NMI_STACK_BOTTOM);
  return rows;
}

function regionsOf({ run }: At) {
  return run.program.source.assembly.annotations.regions;
}

/** A region of one word is a flag with a name. */
function flagName(at: At, address: bigint): string | undefined {
  return regionsOf(at).find(({ from, to }) => from === address && to === address + 8n)?.name;
}

/** What IRET takes first. */
function keptFrames(at: At): readonly CopyView[] {
  return frameRegions(at.run)
    .toSorted((a, b) => Number(b.name.startsWith("iret")) - Number(a.name.startsWith("iret")))
    .map(({ name, from, to }) => ({
      title: capital(name),
      subtitle: STACK_TEXTS.frameCopyPlace(at.run.meaning.offset(to - 8n), at.run.meaning.offset(from)),
      rows: copyRows(at, from, to),
    }));
}

function gap(at: At, address: bigint, words: number, text: string): WordGap {
  const region = at.run.program.source.assembly.annotations.regions.find(
    ({ from, to }) => address >= from && address < to,
  );
  return { kind: "gap", offset: at.run.meaning.offset(address), address, words, text, band: region?.name };
}

/** Words [bottom, top] of which none was ever written. */
function neverWritten(at: At, bottom: bigint, top: bigint): WordGap {
  const words = Number((top - bottom) / 8n) + 1;
  return gap(at, top, words, STACK_TEXTS.neverWritten(words));
}

function copyGap(at: At, copy: CopyRegion): WordGap {
  const words = Number((copy.to - copy.from) / 8n);
  return { ...gap(at, copy.to - 8n, words, STACK_TEXTS.copyBeside(words)), band: STACK_TEXTS.copyBand };
}

function copyView(at: At, copy: CopyRegion): StackView["copy"] {
  const rows = copyRows(at, copy.from, copy.to);
  const below = NMI_STACK_TOP - copy.to;
  return { title: STACK_TEXTS.copy, subtitle: STACK_TEXTS.copyPlace(below, rows.length), rows };
}

function copyRows(at: At, from: bigint, to: bigint): readonly CopyRow[] {
  return Array.from({ length: Number((to - from) / 8n) }, (_, n) => copyRow(at, to - 8n * BigInt(n + 1)));
}

function copyRow(at: At, address: bigint): CopyRow {
  const { writes } = at.run.timeline.tracker;
  const word = wordView(at, address);
  const write = writes.lastBefore(address, at.position);
  const source = write === NO_WRITE ? NO_WRITE : writes.source(write);
  if (source === NO_WRITE) return { word, of: undefined, equal: undefined };
  const of = writes.address(source);
  return { word, of, equal: writes.valueAt(of, at.position) === word.value };
}
