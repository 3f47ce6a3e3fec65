import { deflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LINK_FAILURES } from "../../src/scenario/link/failure.ts";
import { MAX_CONTENT_BYTES, makeLink, openLink } from "../../src/scenario/link/link.ts";
import { readScenarioFile } from "../../src/scenario/file.ts";
import { FULL, PLAIN, linkOf, linkOfBytes } from "./support.ts";

async function failureOf(text: string) {
  const opened = await openLink(text);
  if (opened.ok) throw new Error(`opened: ${text}`);
  expect(LINK_FAILURES).toContain(opened.failure.reason);
  expect(opened.failure.message).toMatch(/^[A-Z].*[.]$/s);
  return opened.failure;
}

const sample = makeLink(FULL).then((made) => (made.ok ? made.fragment : ""));

describe("what is no link", () => {
  it.each(["", " ", "#", "#v", "#v1", "#v1:abc", "v0.abc", "#v0.abc", "https://example.org/", "nmi@17", "#w1.abc"])(
    "%j says so",
    async (text) => {
      expect((await failureOf(text)).reason).toBe("not-a-link");
    },
  );
});

describe("a damaged link", () => {
  it("cut off anywhere is refused, and mostly as cut off", async () => {
    const link = await sample;
    let truncated = 0;
    for (let length = "#v1.".length; length < link.length; length++) {
      const { reason } = await failureOf(link.slice(0, length));
      if (reason === "truncated") truncated++;
    }
    expect(truncated).toBe(link.length - "#v1.".length);
  });

  it("never opens as another scenario when one bit is wrong", async () => {
    const link = await sample;
    const bytes = Buffer.from(link.slice("#v1.".length), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const opened = await openLink(`#v1.${flipped.toString("base64url")}`);
      if (opened.ok) expect(opened.shared).toEqual(FULL);
    }
  });

  it("never opens as another scenario when one character is wrong", async () => {
    const link = await sample;
    for (let at = "#v1.".length; at < link.length; at++) {
      for (const digit of ["A", "b", "7", "_", "*"]) {
        const opened = await openLink(link.slice(0, at) + digit + link.slice(at + 1));
        if (opened.ok) expect(opened.shared).toEqual(FULL);
      }
    }
  });

  it("in capitals, or in small letters, is refused", async () => {
    const link = await sample;
    await failureOf(`#v1.${link.slice(4).toLowerCase()}`);
    await failureOf(`#v1.${link.slice(4).toUpperCase()}`);
  });

  it("that is not UTF-8, or not JSON, is damaged", async () => {
    expect((await failureOf(linkOfBytes(Uint8Array.of(0x22, 0xff, 0x22)))).reason).toBe("damaged");
    expect((await failureOf(linkOfBytes(Buffer.from("{")))).reason).toBe("damaged");
    expect((await failureOf(linkOfBytes(Buffer.from('{"handler":"naive","sum":"00000000"}')))).reason).toBe("damaged");
  });
});

describe("a link too large", () => {
  it("is refused before it is read", async () => {
    expect((await failureOf(`#v1.${"A".repeat(100_000)}`)).reason).toBe("too-large");
  });

  it("is refused while it inflates", async () => {
    const bomb = deflateRawSync(Buffer.alloc(40 * MAX_CONTENT_BYTES, 0x20), { level: 9 }).toString("base64url");
    expect(bomb.length).toBeLessThan(60_000);
    const { reason, message } = await failureOf(`#v1.${bomb}`);
    expect(reason).toBe("too-large");
    expect(message).toContain(String(MAX_CONTENT_BYTES));
  });

  it("is refused when it nests without end", async () => {
    await failureOf(linkOfBytes(Buffer.from("[".repeat(500_000))));
    await failureOf(linkOfBytes(Buffer.from('{"view":'.repeat(100_000))));
  });
});

describe("a link from the future", () => {
  it("is refused politely, with the handler's text where it can be read", async () => {
    const failure = await failureOf(linkOf({ handler: { source: "nmi: iretq" }, cpus: 2 }, 4));
    expect(failure).toMatchObject({ reason: "newer-version", version: 4, source: "nmi: iretq" });
    expect(failure.message).toMatch(/newer release/);
  });

  it("is refused without text where there is none", async () => {
    for (const text of ["#v9.AAAA", "#v4.", linkOf({ handler: "linux-6.6" }, 4), linkOf([], 4), linkOf("x", 4)]) {
      const failure = await failureOf(text);
      expect(failure.reason).toBe("newer-version");
      expect(failure.source).toBeUndefined();
    }
  });
});

