// The heat map against every pair of NMIs run by itself: what an NMI at a place
// breaks is what the run with it breaks and the run without it does not.
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/explore/index.ts";
import { PROPERTIES } from "../../src/machine/types.ts";
import { printSchedule } from "../../src/scenario/schedule.ts";
import { heatOf, type HeatPlace, type HeatReport, type Program } from "../../src/session/index.ts";
import { openRun } from "../../src/session/run.ts";
import { finish } from "../../src/session/slices.ts";
import { WRONG_HANDLERS } from "./handlers.ts";
import { MAX_STATES, bounds, catalogue, machine, source } from "./support.ts";
import { TOYS } from "./toys.ts";

function heatMap(program: Program, within = bounds(2, 2)): HeatReport {
  const work = heatOf(machine, { program, bounds: within, limits: { ...DEFAULT_LIMITS, maxStates: MAX_STATES } });
  let next = work.next();
  while (next.done !== true) next = work.next();
  return next.value;
}

interface Known {
  reached: number;
  open: number | undefined;
  harmful: number | undefined;
  readonly properties: Set<string>;
}

interface Ran {
  readonly broken: ReadonlySet<string>;
  readonly accepted: ReadonlySet<number>;
  readonly rips: readonly bigint[];
}

function take(program: Program, steps: readonly number[]): Ran {
  const items = steps.map((step) => ({ event: "nmi", when: String(step) }));
  const run = openRun(machine, program, items);
  finish(run.timeline.complete());
  const { timeline } = run;
  return {
    broken: new Set(run.violations().map(({ property }) => property)),
    accepted: new Set(timeline.tracker.acceptedNmis.map(({ step }) => step)),
    rips: Array.from({ length: timeline.length }, (_, boundary) => timeline.ripAt(boundary)),
  };
}

/** By every pair of NMIs. */
function tryAll(program: Program): ReadonlyMap<bigint, Known> {
  const known = new Map<bigint, Known>();
  const reach = ({ rips }: Ran, injections: number) => {
    for (const rip of rips)
      if (!known.has(rip))
        known.set(rip, { reached: injections, open: undefined, harmful: undefined, properties: new Set() });
  };
  const judge = (rip: bigint, injections: number, before: Ran, after: Ran, step: number) => {
    const at = known.get(rip);
    if (at === undefined || !after.accepted.has(step)) return;
    at.open ??= injections;
    for (const property of after.broken) {
      if (before.broken.has(property)) continue;
      at.harmful ??= injections;
      at.properties.add(property);
    }
  };
  const calm = take(program, []);
  reach(calm, 0);
  const round = 33;
  const firsts = Array.from({ length: round }, (_, first) => take(program, [first]));
  firsts.forEach((one, first) => {
    reach(one, 1);
    judge(calm.rips[first] ?? 0n, 0, calm, one, first);
  });
  firsts.forEach((one, first) => {
    for (let second = first + 1; second < one.rips.length; second++) {
      const two = take(program, [first, second]);
      reach(two, 2);
      judge(one.rips[second] ?? 0n, 1, one, two, second);
    }
  });
  return known;
}

function verdictOf(known: Known | undefined): Partial<HeatPlace> {
  if (known === undefined) return { verdict: "unreachable" };
  const properties = PROPERTIES.filter((property) => known.properties.has(property));
  if (known.harmful !== undefined) return { verdict: "harmful", injections: known.harmful, properties };
  if (known.open !== undefined) return { verdict: "safe", injections: known.open };
  return { verdict: "blocked", injections: known.reached };
}

// where a page is touched, more runs begin than these pairs
describe.each(Object.entries(TOYS).filter(([, text]) => !text.includes("touch0")))("%s", (_, text) => {
  it("has for each place what some pair of NMIs does there", () => {
    const program = source(text);
    const known = tryAll(program);
    const { places, limits, unconfirmed } = heatMap(program);
    expect([limits, unconfirmed]).toEqual([[], []]);
    for (const place of places) {
      // an NMI after two others is beyond the bounds
      if (place.verdict === "untried") continue;
      expect({ ...place, schedule: undefined }).toMatchObject(verdictOf(known.get(place.address)));
    }
    expect(places.some(({ verdict }) => verdict !== "unreachable")).toBe(true);
  });
});

