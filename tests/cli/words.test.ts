// What needs no machine: the catalogue, links, files, the words of usage.
import { describe, expect, it } from "vitest";
import { CATALOGUE } from "../../src/scenario/catalogue/catalogue.ts";
import { ask, cli, withFolder } from "./support.ts";

describe("usage", () => {
  it("is explained, for all commands and for each", async () => {
    const all = cli(["--help"]);
    expect(all.status).toBe(0);
    for (const name of ["list", "asm", "disasm", "run", "explore", "matrix", "link", "open", "export"]) {
      expect(all.out).toContain(`  ${name} `);
      const one = await ask([name, "--help"]);
      expect([one.status, one.error]).toEqual([0, ""]);
      expect(one.out).toContain(`nmi-stepper ${name}`);
    }
  });

  it.each([
    [[], /COMMAND/],
    [["lst"], /no command "lst"\. Did you mean list\?/],
    [["list", "--jsn"], /no option --jsn\. Did you mean --json\?.*list --help/],
    [["list", "--json=yes"], /--json takes no value/],
    [["list", "naive"], /one word too many/],
    [["link"], /something is missing/],
    [["link", "naive", "--at"], /--at wants a value: --at STEP/],
    [["link", "naive", "--at", "-1"], /--at.*"-1" is not a count|no option -1|wants a value/],
    [["link", "naive", "--at", "soon"], /--at: "soon" is not a count/],
    [["link", "naive", "--at", "1", "--at", "2"], /--at is given twice/],
    [["link", "naiv"], /no built-in handler has this name\. Did you mean naive\?/],
    [["link", "./nowhere.S"], /nowhere\.S: there is no such file/],
    [["link", "naive", "--workload", "users"], /no "users"\. Did you mean user\? There are: kernel/],
    [["link", "naive", "--body", "none"], /no "none"\. There are: touch/],
    [["link", "naive", "--option", "stiBlocksNm=on"], /no CPU option "stiBlocksNm"\. Did you mean stiBlocksNmi\?/],
    [["link", "naive", "--option", "stiBlocksNmi=maybe"], /on or off/],
    [["link", "naive", "--schedule", "nmi@1; nim@2"], /no event[^]*nmi@1; nim@2\n {2} {7}\^\^\^/],
    [["open", "nothing"], /no link to a scenario/],
    [["open", "#v1.AAAA"], /damaged|cut off/],
    [["open", "#v7.AAAA"], /newer release/],
    [["explore", "naive", "--nmi", "2"], /no option --nmi\. Did you mean --nmis\?/],
  ])("%j is refused with advice and status 2", async (args, said) => {
    const { status, out, error } = await ask(args);
    expect([status, out]).toEqual([2, ""]);
    expect(error).toMatch(said);
  });

  it("is refused by the process as well, without a stack trace", () => {
    for (const args of [["lst"], ["link", "/"], ["link", "./nowhere.S"]]) {
      const { status, out, error } = cli(args);
      expect([status, out]).toEqual([2, ""]);
      expect(error).toMatch(/^nmi-stepper: .*\n$/);
    }
  });
});

describe("list", () => {
  it("gives the catalogue as JSON", () => {
    const { status, out } = cli(["list", "--json"]);
    expect(status).toBe(0);
    const rows = JSON.parse(out) as readonly Record<string, unknown>[];
    expect(rows.map(({ name }) => name)).toEqual(CATALOGUE.map(({ name }) => name));
    expect(rows[0]).toMatchObject({ name: "desnoyers-2010", year: 2010, verdict: "violated" });
    for (const row of rows) {
      for (const key of ["title", "source", "claim"]) expect(row[key]).toMatch(/\S/);
    }
  });

  it("gives it to a reader", () => {
    const { status, out } = cli(["list"]);
    expect(status).toBe(0);
    for (const { name } of CATALOGUE) expect(out).toContain(`${name}  (`);
  });
});

describe("link and open", () => {
  it("are each other's inverse", () => {
    const made = cli(["link", "naive", "--schedule", "nmi@workload; pf@3", "--at", "14", "--workload", "user"]);
    expect([made.status, made.error]).toEqual([0, ""]);
    expect(made.out).toMatch(/^#v1\.[A-Za-z0-9_-]+\n$/);
    const opened = cli(["open", made.out.trim()]);
    expect(opened.status).toBe(0);
    const { digest, ...rest } = JSON.parse(opened.out) as Record<string, unknown>;
    expect(digest).toMatchObject({ end: expect.any(String), steps: expect.any(Number), state: expect.any(String) });
    expect(rest).toEqual({
      version: 1,
      handler: "naive",
      workload: "user",
      schedule: ["nmi@workload", "pf@3"],
      position: 14,
    });
    withFolder({ "scenario.json": opened.out }, (path) => {
      expect(cli(["link", path("scenario.json")]).out).toBe(made.out);
      expect(cli(["link", made.out.trim()]).out).toBe(made.out);
      expect(cli(["open", "-"], `see ${made.out}`).out).toBe(opened.out);
      expect(cli(["link", "-"], opened.out).out).toBe(made.out);
    });
  });

  it("carry a handler's own text", () => {
    const source = "# mine\nnmi:\n\tiretq\n";
    withFolder({ "mine.S": source }, (path) => {
      const { out } = cli(["link", path("mine.S"), "--page", "https://example.org/#old", "--title", "Mine"]);
      expect(out).toMatch(/^https:\/\/example\.org\/#v1\./);
      expect(JSON.parse(cli(["open", out.trim()]).out)).toMatchObject({ handler: { source }, title: "Mine" });
    });
  });

  it("keep CPU options", () => {
    const { out } = cli(["link", "naive", "--option", "stiBlocksNmi=off", "--option", "null-ss-on-same-cpl-ist=on"]);
    expect(JSON.parse(cli(["open", out.trim()]).out)).toMatchObject({
      options: { stiBlocksNmi: false, nullSsOnSameCplIst: true },
    });
  });
});
