import { describe, expect, it } from "vitest";
import { CATALOGUE } from "../../src/scenario/catalogue/catalogue.ts";
import { WORKLOADS } from "../../src/scenario/scenario.ts";
import { ask } from "./support.ts";

interface Cell {
  readonly property: string;
  readonly verdict: string;
  readonly injections?: number;
  readonly schedule?: string;
  readonly link?: string;
}
interface Matrix {
  readonly verdict: string;
  readonly rows: readonly { readonly handler: string; readonly workload: string; readonly cells: readonly Cell[] }[];
}

describe("matrix", () => {
  it("has a row for each handler and workload, a cell for each property, and opens what is violated", async () => {
    const { status, out } = await ask(["matrix", "naive", "desnoyers-2010-repaired", "--json"]);
    expect(status).toBe(1);
    const { verdict, rows } = JSON.parse(out) as Matrix;
    expect(verdict).toBe("violated");
    expect(rows.map(({ handler, workload }) => `${handler} ${workload}`)).toEqual(
      ["naive", "desnoyers-2010-repaired"].flatMap((name) => WORKLOADS.map((workload) => `${name} ${workload}`)),
    );
    const [naive] = rows;
    expect(naive?.cells).toHaveLength(8);
    const violated = naive?.cells.filter((cell) => cell.verdict === "violated") ?? [];
    expect(violated.map(({ property }) => property)).toEqual(["resume-exact", "no-reentry", "progress"]);
    for (const { property, schedule, link, injections } of violated) {
      expect(injections).toBe(2);
      const run = await ask(["run", "naive", "--schedule", schedule ?? ""]);
      expect(run.out).toContain(`violated: ${property}`);
      expect((await ask(["open", link ?? ""])).status).toBe(0);
    }
    const bad = rows.filter(({ cells }) => cells.some((cell) => cell.verdict !== "holds"));
    // without SWAPGS nobody serves an NMI that finds the user's GS base
    expect(bad.filter(({ handler }) => handler !== "naive").map(({ workload }) => workload)).toEqual([
      "user-swapgs",
      "syscall",
    ]);
  });

  it("is a table as text and in Markdown", async () => {
    const words = ["matrix", "naive", "desnoyers-2010-repaired", "--workload", "kernel"];
    const text = await ask(words);
    expect(text.out).toMatch(/^naive +kernel +no \(2\) +holds +no \(2\) +no \(2\) +holds +holds +holds +holds$/m);
    const markdown = await ask([...words, "--markdown"]);
    const rows = markdown.out.split("\n").filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((row) => row.split("|").length))).toEqual(new Set([12]));
    expect(rows[2]).toMatch(/\| \[no \(2\)\]\(#v\d+\.[\w-]+\) \|/);
  });

  it("exits with 0 where all hold, with 3 at a limit", async () => {
    const words = ["matrix", "desnoyers-2010-repaired", "--workload", "kernel", "--nmis", "1"];
    expect((await ask(words)).status).toBe(0);
    const limited = await ask([...words, "--max-states", "100"]);
    expect(limited.status).toBe(3);
    expect(limited.out).toContain("limit reached: the number of states (--max-states)");
  });

  it("takes every built-in handler by default", async () => {
    const { rows } = JSON.parse((await ask(["matrix", "--json", "--nmis", "0", "--workload", "kernel"])).out) as Matrix;
    expect([...new Set(rows.map(({ handler }) => handler))]).toEqual(CATALOGUE.map(({ name }) => name));
  });

  it("refuses both forms at once, and unknown handlers", async () => {
    expect((await ask(["matrix", "--json", "--markdown"])).status).toBe(2);
    expect((await ask(["matrix", "nothing"])).status).toBe(2);
  });
});

it("assembles all handlers before it searches the first, and tells of each that does not assemble", async () => {
  const files = new Map([
    ["a.S", "nmi:\n    nonsense\n"],
    ["b.S", "nmi:\n    iretq\n    jmp nowhere\n"],
  ]);
  const { status, out, error } = await ask(["matrix", "a.S", "naive", "b.S", "--workload", "kernel"], files);
  expect([status, out]).toEqual([2, ""]);
  expect(error).toMatch(/^a\.S:2:.*\n(?:.*\n)*b\.S:3:/);
});
