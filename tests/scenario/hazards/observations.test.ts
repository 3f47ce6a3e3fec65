// What hazards show that break no property: seen in registers and deliveries.
import { describe, expect, it } from "vitest";
import { findHazard, mendedScenario, scenarioOfHazard } from "../../../src/scenario/hazards/index.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { boot } from "../../../src/session/index.ts";
import { runWhole, type Whole } from "../runs.ts";

const RF = 1n << 16n;
const IF = 1n << 9n;

/** The runs of one of a row's scenarios: as it is, and mended. */
function runs(number: number, which = 0): { bad: Whole; good: Whole | undefined; scenario: Scenario } {
  const proof = findHazard(number)?.proof;
  const shown = proof?.kind === "shown" ? proof.scenarios[which] : undefined;
  if (shown === undefined) throw new Error(`hazard ${number} is not shown`);
  const mended = mendedScenario(shown);
  return {
    bad: runWhole(scenarioOfHazard(shown)),
    good: mended && runWhole(mended),
    scenario: scenarioOfHazard(shown),
  };
}

function symbol(scenario: Scenario, name: string): bigint | undefined {
  const booted = boot(scenario);
  return booted.ok ? booted.program.naming.symbols.get(name) : undefined;
}

const isNmi = ({ step }: Whole["steps"][number]) => step.kind === "delivery" && step.vector === 2;
const nmis = ({ steps }: Whole) => steps.filter(isNmi);
/** Times that the regular code begins: it counts. */
const served = ({ steps }: Whole) => steps.filter(({ text }) => text.startsWith("incq %gs:")).length;

describe("seen without a property", () => {
  it("2: four NMIs, two deliveries, two runs, two merged", () => {
    const { bad } = runs(2);
    expect(bad.view.schedule).toHaveLength(4);
    expect([nmis(bad).length, served(bad)]).toEqual([2, 2]);
    expect(bad.steps.at(-1)?.step.nmi.merged).toBe(2);
  });

  it("4: an NMI alone is followed by two runs; mended, by one", () => {
    const { bad, good } = runs(4);
    const after = (whole: Whole) => served({ ...whole, steps: whole.steps.slice(whole.steps.findLastIndex(isNmi)) });
    expect(after(bad)).toBe(2);
    expect(good && after(good)).toBe(1);
  });

  it("11: RF is set where the NMI came, and clear when it has returned; mended, set", () => {
    const { bad, good } = runs(11, 1);
    const rf = (whole: Whole) => {
      const at = whole.steps.findLastIndex(isNmi);
      const came = whole.steps[at - 1];
      const back = whole.steps.slice(at).find(({ registers }) => registers.rip === came?.registers.rip);
      return [came, back].map((fact) => ((fact?.registers.rflags ?? 0n) & RF) !== 0n);
    };
    expect(rf(bad)).toEqual([true, false]);
    expect(good && rf(good)).toEqual([true, true]);
  });

  it("11: the breakpoint is met three times for two executions; mended, each time once", () => {
    const { bad, good, scenario } = runs(11);
    const place = symbol(scenario, "touch_page");
    const met = ({ steps }: Whole) => steps.filter(({ step }) => step.kind === "delivery" && step.vector === 1);
    const executed = (whole: Whole) =>
      whole.steps.filter(({ step }) => step.ripBefore === place && step.kind === "instruction");
    expect(met(bad).every(({ step }) => step.ripBefore === place)).toBe(true);
    expect([met(bad).length, executed(bad).length]).toEqual([3, 2]);
    expect(good && met(good).length).toBe(good && served(good));
  });

  it("12: an interrupt between popfq and ret, RSP one word short; its IRETQ is what unblocks NMIs", () => {
    const { bad } = runs(12);
    const at = bad.steps.findIndex(({ step }) => step.kind === "delivery" && step.vector === 32);
    const [between, irq, iretq, ret] = bad.steps.slice(at - 1, at + 3);
    expect([between?.text, iretq?.text]).toEqual(["popfq", "iretq"]);
    expect((between?.registers.rflags ?? 0n) & IF).toBe(IF);
    expect([irq?.step.nmi.blocked, iretq?.step.nmi.blocked]).toEqual([true, false]);
    expect(ret?.text).toMatch(/^ret/);
    expect((ret?.registers.rsp ?? 0n) - (between?.registers.rsp ?? 0n)).toBe(8n);
  });

  it("14: behind the jump RSP points at the nested NMI's own frame; mended, where it did before", () => {
    const { bad, good, scenario } = runs(14);
    const top = symbol(scenario, "nmi_stack_top") ?? 0n;
    const back = ({ steps }: Whole) => {
      const at = steps.findLastIndex(isNmi);
      const [came] = [steps[at]];
      const resumed = steps.slice(at).find(({ registers }) => registers.rip === came?.step.ripBefore);
      return [steps[at - 1]?.registers.rsp, resumed?.registers.rsp];
    };
    expect(back(bad)).toEqual([expect.any(BigInt), top - 40n]);
    const [before, after] = good === undefined ? [] : back(good);
    expect(after).toBe(before);
    expect(after).not.toBe(top - 40n);
  });

  it("25: the word executing (T-56) becomes a return address; mended, nobody writes it", () => {
    const { bad, good, scenario } = runs(25);
    const executing = (symbol(scenario, "nmi_stack_top") ?? 0n) - 56n;
    const written = ({ steps }: Whole) =>
      steps.flatMap(({ step }) => step.writes.filter(({ address }) => address === executing));
    expect(written(bad)).toMatchObject([{ value: symbol(scenario, "pv_swapgs_done") }]);
    expect(good && written(good)).toEqual([]);
  });

  it("31: the second run finds no event", () => {
    const { bad, scenario } = runs(31);
    const place = symbol(scenario, "unknown_nmi");
    expect([nmis(bad).length, served(bad)]).toEqual([2, 2]);
    expect(bad.steps.filter(({ step }) => step.ripBefore === place)).toHaveLength(1);
  });

  it("24: do_nmi reads repeat_nmi for the interrupted RIP; mended, the workload's", () => {
    const { bad, good, scenario } = runs(24);
    const read = (whole: Whole) => whole.steps.find(({ text }) => /\(%rdi\), ?%rcx$/.test(text))?.registers.rcx;
    const repeat = symbol(scenario, "repeat_nmi");
    expect(repeat).toBeDefined();
    expect(read(bad)).toBe(repeat);
    expect(good && read(good)).toBe(symbol(scenario, "workload"));
  });

  it("30: nested NMIs follow each other at one place; mended, the handler gets on between them", () => {
    const { bad, good } = runs(30);
    const places = (whole: Whole) => nmis(whole).map(({ step }) => step.ripBefore);
    const nested = places(bad).slice(1);
    expect(nested).toHaveLength(4);
    expect(new Set(nested).size).toBe(1);
    const better = good === undefined ? [] : places(good).slice(1);
    expect(better).toHaveLength(2);
    expect(new Set(better).size).toBe(2);
  });
});
