// What the command line tells of assertions: in runs, searches, tables and files.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cli, withFolder } from "./support.ts";

const HANDLER = `nmi:
    incq %gs:nmi_run_count
#@ assert out %gs:nmi_run_count == 7
out:
    iretq
`;
const PLAIN = HANDLER.replace(/#@.*\n/, "");

interface Told {
  readonly violations: readonly { readonly property: string; readonly at: string; readonly summary?: string }[];
}

describe("an assertion on the command line", () => {
  it("is among a run's violations", () => {
    withFolder({ "h.S": HANDLER }, (path) => {
      const { status, out } = cli(["run", path("h.S"), "--schedule", "nmi@workload", "--trace", "json"]);
      const end = JSON.parse(out.trim().split("\n").at(-1) ?? "") as Told;
      expect(status).toBe(1);
      expect(end.violations).toMatchObject([{ property: "assertion", at: "out" }]);
      expect(end.violations[0]?.summary).toContain("Line 3 asserts at out: %gs:nmi_run_count == 7;");
    });
  });

  it("is found by explore, with its line in JSON, JUnit and SARIF", () => {
    withFolder({ "h.S": HANDLER }, (path) => {
      const files = ["--junit", path("j.xml"), "--sarif", path("s.json")];
      const { status, out } = cli(["explore", path("h.S"), "--nmis", "1", "--json", ...files]);
      const report = JSON.parse(out) as Told;
      expect(status).toBe(1);
      expect(report.violations).toMatchObject([{ property: "assertion", at: "out", injections: 1 }]);
      const xml = readFileSync(path("j.xml"), "utf8");
      expect(xml).toMatch(/<testsuites name="nmi-stepper" tests="9" failures="1"/);
      expect(xml).toMatch(/<testcase name="assertion"[^>]*><failure type="assertion-1"/);
      expect(xml).toContain("h.S:3");
      const log = JSON.parse(readFileSync(path("s.json"), "utf8")) as {
        readonly runs: readonly [
          {
            readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
            readonly results: readonly [{ readonly ruleIndex: number; readonly locations: unknown }];
          },
        ];
      };
      const [result] = log.runs[0].results;
      expect(log.runs[0].tool.driver.rules[result.ruleIndex]?.id).toBe("assertion");
      expect(result.locations).toMatchObject([{ physicalLocation: { region: { startLine: 3 } } }]);
    });
  });

  it("comes to the same report from shards", () => {
    withFolder({ "h.S": HANDLER }, (path) => {
      const parts = [1, 2].map((shard) => {
        const { out } = cli(["explore", path("h.S"), "--nmis", "1", "--shard", `${shard}/2`]);
        return out;
      });
      withFolder({ "1.json": parts[0] ?? "", "2.json": parts[1] ?? "" }, (part) => {
        const merged = JSON.parse(cli(["merge", part("1.json"), part("2.json")]).out) as Told;
        expect(merged.violations).toMatchObject([{ property: "assertion", at: "out" }]);
      });
    });
  });

  it("has a column in a matrix only where some handler asserts something", () => {
    withFolder({ "h.S": HANDLER, "plain.S": PLAIN }, (path) => {
      const table = (...names: readonly string[]) => {
        const where = names.map((name) => path(name));
        return cli(["matrix", ...where, "--nmis", "1", "--faults", "0", "--workload", "kernel", "--markdown"]).out;
      };
      expect(table("plain.S")).not.toContain("assertion");
      const [head = "", , first = "", second = ""] = table("h.S", "plain.S").split("\n");
      expect(head).toContain("| `assertion` |");
      expect(first).toMatch(/no \(1\)\S* \|$/);
      expect(second).toMatch(/\| - \|$/);
    });
  });

  it("that is wrong is an error at its column", () => {
    withFolder({ "h.S": "nmi: iretq\n#@ assert nmi $rspp == 0\n" }, (path) => {
      const { status, out, error } = cli(["run", path("h.S")]);
      expect(status).not.toBe(0);
      expect(out + error).toContain('h.S:2:15: error: there is no register or flag "rspp"');
    });
  });
});
