// What a verdict of the explorer is silent about, and what it found that a run does not
// show, which is a defect of ours.

const THIRD = "some defects show only with three";
const UNDECLARED = 'the file does not say where its regular NMI code is ("#@ service LABEL END")';

export const VERDICT_NOTE_TEXTS = {
  noNmis: "no NMI was tried",
  wholeHandler: `${UNDECLARED}: no-reentry is not judged, and every-nmi-served holds by itself`,
  takenForService: `${UNDECLARED}: it is taken to start where nmi_run_count is counted or a page is touched that may be absent, and no-reentry is not judged`,
  neverServed: "the regular NMI code was never begun",
  neverNested: "no NMI came inside another: nothing unblocked them in the handler",
  neverFaulted: "no page fault came inside an NMI",
  noThird: `no third NMI was tried, and ${THIRD}`,
  thirdInPart: (states: number) =>
    `a third NMI was tried in part, ${states.toLocaleString("en")} states, without a violation; ${THIRD}`,
  swaps: (workload: string) =>
    `the user's code of ${workload} runs with the kernel's GS base: a SWAPGS that asks CS alone, as kernels do it, is wrong here and right over user-swapgs`,
  /** `others`: what is at stake, and over which workloads. */
  notAtStake: (workload: string, others: readonly { readonly what: Stake; readonly workloads: readonly string[] }[]) =>
    `not at stake over ${workload}: ${others
      .map(({ what, workloads }) => `${STAKES[what]} (${workloads.join(", ")})`)
      .join("; ")}`,
} as const;

const STAKES = {
  lateCr2: "CR2, read late by a #PF handler",
  direction: "DF, set where the NMI comes",
  userGsBase: "a GS base of the user's",
  userRsp: "an RSP of the user's at CPL 0",
} as const;

/** What a handler can get wrong over some workloads only. */
export type Stake = keyof typeof STAKES;

export const UNCONFIRMED_TEXTS = {
  violation: (property: string, cause: string, steps: number, schedule: string) =>
    `${property} (${cause}) after ${steps} steps of "${schedule}" is not what an ordinary run shows`,
  harm: (properties: readonly string[], schedule: string) =>
    `${properties.join(", ")} by "${schedule}" is not what a run shows`,
  outcome: (schedule: string, broken: readonly string[], wanted: readonly string[]) =>
    `"${schedule}" breaks ${broken.join(", ") || "nothing"}, not ${wanted.join(", ") || "nothing"}`,
} as const;
