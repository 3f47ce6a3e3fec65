// The stacks besides the NMI stack on which handlers ran: the thread's, to which an
// NMI from user mode may move; those of machine checks and of FRED's levels.

import {
  DOUBLE_FAULT_STACK_TOP,
  KERNEL_STACK_TOP,
  MACHINE_CHECK_STACK_TOP,
  PAGE_BYTES,
  USER_STACK_TOP,
} from "../../machine/layout.ts";
import { NO_WRITE } from "../history/write-log.ts";
import { hex } from "../texts/words.ts";
import type { OtherStack, WordView } from "../views.ts";
import { wordView, type At } from "./word-view.ts";
import { STACK_TEXTS } from "../texts/stack.ts";

const STACKS: readonly (readonly [words: readonly [title: string, use: string], top: bigint])[] = [
  [STACK_TEXTS.kernelStack, KERNEL_STACK_TOP],
  [STACK_TEXTS.doubleFaultStack, DOUBLE_FAULT_STACK_TOP],
  [STACK_TEXTS.machineCheckStack, MACHINE_CHECK_STACK_TOP],
  [STACK_TEXTS.userStack, USER_STACK_TOP],
];

/** More than these are counted, not listed. */
const MOST_WORDS = 40;
const WORKLOAD = 0;

export function otherStacks(at: At): readonly OtherStack[] {
  // The workload's own pushes are no news.
  const isHandler = at.run.timeline.tracker.steps.running(at.position) !== WORKLOAD;
  return STACKS.flatMap(([[title, use], top]) => {
    const from = top - BigInt(PAGE_BYTES);
    const words: WordView[] = [];
    let more = 0;
    let hasHandlers = false;
    for (let address = top - 8n; address >= from; address -= 8n) {
      const isRsp = isHandler && (at.rsp === address || at.rspBefore === address);
      const byHandler = isByHandler(at, address);
      if (!byHandler && !isRsp) continue;
      hasHandlers ||= byHandler;
      if (words.length < MOST_WORDS) words.push({ ...wordView(at, address), offset: `-${top - address}` });
      else more++;
    }
    return hasHandlers ? [{ title, subtitle: STACK_TEXTS.otherStack(use, hex(top)), words, more }] : [];
  });
}

function isByHandler({ run, position }: At, address: bigint): boolean {
  const { writes } = run.timeline.tracker;
  const write = writes.lastBefore(address, position);
  return write !== NO_WRITE && writes.context(write) !== WORKLOAD;
}
