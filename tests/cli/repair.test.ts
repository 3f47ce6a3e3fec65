import { describe, expect, it } from "vitest";
import { ask } from "./support.ts";

describe("minimise", () => {
  it("prints the smaller schedule, which breaks the same, with a link", async () => {
    const words = ["minimise", "naive", "--schedule", "nmi@20; nmi@do_nmi_end; mc@90; nmi@400"];
    const { status, out } = await ask([...words, "--json"]);
    expect(status).toBe(1);
    const { after, complete } = JSON.parse(out) as {
      readonly after: {
        readonly schedule: string;
        readonly property: string;
        readonly injections: number;
        readonly link: string;
      };
      readonly complete: boolean;
    };
    expect([after.injections, complete]).toEqual([2, true]);
    const run = await ask(["run", "naive", "--schedule", after.schedule]);
    expect(run.out).toContain(`violated: ${after.property}`);
    expect((await ask(["open", after.link])).status).toBe(0);
    expect((await ask(words)).out).toContain("(before: 4 events,");
  });

  it("says that nothing is broken, and refuses what it cannot read", async () => {
    const calm = await ask(["minimise", "naive", "--schedule", "nmi@workload"]);
    expect([calm.status, calm.out]).toEqual([0, "the schedule breaks nothing\n"]);
    expect((await ask(["minimise", "naive"])).error).toContain("no schedule");
    const other = await ask(["minimise", "naive", "--schedule", "nmi@1", "--property", "progres"]);
    expect([other.status, other.error]).toEqual([2, expect.stringContaining("Did you mean progress?")]);
  });
});

describe("needed", () => {
  it("lists every instruction, and of each that is needed what proves it", async () => {
    const { status, out } = await ask(["needed", "naive", "--nmis", "1", "--workload", "kernel", "--json"]);
    expect(status).toBe(0);
    const { lines } = JSON.parse(out) as {
      readonly lines: readonly { readonly text: string; readonly verdict: string; readonly link?: string }[];
    };
    const pops = lines.filter(({ text }) => text.startsWith("popq"));
    expect(pops.map(({ verdict }) => verdict)).toEqual(pops.map(() => "needed"));
    expect((await ask(["open", pops[0]?.link ?? ""])).status).toBe(0);
    const text = await ask(["needed", "naive", "--nmis", "1", "--workload", "kernel"]);
    expect(text.out).toMatch(/^do_nmi_end +popq %rcx +needed: [\w-]+, kernel$/m);
    expect(text.out).toMatch(/^\d of 9 needed$/m);
  });
});
