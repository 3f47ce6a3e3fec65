// What a verdict is silent about, as it was not tried, not judged or did not happen.

import type { Bounds } from "../../explore/index.ts";
import type { WorkloadName } from "../../scenario/scenario.ts";
import { VERDICT_NOTE_TEXTS, type Stake } from "../texts/exploring.ts";

type NoteKind = "not-tried" | "in-part" | "not-judged" | "not-happened" | "not-at-stake" | "surroundings";

export interface Note {
  readonly kind: NoteKind;
  readonly text: string;
}

/** What notes are made from. */
export interface Noted {
  readonly verdict: "holds" | "violated" | "incomplete";
  readonly bounds: Bounds;
  readonly workload: WorkloadName;
  /** The regular NMI code was begun; it is the whole handler, as nothing is declared; no-reentry is judged. */
  readonly served: boolean;
  readonly isWholeHandler: boolean;
  readonly isReentryJudged: boolean;
  readonly nestedNmis: number;
  /** A page fault came inside an NMI. */
  readonly hasFaulted: boolean;
  /** The handler executed SWAPGS. */
  readonly swaps: boolean;
}

/** What is at stake over few workloads. */
const STAKES: readonly { readonly what: Stake; readonly workloads: readonly WorkloadName[] }[] = [
  { what: "lateCr2", workloads: ["page-fault"] },
  { what: "direction", workloads: ["kernel-df"] },
  { what: "userGsBase", workloads: ["user-swapgs", "syscall"] },
  { what: "userRsp", workloads: ["syscall"] },
];

/** Whose user code runs with the kernel's GS base. */
const KERNEL_BASE: readonly WorkloadName[] = ["user", "page-fault"];

export function notesOf(noted: Noted): readonly Note[] {
  const { verdict, bounds, served, nestedNmis, hasFaulted } = noted;
  if (bounds.nmis === 0) return [{ kind: "not-happened", text: VERDICT_NOTE_TEXTS.noNmis }];
  const notes: Note[] = [];
  const say = (kind: NoteKind, isSo: boolean, text: string): void => {
    if (isSo) notes.push({ kind, text });
  };
  say("not-judged", noted.isWholeHandler, VERDICT_NOTE_TEXTS.wholeHandler);
  say("not-judged", !noted.isWholeHandler && !noted.isReentryJudged, VERDICT_NOTE_TEXTS.takenForService);
  say("not-happened", !served, VERDICT_NOTE_TEXTS.neverServed);
  const calm = bounds.nmis > 1 && nestedNmis === 0;
  say("not-happened", calm, VERDICT_NOTE_TEXTS.neverNested);
  say("not-happened", bounds.faults > 0 && !hasFaulted, VERDICT_NOTE_TEXTS.neverFaulted);
  const holds = verdict === "holds";
  say("not-tried", holds && bounds.nmis === 2 && nestedNmis > 0, VERDICT_NOTE_TEXTS.noThird);
  const isUnusual = KERNEL_BASE.includes(noted.workload) && noted.swaps && verdict === "violated";
  say("surroundings", isUnusual, VERDICT_NOTE_TEXTS.swaps(noted.workload));
  say("not-at-stake", holds, notAtStake(noted.workload));
  return notes;
}

/** `notes` of two NMIs, after which a third was tried and a limit reached. */
export function withThirdInPart(notes: readonly Note[], states: number): readonly Note[] {
  const text = VERDICT_NOTE_TEXTS.thirdInPart(states);
  const others = notes.filter(({ kind }) => kind !== "not-tried");
  const at = others.findIndex(({ kind }) => kind === "not-at-stake");
  return at < 0 ? [...others, { kind: "in-part", text }] : others.toSpliced(at, 0, { kind: "in-part", text });
}

function notAtStake(workload: WorkloadName): string {
  const others = STAKES.filter(({ workloads }) => !workloads.includes(workload));
  return VERDICT_NOTE_TEXTS.notAtStake(workload, others);
}
