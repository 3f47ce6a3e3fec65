// A search that several do at once says what one alone says: counts, schedules, limits
// and what was exercised.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type Bounds,
  type Crew,
  DEFAULT_LIMITS,
  type HelpWork,
  type HelperMessage,
  type Limits,
  type Question,
  type SearchMode,
  type SharedLevel,
  helpSearch,
} from "../../src/explore/index.ts";
import { defined } from "../../src/base/assert.ts";
import { Machine, type SharedMemory, SharedTable, makeSharedMemory, searchBytes } from "../../src/machine/index.ts";
import { exploreProgram, type ExplorationReport, type Program } from "../../src/session/index.ts";
import { questionOf } from "../../src/session/verify/question.ts";
import { TABLE as TABLE_FROM } from "../../src/core/table/codes.ts";
import { bounds, catalogue, source } from "./support.ts";
import { TOYS } from "./toys.ts";

const CORE = readFileSync(join(import.meta.dirname, "../../build/core.wasm"));
const TABLE = new WebAssembly.Module(readFileSync(join(import.meta.dirname, "../../build/table.wasm")));
const MAX_STATES = 1_000_000;
const machines = await Promise.all([MAX_STATES, 1, 1, 1].map((states) => Machine.create(CORE, searchBytes(states))));
const [machine, ...others] = machines as [Machine, ...Machine[]];

/** Helpers in this very thread: each goes on a little whenever the leader listens. */
class Helpers implements Crew {
  readonly helpers: number;
  readonly #question: Question;
  /** The one that dies when it is about to tell of its third block. */
  readonly #mortal: number;
  #works: HelpWork[] = [];
  #levels: SharedLevel[][] = [];
  place: SharedMemory | undefined;
  #search = 0;
  #isAlive = true;
  blocks = 0;

  constructor(helpers: number, question: Question, mortal = -1) {
    this.helpers = helpers;
    this.#question = question;
    this.#mortal = mortal;
  }

  call(): void {
    // they are there
  }

  memory(states: number) {
    const memory = makeSharedMemory(TABLE, states);
    if (memory === undefined) return undefined;
    this.place = memory;
    this.#search++;
    return { memory, unused: true, search: this.#search };
  }

  begin(pages: number): void {
    const memory = defined(this.place, "memory");
    const search = this.#search;
    this.#levels = others.map(() => []);
    this.#works = others.slice(0, this.helpers).flatMap((other, index) => {
      if (index === this.#mortal && !this.#isAlive) return [];
      const plan = { memory, worker: index + 1, pages, search };
      return [helpSearch(other, this.#question, plan, () => this.#levels[index]?.shift())];
    });
  }

  level(level: SharedLevel): void {
    for (const levels of this.#levels) levels.push(level);
  }

  take(): readonly { readonly helper: number; readonly message: HelperMessage }[] {
    return this.#works.flatMap((work, index) => {
      const { value } = work.next();
      if (value === undefined || value === "idle") return [];
      if (index === this.#mortal && this.#isAlive && this.blocks > 2) {
        this.#isAlive = false;
        return [{ helper: index + 1, message: { kind: "lost" } }];
      }
      this.blocks++;
      return [{ helper: index + 1, message: value }];
    });
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
  /** One alone must do it. */
  readonly isAlone?: boolean;
}

function finished(work: ReturnType<typeof exploreProgram>): ExplorationReport {
  let next = work.next();
  while (next.done !== true) next = work.next();
  return next.value;
}

function explored({ program, within, limits = {}, mode = "hash" }: Case, helpers: number, mortal = -1) {
  const all = { ...DEFAULT_LIMITS, maxStates: MAX_STATES, ...limits };
  const plan = { program, bounds: within, limits: all, mode, largeLevel: 0 };
  const crew = new Helpers(helpers, questionOf(plan), mortal);
  const work = exploreProgram(machine, helpers === 0 ? plan : { ...plan, helpers: { crewFor: () => crew } });
  return { report: finished(work), blocks: crew.blocks };
}

/** What RDTSC reads depends on the way to it. */
const TIMED = `
nmi:
    pushq %rax
    pushq %rdx
    int3
    rdtsc
    popq %rdx
    popq %rax
    iretq
`;

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
  ["the time is read", { program: source(TIMED), within: bounds(2, 0), isAlone: true }],
  ["marks", { program: repaired, within: bounds(2, 2), mode: "marks" }],
  ["marks, naive", { program: catalogue("naive"), within: bounds(2, 1), mode: "marks" }],
  ["too small a table", { program: repaired, within: bounds(2, 2), limits: { maxStates: 100_000 } }],
  ["a table that is just full", { program: catalogue("naive"), within: bounds(2, 1), limits: { maxStates: 10_000 } }],
  ["chains that are too long", { program: repaired, within: bounds(2, 1), limits: { maxChain: 60 } }],
];

describe.each(CASES)("%s", (_, asked) => {
  const alone = explored(asked, 0).report;

  it.each([1, 2, 3])("is the same with %i helpers", (helpers) => {
    const { report, blocks } = explored(asked, helpers);
    expect(report).toEqual(alone);
    // the others have done something, unless one alone must
    if (alone.limits.length === 0 && asked.mode === undefined && asked.isAlone !== true)
      expect(blocks).toBeGreaterThan(0);
  });
});

it("is the same if one of three helpers dies on the way", () => {
  const asked = { program: catalogue("naive"), within: bounds(3, 1) };
  expect(explored(asked, 3, 1).report).toEqual(explored(asked, 0).report);
});

/** One who has put states in, and goes on for ever: nothing is settled. */
class Phantom extends Helpers {
  /** What the table of a whole search holds. */
  keys: readonly bigint[] = [];

