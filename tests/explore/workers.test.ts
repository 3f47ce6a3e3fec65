// A search that several do at once says what one alone says: counts, schedules, limits
// and what was exercised.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type Bounds,
  type Crew,
  type Grant,
  type SearchPlan,
  DEFAULT_LIMITS,
  type Limits,
  type Question,
  type SearchMode,
  type ShareMessage,
  type ShareWork,
  searchShare,
} from "../../src/explore/index.ts";
import { Machine, searchBytes } from "../../src/machine/index.ts";
import { exploreProgram, type ExplorationReport, type Program } from "../../src/session/index.ts";
import { questionOf } from "../../src/session/verify/question.ts";
import { bounds, catalogue, source } from "./support.ts";
import { TOYS } from "./toys.ts";

const CORE = readFileSync(join(import.meta.dirname, "../../build/core.wasm"));
const MAX_STATES = 1_000_000;
const machines = await Promise.all([0, 1, 2, 3].map(() => Machine.create(CORE, searchBytes(MAX_STATES))));
const [machine, ...others] = machines as [Machine, ...Machine[]];

/** Helpers in this very thread: each goes on a little whenever it is asked. */
class Helpers implements Crew {
  readonly fewestStates = 0;
  readonly helpers: number;
  readonly #question: Question;
  #works: ShareWork[] = [];
  readonly told = new Set<ShareMessage["kind"] | "afresh">();
  #grants: Grant[][] = [];

  constructor(helpers: number, question: Question) {
    this.helpers = helpers;
    this.#question = question;
  }

  begin(plan: SearchPlan): void {
    this.#grants = others.map(() => []);
    this.#works = others
      .slice(0, this.helpers)
      .map((other, index) => searchShare(other, this.#question, plan, () => this.#grants[index]?.shift()));
  }

  grant(helper: number, grant: Grant): void {
    this.#grants[helper]?.push(grant);
    if (grant.afresh) this.told.add("afresh");
  }

  take(helper: number): readonly ShareMessage[] {
    const next = this.#works[helper]?.next();
    if (next === undefined || next.done === true || next.value === undefined || next.value === "idle") return [];
    if (next.value.kind !== "chains") this.told.add(next.value.kind);
    return [next.value];
  }

  end(): void {
    this.#works = [];
  }
}

interface Case {
  readonly program: Program;
  readonly within: Bounds;
  readonly limits?: Partial<Limits>;
  readonly mode?: SearchMode;
}

function explored({ program, within, limits = {}, mode = "hash" }: Case, helpers: number) {
  const plan = { program, bounds: within, limits: { ...DEFAULT_LIMITS, maxStates: MAX_STATES, ...limits }, mode };
  const crew = new Helpers(helpers, questionOf(plan));
  const work = exploreProgram(machine, helpers === 0 ? plan : { ...plan, helpers: { crewFor: () => crew } });
  let next = work.next();
  while (next.done !== true) next = work.next();
  const report: ExplorationReport = next.value;
  return { report, told: [...crew.told] };
}

const repaired = catalogue("desnoyers-2010-repaired");

const CASES: readonly (readonly [string, Case])[] = [
  ...Object.entries(TOYS).map(([name, text]) => [name, { program: source(text), within: bounds(2, 2) }] as const),
  ["naive", { program: catalogue("naive"), within: bounds(2, 1) }],
  ["naive, three NMIs", { program: catalogue("naive"), within: bounds(3, 1) }],
  ["desnoyers-2010", { program: catalogue("desnoyers-2010"), within: bounds(3, 1) }],
  ["the repaired handler", { program: repaired, within: bounds(2, 2) }],
  [
    "the repaired handler, user mode, faults in the region",
    { program: catalogue("desnoyers-2010-repaired", "user"), within: bounds(1, 1, { faultPoints: "region" }) },
  ],
  ["machine checks", { program: repaired, within: bounds(1, 0, { machineChecks: 1 }) }],
  ["#DB and #BP", { program: repaired, within: bounds(0, 0, { debugExceptions: 1, breakpoints: 1 }) }],
  ["marks", { program: repaired, within: bounds(2, 2), mode: "marks" }],
  ["marks, naive", { program: catalogue("naive"), within: bounds(2, 1), mode: "marks" }],
  ["too small a table", { program: repaired, within: bounds(2, 2), limits: { maxStates: 100_000 } }],
  ["a table that is just full", { program: catalogue("naive"), within: bounds(2, 1), limits: { maxStates: 10_000 } }],
  ["chains that are too long", { program: repaired, within: bounds(2, 1), limits: { maxChain: 60 } }],
];

describe.each(CASES)("%s", (_, asked) => {
  const alone = explored(asked, 0).report;

  it.each([1, 2, 3])("is the same with %i helpers", (helpers) => {
    const { report, told } = explored(asked, helpers);
    expect(report).toEqual(alone);
    // the others have done something, unless a limit ended the search before
    if (alone.limits.length === 0) expect(told).toContain("done");
  });
});
