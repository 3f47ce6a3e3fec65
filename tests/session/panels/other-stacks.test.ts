// Frames that a handler keeps, and stacks besides the NMI stack: where the kernels'
// own comments say they are.
import { describe, expect, it } from "vitest";
import { KERNEL_STACK_TOP, NMI_STACK_TOP } from "../../../src/machine/layout.ts";
import { CATALOGUE } from "../../../src/scenario/catalogue/catalogue.ts";
import type { MomentView, StackView } from "../../../src/session/views.ts";
import { Desk, scenario } from "../support.ts";

/** Coprime to the lengths of loops; every boundary would take a minute. */
const STRIDE = 7;

function momentAt(desk: Desk, position: number): MomentView {
  const { moment } = desk.ask({ kind: "move", move: { kind: "seek", position } });
  if (moment === undefined) throw new Error("no moment");
  return moment;
}

/** Every word that the stack panel lists, whatever its place. */
function addresses(stack: StackView): ReadonlySet<bigint> {
  const words = [
    ...stack.rows.flatMap((row) => (row.kind === "word" ? [row] : [])),
    ...[stack.copy, ...stack.kept].flatMap((copy) => copy?.rows.map(({ word }) => word) ?? []),
    ...stack.others.flatMap((other) => other.words),
  ];
  return new Set(words.map(({ address }) => address));
}

describe("frames that are kept", () => {
  it("are both drawn for the kernels that keep two, what IRET takes first", async () => {
    const desk = await Desk.open(scenario("mainline", "nmi@workload"));
    const { stack } = momentAt(desk, 1);
    expect([stack.copy?.title, ...stack.kept.map(({ title }) => title)]).toEqual(["Iret frame", "Outermost frame"]);
    // entry_64.S: the iret frame lies at -12*8, the outermost one at -17*8 from the top.
    expect(stack.copy?.rows.at(-1)?.word.address).toBe(NMI_STACK_TOP - 12n * 8n);
    expect(stack.kept[0]?.rows.at(-1)?.word.address).toBe(NMI_STACK_TOP - 17n * 8n);
    const end = momentAt(desk, desk.view.run?.length ?? 0).stack;
    const both = [end.copy, end.kept[0]].map((copy) => copy?.rows.map(({ word }) => word.value));
    expect(both[0]).toEqual(both[1]);
    expect(end.rows).toContainEqual(expect.objectContaining({ offset: "T-56", label: "executing" }));
  });
});

describe("other stacks", () => {
  it("show the thread's stack when an NMI from user mode moves there", async () => {
    const desk = await Desk.open(scenario("lutomirski-4.2", "nmi@workload", { workload: "user" }));
    const length = desk.view.run?.length ?? 0;
    const titles = new Set<string>();
    for (let position = 1; position <= length; position++)
      for (const { title } of momentAt(desk, position).stack.others) titles.add(title);
    expect([...titles]).toContain("Kernel stack");
  });

  it("are not listed while only the workload wrote there", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@3"));
    expect(momentAt(desk, 3).stack.others).toEqual([]);
    expect(momentAt(desk, 8).stack.others).toEqual([]);
  });
});

describe("every handler of the catalogue", () => {
  it.each(CATALOGUE.map(({ name }) => name))("%s: where RSP is while it runs, the panel shows", async (name) => {
    for (const workload of ["kernel", "user"] as const) {
      const desk = await Desk.open(scenario(name, "nmi@3; nmi@30", { workload }));
      const length = Math.min(desk.view.run?.length ?? 0, 150);
      for (let position = 1; position <= length; position += STRIDE) {
        const moment = momentAt(desk, position);
        const rsp = moment.registers.find((register) => register.name === "rsp")?.value ?? 0n;
        if (moment.context === 0 || rsp === NMI_STACK_TOP || rsp === KERNEL_STACK_TOP) continue;
        const shown = addresses(moment.stack);
        expect({ name, workload, position, rsp: rsp.toString(16), shown: shown.has(rsp & ~7n) }).toMatchObject({
          shown: true,
        });
      }
    }
  });
});
