import { describe, expect, it } from "vitest";
import { ask, cli } from "./support.ts";

interface Report {
  readonly violations: readonly { readonly schedule: string; readonly link: string; readonly property: string }[];
}

describe("explore", () => {
  it("prints one JSON object with the names of the interface", async () => {
    const { status, out } = await ask(["explore", "naive", "--json"]);
    expect(status).toBe(1);
    expect(out.endsWith("}\n")).toBe(true);
    const report = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(report)).toEqual([
      "handler", "bounds", "verdict", "states", "transitions", "seconds", "violations", "exercised",
    ]); // prettier-ignore
    expect(report).toMatchObject({
      handler: "naive",
      bounds: { nmis: 2, faults: 1, machineChecks: 0, faultPoints: "lazy", workload: "kernel" },
      verdict: "violated",
    });
    const { violations } = JSON.parse(out) as Report;
    expect(Object.keys(violations[0] ?? {})).toEqual([
      "property", "schedule", "injections", "steps", "at", "explanation", "link", "line",
    ]); // prettier-ignore
  });

  it("reports only what an ordinary run of the schedule shows", async () => {
    for (const handler of ["naive", "desnoyers-2010-step-3", "desnoyers-2010-step-5"]) {
      const { violations } = JSON.parse((await ask(["explore", handler, "--json"])).out) as Report;
      for (const { schedule, property } of violations) {
        const run = await ask(["run", handler, "--schedule", schedule]);
        expect(run.status).toBe(1);
        expect(run.out).toContain(`violated: ${property}`);
      }
    }
  });

  it("makes links that open the schedule one step before the damage", async () => {
    const { violations } = JSON.parse((await ask(["explore", "naive", "--json"])).out) as Report;
    const opened = await ask(["open", violations[0]?.link ?? ""]);
    expect(opened.status).toBe(0);
    expect(opened.out).toContain("nmi@nmi");
  });

  it("prints the heat map, and has it in the JSON", async () => {
    const { out } = await ask(["explore", "naive", "--heat"]);
    expect(out).toMatch(/^- nmi +pushq %rax +blocked needs 1 injection$/m);
    expect(out).toMatch(/^! do_nmi_end\+0x2 +iretq +harmful needs 1 injection: resume-exact, progress$/m);
    const json = JSON.parse((await ask(["explore", "naive", "--heat", "--json"])).out) as {
      readonly heat: readonly Record<string, unknown>[];
    };
    expect(json.heat.find(({ at }) => at === "do_nmi_end")).toMatchObject({
      piece: "handler",
      verdict: "harmful",
      properties: ["resume-exact", "progress"],
      injections: 1,
      schedule: "nmi@workload; nmi@do_nmi_end",
    });
  });

  it("says holds with its bounds", async () => {
    const { status, out } = await ask(["explore", "desnoyers-2010-repaired", "--nmis", "1", "--faults", "2"]);
    expect(status).toBe(0);
    expect(out).toContain("holds: desnoyers-2010-repaired within 1 NMI, 2 faults on lazy pages, workload kernel\n");
  });

  it("says the same with any number of workers", () => {
    const explored = (workers: string, handler: string) => {
      const args = ["explore", handler, "--nmis", "3", "--faults", "2", "--workers", workers, "--json"];
      const { seconds: _, ...report } = JSON.parse(cli(args).out) as Record<string, unknown>;
      return report;
    };
    const alone = explored("1", "desnoyers-2010-repaired");
    expect(alone).toMatchObject({ verdict: "holds", states: 1_893_501, transitions: 2_100_725 });
    for (const workers of ["2", "3"]) expect(explored(workers, "desnoyers-2010-repaired")).toEqual(alone);
  }, 120_000);

  it("exits with 3 at a limit and names it", async () => {
    const { status, out } = await ask(["explore", "desnoyers-2010-repaired", "--max-states", "500"]);
    expect(status).toBe(3);
    expect(out).toContain("limit reached: the number of states (--max-states)");
    const json = await ask(["explore", "desnoyers-2010-repaired", "--timeout", "0", "--nmis", "3", "--json"]);
    expect(json.status).toBe(3);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: "incomplete", limits: ["timeout"] });
  });

  it.each([
    ["explore", "no-such-handler"],
    ["explore", "naive", "--nmis", "many"],
    ["explore", "naive", "--fault-points", "nowhere"],
    ["explore", "naive", "--timeout", "soon"],
    ["explore", "naive", "--workload", "nothing"],
    ["explore", "naive", "--workers", "0"],
  ])("refuses %j with 2", async (...args) => {
    const { status, out, error } = await ask(args);
    expect([status, out]).toEqual([2, ""]);
    expect(error).toMatch(/^nmi-stepper: /);
  });
});
