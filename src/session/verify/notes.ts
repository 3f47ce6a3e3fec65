// What a verdict is silent about, as it was not tried, not judged or did not happen.

import type { Bounds } from "../../explore/index.ts";
import type { WorkloadName } from "../../scenario/scenario.ts";

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
const STAKES: readonly { readonly what: string; readonly workloads: readonly WorkloadName[] }[] = [
  { what: "CR2, read late by a #PF handler", workloads: ["page-fault"] },
  { what: "DF, set where the NMI comes", workloads: ["kernel-df"] },
  { what: "a GS base of the user's", workloads: ["user-swapgs", "syscall"] },
  { what: "an RSP of the user's at CPL 0", workloads: ["syscall"] },
];

/** Whose user code runs with the kernel's GS base. */
const KERNEL_BASE: readonly WorkloadName[] = ["user", "page-fault"];

const UNDECLARED = 'the file does not say where its regular NMI code is ("#@ service LABEL END")';
const THIRD = "some defects show only with three";

export function notesOf(noted: Noted): readonly Note[] {
  const { verdict, bounds, served, nestedNmis, hasFaulted } = noted;
  if (bounds.nmis === 0) return [{ kind: "not-happened", text: "no NMI was tried" }];
  const notes: Note[] = [];
  const say = (kind: NoteKind, isSo: boolean, text: string): void => {
    if (isSo) notes.push({ kind, text });
  };
  say(
    "not-judged",
    noted.isWholeHandler,
    `${UNDECLARED}: no-reentry is not judged, and every-nmi-served holds by itself`,
  );
  say(
    "not-judged",
    !noted.isWholeHandler && !noted.isReentryJudged,
    `${UNDECLARED}: it is taken to start where nmi_run_count is counted or a page is touched that may be absent, and no-reentry is not judged`,
  );
  say("not-happened", !served, "the regular NMI code was never begun");
  const calm = bounds.nmis > 1 && nestedNmis === 0;
  say("not-happened", calm, "no NMI came inside another: nothing unblocked them in the handler");
  say("not-happened", bounds.faults > 0 && !hasFaulted, "no page fault came inside an NMI");
  const holds = verdict === "holds";
  say("not-tried", holds && bounds.nmis === 2 && nestedNmis > 0, `no third NMI was tried, and ${THIRD}`);
  const isUnusual = KERNEL_BASE.includes(noted.workload) && noted.swaps && verdict === "violated";
  say("surroundings", isUnusual, swapsText(noted.workload));
  say("not-at-stake", holds, notAtStake(noted.workload));
  return notes;
}

/** `notes` of two NMIs, after which a third was tried and a limit reached. */
export function withThirdInPart(notes: readonly Note[], states: number): readonly Note[] {
  const text = `a third NMI was tried in part, ${states.toLocaleString("en")} states, without a violation; ${THIRD}`;
  const others = notes.filter(({ kind }) => kind !== "not-tried");
  const at = others.findIndex(({ kind }) => kind === "not-at-stake");
  return at < 0 ? [...others, { kind: "in-part", text }] : others.toSpliced(at, 0, { kind: "in-part", text });
}

function swapsText(workload: WorkloadName): string {
  return `the user's code of ${workload} runs with the kernel's GS base: a SWAPGS that asks CS alone, as kernels do it, is wrong here and right over user-swapgs`;
}

function notAtStake(workload: WorkloadName): string {
  const others = STAKES.filter(({ workloads }) => !workloads.includes(workload));
  return `not at stake over ${workload}: ${others.map(({ what, workloads }) => `${what} (${workloads.join(", ")})`).join("; ")}`;
}
