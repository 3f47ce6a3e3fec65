// Runs, through the real command line: traces, ends, exit status.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cli, lines, withFolder } from "./support.ts";

interface Step {
  readonly step: number;
  readonly kind: string;
  readonly vector?: number;
  readonly errorCode?: string;
  readonly events: readonly string[];
  readonly ripBefore: string;
  readonly at: string;
  readonly text: string;
  readonly reason?: string;
  readonly registers: Readonly<Record<string, string>>;
  readonly nmi: { blocked: boolean; pending: boolean; merged: number };
  readonly writes: readonly { address: string; size: number; value: string }[];
}

interface End {
  readonly reason: string;
  readonly vector?: number;
  readonly livelock?: boolean;
  readonly steps: number;
  readonly unused: readonly string[];
  readonly violations: readonly { property: string; step: number; at: string; summary: string }[];
}

function trace(...args: string[]) {
  const { status, out, error } = cli(["run", ...args, "--trace", "json"]);
  const all = lines(out);
  return {
    status,
    error,
    header: all[0] as { symbols: Record<string, string>; initial: Record<string, string>; regions: unknown[] },
    steps: all.slice(1, -1) as unknown as Step[],
    end: all.at(-1) as unknown as End,
  };
}

const HEX = /^0x(?:0|[1-9a-f][0-9a-f]{0,15})$/;

describe("a JSON trace", () => {
  const { status, header, steps, end } = trace("desnoyers-2010-repaired", "--schedule", "nmi@3");

  it("has a header, steps in order and an end", () => {
    expect(status).toBe(0);
    expect(header).toMatchObject({ type: "header", handler: "desnoyers-2010-repaired" });
    expect(steps.map(({ step }) => step)).toEqual(steps.map((_, index) => index));
    expect(end).toMatchObject({ type: "end", reason: "idle", steps: steps.length, unused: [], violations: [] });
  });

  it("has every register of every step as a hexadecimal text", () => {
    const general = "rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15".split(" ");
    const others = "rip rflags cs ss ds es fs gs cr0 cr2 cr3 cr4 efer fsBase gsBase kernelGsBase".split(" ");
    for (const registers of [header.initial, ...steps.map((step) => step.registers)]) {
      expect(Object.keys(registers).toSorted()).toEqual([...general, ...others].toSorted());
      for (const value of Object.values(registers)) expect(value).toMatch(HEX);
    }
  });

  it("begins as the machine begins", () => {
    expect(header.initial).toMatchObject({
      rip: header.symbols["workload"],
      rax: "0xa0a0a0a0a0a0a0a0",
      r15: "0x1f1f1f1f1f1f1f1f",
      rsp: "0xffffc90000003f58",
      rflags: "0x202",
      cs: "0x10",
      ss: "0x18",
      gsBase: "0xffff888000000000",
    });
  });

  it("shows the NMI delivered on IST1, with its frame of five words", () => {
    const delivery = steps[3];
    expect(delivery).toMatchObject({ kind: "delivery", vector: 2, events: ["nmi"] });
    expect(delivery?.nmi).toEqual({ blocked: true, pending: false, merged: 0 });
    expect(delivery?.registers).toMatchObject({ rip: header.symbols["nmi"], rsp: "0xffffffff83002fd8" });
    const words = new Map(delivery?.writes.map(({ address, value }) => [address, value]));
    expect(words.get("0xffffffff83002fd8")).toBe(delivery?.ripBefore);
    expect(words.get("0xffffffff83002fe0")).toBe("0x10");
    expect(words.get("0xffffffff83002ff0")).toBe(steps[2]?.registers["rsp"]);
    expect(words.size).toBe(5);
  });

  it("chains: a step begins where the one before ended", () => {
    for (const [index, step] of steps.entries()) {
      expect(step.ripBefore).toBe((steps[index - 1]?.registers ?? header.initial)["rip"]);
    }
  });

  it("names regions", () => {
    const names = header.regions.map((region) => (region as { name: string }).name);
    expect(names).toContain("NMI stack");
    expect(names).toContain("stack copy");
  });
});