  override begin(pages: number): void {
    super.begin(pages);
    const memory = defined(this.place, "memory");
    const table = new SharedTable(memory, { worker: 9, most: MAX_STATES, search: 1 });
    expect(table.begin(0)).toBe("go");
    const nothing = Array.from({ length: 15 }, () => 0n);
    const visit = table.exports["visit"] as (from: number, count: number, ...keys: readonly bigint[]) => number;
    for (const key of this.keys) visit(0, 1, key, ...nothing);
    table.end(0);
  }
}

function keysIn({ memory }: SharedMemory): readonly bigint[] {
  return [...new BigUint64Array(memory.buffer, TABLE_FROM)].filter((key) => key !== 0n);
}

describe("a chain that meets others which go on just now", () => {
  const LOOP = "nmi:\n    movb $1, %gs:need_fake_nmi\n1:  nop\n    jmp 1b\n";

  function among(text: string) {
    const plan = {
      program: source(text),
      bounds: bounds(1, 0),
      limits: { ...DEFAULT_LIMITS, maxStates: MAX_STATES },
      largeLevel: 0,
    };
    const crew = new Phantom(1, questionOf(plan));
    const ask = () => finished(exploreProgram(machine, { ...plan, helpers: { crewFor: () => crew } }));
    const whole = ask();
    crew.keys = keysIn(defined(crew.place, "memory"));
    // every chain has ended: none of its states is open
    expect(crew.keys.filter((key) => (key & 1n) !== 0n)).toEqual([]);
    expect(crew.keys.length).toBe(whole.states);
    return { whole, met: ask() };
  }

  it("finds that all go round", () => {
    const { whole, met } = among(LOOP);
    expect(whole.violations.map(({ property }) => property)).toContain("progress");
    expect(met.states).toBeLessThan(whole.states);
    expect(met.violations).toEqual(whole.violations);
  });

  it("goes on to where nobody is any more, and finds nothing", () => {
    const { met } = among(TOYS.CALM);
    expect(met).toMatchObject({ verdict: "holds", limits: [] });
  });
});
