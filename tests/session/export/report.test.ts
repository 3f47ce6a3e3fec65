// What is exported of runs whose facts are published: the naive handler loses its
// frame when a page fault's IRET lets a second NMI in.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

import type { Scenario } from "../../../src/scenario/scenario.ts";
import { Session } from "../../../src/session/index.ts";
import type { ExportFormat } from "../../../src/session/views.ts";
import { newMachine, scenario } from "../support.ts";

const BROKEN = scenario("naive", "nmi@1; pf@touch_page; nmi@vec_14");

async function exported(format: ExportFormat, of: Scenario = BROKEN, position = 12): Promise<string> {
  const session = Session.create(await newMachine());
  await session.loadTools();
  const opened = session.open(of, position);
  const before = opened.kind === "views" ? opened.update.moment?.rip : undefined;
  const reply = session.handle({ kind: "export", format });
  if (reply.kind !== "views" || reply.update.file === undefined) throw new Error(`no file: ${JSON.stringify(reply)}`);
  const after = session.handle({ kind: "move", move: { kind: "seek", position } });
  expect(after.kind === "views" ? after.update.moment?.rip : undefined).toBe(before);
  return new TextDecoder().decode(reply.update.file.bytes);
}

describe("texts for a mailing list", () => {
  it.each(["text", "run"] as const)("%s: plain ASCII, at most 80 columns, whatever the title", async (format) => {
    const text = await exported(format, { ...BROKEN, title: `“Größe” → ${"long ".repeat(40)}`, note: "x".repeat(300) });
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("are in the order of a kernel oops", async () => {
    const text = await exported("text");
    const order = [
      "RIP: 0010:",
      "Code: ",
      "RSP: 0018:",
      "RAX: ",
      "R13: ",
      "CS:  0010",
      "CR2: ",
      "Stack: ",
      "Call Trace:",
    ];
    const found = order.map((word) => text.indexOf(`\n${word}`));
    expect(found.every((at) => at > 0)).toBe(true);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(text).toContain(" <TASK>");
    expect(text).toMatch(/^ <NMI 1>/m);
  });

  it("tell what is broken", async () => {
    expect(await exported("run")).toContain("BROKEN: ");
    expect(await exported("run", scenario("naive", "nmi@1"))).toContain("No property is broken on this run");
  });
});

describe("notes", () => {
  const NOTED: Scenario = {
    ...BROKEN,
    notes: [
      { at: 0, text: "Where will | the frame go?" },
      { at: 12, text: `<script>alert(1)</script> ${"long ".repeat(40)}`.trim() },
      { at: 90_000, text: "Far away." },
    ],
  };

  it("stand at their steps in the texts; one that the run does not reach is said to be that", async () => {
    const moment = await exported("text", NOTED);
    expect(moment).toMatch(/^Step 11 of .*\n(?: .*\n)*Note here: <script>alert\(1\)<\/script> long/m);
    expect(await exported("text", NOTED, 13)).not.toContain("Note here");
    const run = await exported("run", NOTED);
    const lines = run.split("\n");
    const note = lines.findIndex((line) => line.startsWith("      --- <script>"));
    expect(lines.slice(0, note).findLast((line) => /^ {0,4}\d+ /.test(line))).toMatch(/^ {3}11 /);
    expect(run.indexOf("--- Where will | the frame go?")).toBeLessThan(run.search(/^ {4}0 /m));
    expect(run).toContain("--- not reached, step 89999: Far away.");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("stand in their rows in Markdown, and their marks are words", async () => {
    const rows = (await exported("markdown", NOTED)).split("\n");
    expect(rows.find((row) => row.startsWith("| 11 |"))).toContain("**Note:** &lt;script>alert(1)&lt;/script> long");
    expect(rows).toContain("**Note at the start:** Where will \\| the frame go?");
    expect(rows).toContain("- **Note at step 89999, not reached:** Far away.");
  });

  it("are in the data and in the picture", async () => {
    const header = JSON.parse((await exported("json", NOTED)).split("\n")[0] ?? "") as { notes?: unknown };
    expect(header.notes).toEqual(NOTED.notes);
    const { traceEvents } = JSON.parse(await exported("chrome", NOTED)) as {
      traceEvents: { cat?: string; name: string; ts: number }[];
    };
    expect(traceEvents.filter(({ cat }) => cat === "note").map(({ ts }) => ts)).toEqual([0, 12]);
    const svg = await exported("svg", NOTED);
    expect(svg).toContain(">Note: &lt;script&gt;alert(1)");
    expect(svg).not.toContain("<script");
  });
});

describe("data", () => {
  it("JSON: a header, a line a step, an end", async () => {
    const lines = (await exported("json"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; steps?: number });
    expect(lines[0]?.type).toBe("header");
    expect(lines.filter(({ type }) => type === "step")).toHaveLength(lines.at(-1)?.steps ?? -1);
  });

  it("Chrome: a thread a context, a slice a step", async () => {
    const { traceEvents } = JSON.parse(await exported("chrome")) as {
      traceEvents: { ph: string; name: string; dur?: number }[];
    };
    const steps = (await exported("json")).trimEnd().split("\n").length - 2;
    expect(traceEvents.filter(({ ph }) => ph === "X")).toHaveLength(steps);
    expect(traceEvents.some(({ ph, name }) => ph === "i" && name === "nmi delivered")).toBe(true);
    expect(traceEvents.some(({ name }) => name.startsWith("broken: "))).toBe(true);
  });

  it("Markdown: every row has five cells", async () => {
    const rows = (await exported("markdown", { ...BROKEN, title: "a | <b>" }))
      .split("\n")
      .filter((line) => line.startsWith("| "));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.replaceAll("\\|", "").split("|").length !== 7)).toEqual([]);
  });

  it("SVG: well-formed, and nothing of the title becomes markup", async () => {
    const svg = await exported("svg", { ...BROKEN, title: '</title><script>alert(1)</script>"' });
    expect(svg).not.toContain("<script");
    const open = [...svg.matchAll(/<(\w+)[^>]*[^/]>/g)].length;
    expect([...svg.matchAll(/<\/\w+>/g)]).toHaveLength(open);
    expect(svg).toContain("RSP&gt;");
  });
});

describe("a test for the command line", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "nmi-stepper-"));
    return () => rmSync(folder, { recursive: true });
  });

  it.each([
    ["broken", BROKEN, 1],
    ["whole", scenario("naive", "nmi@1"), 0],
  ] as const)("passes as it is, and fails for another verdict: %s", async (name, of, status) => {
    const script = await exported("test", of);
    expect(script).toContain(`-eq ${status} ]`);
    const run = (text: string): void => {
      const path = join(folder, `${name}.sh`);
      writeFileSync(path, text);
      execFileSync("sh", [path], { env: { ...process.env, NMI_STEPPER: "node scripts/cli.mjs" }, stdio: "pipe" });
    };
    run(script);
    expect(() => run(script.replace(`-eq ${status} ]`, "-eq 2 ]"))).toThrow(/Command failed/);
  });
});