describe("content that is not a scenario", () => {
  const handler = "naive";
  const cases: readonly [field: string, content: unknown][] = [
    ["", 7],
    ["", null],
    ["handler", []],
    ["handler", {}],
    ["handler", { handler: 7 }],
    ["handler", { handler: "no-such-handler" }],
    ["handler", { handler: "__proto__" }],
    ["handler", { handler: "constructor" }],
    ["handler", { handler: "NAIVE\u0000" }],
    ["handler.source", { handler: {} }],
    ["handler.source", { handler: { source: 7 } }],
    ["handler.source", { handler: { source: "x".repeat(400_001) } }],
    ["handler.name", { handler: { source: "", name: [] } }],
    ["workload", { handler, workload: "sysenter" }],
    ["workload", { handler, workload: {} }],
    ["body", { handler, body: "tostring" }],
    ["options", { handler, options: "all" }],
    ["options.stiBlocksNmi", { handler, options: { stiBlocksNmi: 1 } }],
    ["schedule", { handler, schedule: "nmi@17" }],
    ["schedule", { handler, schedule: { length: 1e9 } }],
    ["schedule", { handler, schedule: Array.from({ length: 10_001 }, () => "nmi@1") }],
    ["schedule[1]", { handler, schedule: ["nmi@17", 17] }],
    ["schedule[1]", { handler, schedule: ["nmi@17", "nmi"] }],
    ["schedule[0].off", { handler, schedule: [{ item: "nmi@17", off: "yes" }] }],
    ["schedule[0]", { handler, schedule: ["x".repeat(401)] }],
    ["title", { handler, title: ["x"] }],
    ["note", { handler, note: "x".repeat(4001) }],
    ["position", { handler, position: -1 }],
    ["position", { handler, position: 1.5 }],
    ["position", { handler, position: "3" }],
    ["position", { handler, position: 1e300 }],
    ["digest", { handler, digest: 3 }],
    ["digest.state", { handler, digest: { state: "zz", steps: 1, end: "idle" } }],
    ["digest.steps", { handler, digest: { state: "0", steps: -1, end: "idle" } }],
  ];

  it.each(cases)("names the field %j (%#)", async (field, content) => {
    expect(await failureOf(linkOf(content))).toMatchObject({ reason: "invalid-content", field });
  });

  it("is refused where a number has no end", async () => {
    const bytes = Buffer.from(`{"handler":"naive","position":1e999}`);
    expect(await failureOf(linkOfBytes(bytes))).toMatchObject({ reason: "invalid-content", field: "position" });
  });

  it("does not reach an object's prototype", async () => {
    const keys = `"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}`;
    const text = `{"handler":"naive","options":{${keys}},"view":{${keys},"tab":"x"},${keys}}`;
    const opened = await openLink(linkOfBytes(Buffer.from(text)));
    expect(opened).toEqual({
      ok: true,
      version: 1,
      shared: {
        scenario: { ...PLAIN, handler: { kind: "catalogue", name: "naive" } },
        position: 0,
        view: { tab: "x" },
      },
    });
    expect("polluted" in {}).toBe(false);
  });
});

describe("notes that are not notes", () => {
  const cases: readonly [field: string, notes: unknown][] = [
    ["notes", "look here"],
    ["notes", Array.from({ length: 65 }, (_, at) => ({ at, text: "x" }))],
    [
      "notes",
      [
        { at: 4, text: "late" },
        { at: 3, text: "early" },
      ],
    ],
    [
      "notes",
      [
        { at: 4, text: "one" },
        { at: 4, text: "two" },
      ],
    ],
    ["notes[0].at", [{ at: -1, text: "x" }]],
    ["notes[0].at", [{ at: 1.5, text: "x" }]],
    ["notes[0].text", [{ at: 1, text: "x".repeat(281) }]],
    ["notes[0].text", [{ at: 1, text: "" }]],
    ["notes[0].text", [{ at: 1, text: " ".repeat(400_000) }]],
    ["notes[0].text", [{ at: 1, text: "two\nlines" }]],
    ["notes[0].text", [{ at: 1, text: "\u0000" }]],
    ["notes[0].text", [{ at: 1, text: ["x"] }]],
  ];
  it.each(cases)("are refused, and %s named", async (field, notes) => {
    const failure = await failureOf(linkOf({ handler: "naive", notes }, 3));
    expect(failure).toMatchObject({ reason: "invalid-content", field });
  });

  it("are nobody's in a link of an older version", async () => {
    const opened = await openLink(linkOf({ handler: "naive", notes: [{ at: 1, text: "x" }] }, 2));
    expect(opened.ok && opened.shared.scenario.notes).toBeUndefined();
  });
});

describe("any text at all", () => {
  it("opens or fails with a reason, and never throws", async () => {
    const payload = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("base64url")),
      fc.jsonValue().map((value) => linkOf(value).slice(4)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          payload.map((p) => `#v1.${p}`),
        ),
        async (text) => {
          const opened = await openLink(text);
          if (!opened.ok) expect(LINK_FAILURES).toContain(opened.failure.reason);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe("a scenario file", () => {
  it.each([
    ["damaged", "nmi: iretq"],
    ["invalid-content", "{}"],
    ["invalid-content", "[]"],
    ["invalid-content", '{"version":"1","handler":"naive"}'],
    ["invalid-content", '{"version":1}'],
    ["invalid-content", '{"version":0,"handler":"naive"}'],
    ["newer-version", '{"version":4,"handler":{"source":"x"}}'],
    ["too-large", " ".repeat(2_000_000)],
  ])("%s", (reason, text) => {
    const read = readScenarioFile(text);
    expect(read.ok ? "opened" : read.failure.reason).toBe(reason);
  });
});