// where a page is touched, more runs begin than these pairs
describe.each(Object.entries(TOYS).filter(([, text]) => !text.includes("touch0")))("outcomes of %s", (_, text) => {
  it("are what pairs of NMIs run to, the second one only where the first alone breaks nothing", () => {
    const program = source(text);
    const { outcomes, unconfirmed } = heatMap(program, bounds(2, 0));
    expect(unconfirmed).toEqual([]);
    const known = new Map<string, number>();
    const note = (injections: number, { broken }: Ran): void => {
      const words = [...broken].toSorted().join();
      if (words !== "") known.set(words, Math.min(injections, known.get(words) ?? injections));
    };
    const calm = take(program, []);
    note(0, calm);
    for (let first = 0; first < 33 && calm.broken.size === 0; first++) {
      const one = take(program, [first]);
      note(1, one);
      if (one.broken.size > 0) continue;
      for (let second = first + 1; second < one.rips.length; second++) note(2, take(program, [first, second]));
    }
    const drawn = outcomes.nodes.filter(({ outcome }) => outcome === "breaks");
    expect(new Map(drawn.map(({ properties, injections }) => [[...properties].toSorted().join(), injections]))).toEqual(
      known,
    );
  });

  it("have a run for each kind, and edges that come from kinds that break nothing", () => {
    const { nodes, edges } = heatMap(source(text)).outcomes;
    for (const [index, { outcome, schedule, properties, position }] of nodes.entries()) {
      const run = openRun(machine, source(text), schedule ?? []);
      finish(run.timeline.complete());
      const broken = new Set(run.violations().map(({ property }) => property));
      if (outcome === "breaks") expect(properties.every((property) => broken.has(property))).toBe(true);
      else expect([...broken]).toEqual([]);
      expect(position).toBeLessThanOrEqual(run.timeline.length);
      expect(index === 0 || edges.some(({ to }) => to === index)).toBe(true);
    }
    for (const { from, to, count, places } of edges) {
      expect(nodes[from]?.outcome).not.toBe("breaks");
      expect(nodes[to]?.count).toBeGreaterThanOrEqual(count);
      expect(places.length).toBeLessThanOrEqual(count);
    }
  });
});

describe("the heat map", () => {
  it("says of the naive handler: harmful from the first instruction that may fault on", () => {
    const { places } = heatMap(catalogue("naive"), bounds(2, 1));
    const handler = places.filter(({ piece }) => piece === "handler");
    const from = handler.findIndex(({ place }) => place === "touch_page");
    expect(handler.slice(0, from).every(({ verdict }) => verdict === "blocked")).toBe(true);
    for (const { verdict, injections, properties, schedule } of handler.slice(from)) {
      expect([verdict, injections]).toEqual(["harmful", 1]);
      expect(properties).toContain("resume-exact");
      expect(printSchedule(schedule ?? [])).toMatch(/^nmi@workload; nmi@/);
    }
    expect(places.filter(({ piece, verdict }) => piece === "workload" && verdict !== "safe")).toEqual([]);
  });

  it("says of the naive handler's runs: one NMI alone breaks nothing, a second one after the page fault does", () => {
    const { nodes, edges } = heatMap(catalogue("naive"), bounds(2, 1)).outcomes;
    const broken = nodes.flatMap(({ outcome }, index) => (outcome === "breaks" ? [index] : []));
    expect(nodes[0]).toMatchObject({ outcome: "fragile", injections: 0, schedule: [] });
    expect(broken.map((index) => nodes[index]?.injections)).toEqual(broken.map(() => 2));
    const into = edges.filter(({ to }) => broken.includes(to));
    expect(into.map(({ event }) => event)).toEqual(into.map(() => "nmi"));
    expect(into.flatMap(({ places }) => places)).toContain("page_touched");
    expect(into.flatMap(({ places }) => places).some((place) => place.startsWith("workload"))).toBe(false);
  });

  it("says of the repaired handler: nowhere harmful, and its nested path runs with NMIs blocked", () => {
    const { places, unconfirmed } = heatMap(catalogue("desnoyers-2010-repaired"), bounds(2, 1));
    expect(unconfirmed).toEqual([]);
    const verdicts = new Map(places.map(({ place, verdict }) => [place, verdict]));
    expect([...verdicts.values()]).not.toContain("harmful");
    expect(verdicts.get("nmi_atomic")).toBe("safe");
    expect(verdicts.get("fake_nmi")).toBe("blocked");
    expect(verdicts.get("vec_18")).toBe("unreachable");
  });

  it("needs one injection for the lost rax of step 5, in the two instructions that have it in use", () => {
    const { places } = heatMap(catalogue("desnoyers-2010-step-5"), bounds(2, 1));
    const harmful = places.filter(({ verdict }) => verdict === "harmful");
    expect(harmful.length).toBeGreaterThan(0);
    for (const { properties, injections, place } of harmful) {
      expect(place).toMatch(/^nmi_atomic/);
      expect([properties, injections]).toEqual([["resume-exact"], 1]);
    }
  });

  it.each(WRONG_HANDLERS.filter(({ name }) => /^(?:by-sysret|slots 5|own-stack 5|leaves-ist 3)/.test(name)))(
    "shows every harm of $name in an ordinary run",
    ({ text, workload }) => {
      const { places, unconfirmed } = heatMap(source(text, workload), bounds(2, 1));
      expect(unconfirmed).toEqual([]);
      expect(places.map(({ verdict }) => verdict)).toContain("harmful");
    },
  );

  it("is the same every time", () => {
    const program = catalogue("desnoyers-2010-step-3");
    expect(heatMap(program, bounds(2, 1))).toEqual(heatMap(program, bounds(2, 1)));
  });
});
