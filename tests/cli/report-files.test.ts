// JUnit XML and SARIF as others read them: well-formed, with the fields that their
// schemas require, at the right line of the source.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cli, withFolder } from "./support.ts";

const HANDLER = `nmi:
    incq %gs:nmi_run_count
    movq $1, %rbx   # "lost" & <gone>
    iretq
`;

function reports(args: readonly string[]): { readonly status: number | null; readonly xml: string; readonly log: Log } {
  return withFolder({ "my handler.S": HANDLER }, (path) => {
    const words = args.map((word) => (word === "FILE" ? path("my handler.S") : word));
    const { status } = cli([...words, "--junit", path("junit.xml"), "--sarif", path("log.sarif")]);
    const xml = readFileSync(path("junit.xml"), "utf8");
    return { status, xml, log: JSON.parse(readFileSync(path("log.sarif"), "utf8")) as Log };
  });
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}
interface Log {
  readonly version: string;
  readonly $schema: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly Result[];
    readonly invocations: readonly { readonly toolExecutionNotifications: readonly unknown[] }[];
  }[];
}

/** Names of elements, in order; throws if they are not nested as they should be. */
function elements(xml: string): readonly string[] {
  const open: string[] = [];
  const names: string[] = [];
  const body = xml.replace(/^<\?xml [^?]*\?>\n/, "");
  expect(body.replaceAll(/<[^<>]*>/g, "")).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#\d+);)/);
  for (const [, close, name = "", attributes = "", empty] of body.matchAll(
    /<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>/g,
  )) {
    if (close === "/") expect(open.pop()).toBe(name);
    else {
      names.push(name);
      expect(new Set(attributes.match(/ [\w-]+=/g)).size).toBe(attributes.match(/ [\w-]+=/g)?.length ?? 0);
      if (empty !== "/") open.push(name);
    }
  }
  expect(open).toEqual([]);
  return names;
}

describe("report files", () => {
  const { status, xml, log } = reports(["explore", "FILE", "--nmis", "1"]);

  it("do not change the exit status", () => {
    expect(status).toBe(1);
  });

  it("JUnit: a suite with a case for each property, a failure for each that is violated", () => {
    const names = elements(xml);
    expect(names.slice(0, 2)).toEqual(["testsuites", "testsuite"]);
    expect(names.filter((name) => name === "testcase")).toHaveLength(8);
    expect(names.filter((name) => name === "failure")).toHaveLength(1);
    expect(xml).toMatch(/<testsuites name="nmi-stepper" tests="8" failures="1" errors="0" skipped="1" time="[\d.]+">/);
    expect(xml).toMatch(/<testcase name="no-reentry"[^>]*><skipped message="not judged: [^"]+"\/>/);
    expect(xml).toMatch(/<testcase name="resume-exact"[^>]*><failure type="registers-differ" message="[^"]+">/);
    expect(xml).toContain("my handler.S:4");
    expect(xml).toMatch(
      /<system-out>violated: [^<]*my handler\.S within 1 NMI, 1 fault on lazy pages, workload kernel\n/,
    );
  });

  it("SARIF: has what its schema requires", () => {
    expect([log.version, log.$schema.includes("2.1.0")]).toEqual(["2.1.0", true]);
    const [run] = log.runs;
    expect(run?.tool.driver.name).toBe("nmi-stepper");
    expect(run?.results).toHaveLength(1);
    for (const { ruleId, ruleIndex, level, message, locations, partialFingerprints } of run?.results ?? []) {
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(["none", "note", "warning", "error"]).toContain(level);
      expect(message.text.length).toBeGreaterThan(0);
      expect(locations[0]?.physicalLocation.region.startLine).toBe(4);
      expect(locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^file:\/\/\/.*\/my%20handler\.S$/);
      expect(Object.keys(partialFingerprints)).toHaveLength(1);
    }
    expect(run?.results[0]?.message.text).toContain("Workload kernel; 1 injection, ");
    expect(run?.invocations[0]?.toolExecutionNotifications).toEqual([
      {
        level: "note",
        message: { text: expect.stringMatching(/^violated: .* within 1 NMI, .*; .* no-reentry is not judged/) },
      },
    ]);
  });

  it("say which limit was reached, and count nothing as passed that was not searched", () => {
    const limited = reports(["matrix", "FILE", "--nmis", "2", "--max-states", "40", "--workload", "kernel"]);
    expect(limited.status).not.toBe(0);
    expect(elements(limited.xml)).toContain("skipped");
    const args = ["naive", "--nmis", "2", "--max-states", "40", "--workload", "kernel", "--markdown"];
    expect(cli(["matrix", ...args]).out).toContain("- limit reached: the number of states");
    expect(JSON.stringify(limited.log.runs[0]?.invocations)).toContain("limit reached: the number of states");
  });
});