describe("the handlers' runs", () => {
  it("as mailed, one NMI: the final iret ends in #GP, with its reason", () => {
    const { status, steps, end } = trace("desnoyers-2010", "--schedule", "nmi@workload");
    expect(status).toBe(1);
    const last = steps.at(-1);
    expect(last).toMatchObject({ kind: "delivery", vector: 13, errorCode: "0xfffc" });
    expect(last?.text).toMatch(/^iret/);
    expect(last?.reason).toMatch(/0xffff/);
    expect(end).toMatchObject({ reason: "panic", vector: 13, violations: [{ property: "no-crash" }] });
  });

  it("naive, NMI, page fault, NMI: a livelock", () => {
    const { status, end } = trace("naive", "--schedule", "nmi@workload; nmi@page_touched");
    expect(status).toBe(1);
    expect(end).toMatchObject({ reason: "loop", livelock: true });
    expect(end.violations.map(({ property }) => property)).toContain("progress");
  });

  it("repaired, the same: idle again", () => {
    const { status, end } = trace("desnoyers-2010-repaired", "--schedule", "nmi@workload; nmi@page_touched");
    expect(status).toBe(0);
    expect(end).toMatchObject({ reason: "idle", violations: [] });
  });

  it("reports what is unused, and a limit that was reached", () => {
    const { end } = trace("naive", "--schedule", "nmi@workload; nmi@workload#999");
    expect(end.unused).toEqual(["nmi@workload#999"]);
    const limited = trace("naive", "--schedule", "nmi@workload", "--steps", "5");
    expect(limited.status).toBe(3);
    expect(limited.end).toMatchObject({ reason: "max-steps", steps: 5 });
  });

  it("takes CPU options", () => {
    // A body that cannot fault: no other IRET unblocks.
    const schedule = ["--schedule", "nmi@workload", "--body", "count"];
    const blocked = (end: readonly Step[]) => end.at(-1)?.nmi.blocked;
    expect(blocked(trace("desnoyers-2010", ...schedule).steps)).toBe(false);
    expect(blocked(trace("desnoyers-2010", ...schedule, "--option", "faultingIretUnblocks=off").steps)).toBe(true);
  });
});

describe("a readable trace", () => {
  it("tells events, deliveries, the end and what was broken", () => {
    const { status, out } = cli(["run", "desnoyers-2010", "--schedule", "nmi@workload"]);
    expect(status).toBe(1);
    expect(out).toMatch(/^ +0 {2}>>> nmi: delivered$/m);
    expect(out).toMatch(/\*\*\* .*NMI/);
    expect(out).toMatch(/#GP/);
    expect(out).toMatch(/\(idealised\)/);
    expect(out).toMatch(/^end: /m);
    expect(out).toMatch(/^violated: no-crash at step \d+/m);
  });
});

describe("a handler", () => {
  const schedule = "nmi@workload";

  it("is the same by name, by file, by link, by scenario file and from standard input", () => {
    const byName = cli(["run", "naive", "--schedule", schedule]);
    const link = cli(["link", "naive", "--schedule", schedule]).out.trim();
    const file = cli(["open", link]).out;
    expect(cli(["run", link]).out).toBe(byName.out);
    withFolder({ "s.json": file }, (path) => {
      expect(cli(["run", path("s.json")]).out).toBe(byName.out);
      expect(cli(["run", "-"], file).out).toBe(byName.out);
    });
  });

  it("in a link whose run ends otherwise now is run, with a warning", () => {
    const { out } = cli(["open", cli(["link", "naive", "--schedule", schedule]).out.trim()]);
    expect(cli(["run", "-"], out).error).toBe("");
    const changed = out.replace(/"state": "[0-9a-f]+"/, '"state": "1"');
    const { status, error } = cli(["run", "-"], changed);
    expect(status).toBe(cli(["run", "-"], out).status);
    expect(error).toMatch(/warning: this run ends otherwise than when the link was made/);
  });

  it("that does not assemble is refused with its diagnostics", () => {
    withFolder({ "bad.S": "nmi:\n\tiretq\n\tfrobnicate\n" }, (path) => {
      const { status, out, error } = cli(["run", path("bad.S")]);
      expect([status, out]).toEqual([2, ""]);
      expect(error).toMatch(/bad\.S:3:2: error: /);
    });
  });

  it("without the entry label is refused", () => {
    const { status, error } = cli(["run", "-"], "start: iretq\n");
    expect(status).toBe(2);
    expect(error).toMatch(/nmi/);
  });

  it("with a schedule that names no place is refused before it runs", () => {
    const { status, out, error } = cli(["run", "naive", "--schedule", "nmi@do_nmj"]);
    expect([status, out]).toEqual([2, ""]);
    expect(error).toMatch(/no label "do_nmj".*Did you mean do_nmi\?/);
  });
});

describe("export", () => {
  it("writes an ELF image, and refuses instructions that do not exist", () => {
    withFolder({}, (path) => {
      const made = cli(["export", "desnoyers-2010-repaired", "--elf", path("a.elf"), "--workload", "user"]);
      expect(made).toEqual({ status: 0, out: "", error: "" });
      expect(readFileSync(path("a.elf")).subarray(0, 6).toString("hex")).toBe("7f454c460201");
      const refused = cli(["export", "desnoyers-2010", "--elf", path("b.elf")]);
      expect(refused.status).toBe(2);
      expect(refused.error).toMatch(/idealised/);
      expect(existsSync(path("b.elf"))).toBe(false);
      expect(cli(["export", "naive"])).toMatchObject({ status: 2, out: "" });
    });
  });
});
