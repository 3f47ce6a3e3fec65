import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { hostOrigin, readHostMessage } from "../../../src/ui/embed/messages.ts";

describe("messages of a host", () => {
  it("are read field by field", () => {
    expect(readHostMessage({ type: "seek", position: 31, id: 4 })).toEqual({
      kind: "message",
      message: { type: "seek", position: 31 },
      id: 4,
    });
    expect(readHostMessage({ type: "step" })).toMatchObject({ message: { type: "step", count: 1 } });
    expect(readHostMessage({ type: "inject", event: "nmi", when: "nmi+0x4" })).toMatchObject({
      message: { type: "inject", event: "nmi", when: "nmi+0x4" },
    });
  });

  it.each([
    { type: "seek" },
    { type: "seek", position: -1 },
    { type: "seek", position: "31" },
    { type: "step", count: 1e9 },
    { type: "inject", event: 5 },
    { type: "inject", event: "nmi", when: {} },
    { type: "explore", nmis: 10 },
    { type: "explore", faults: "1" },
    { type: "open" },
    { type: "open", link: 5 },
    { type: "open", link: "#v1.x", scenario: {} },
    { type: "open", scenario: "naive" },
    { type: "open", scenario: null },
  ])("are refused with a reason if they are wrong: %j", (data) => {
    expect(readHostMessage(data)).toMatchObject({ kind: "wrong" });
  });

  it("that open are taken as texts, a scenario as its JSON, whatever it holds", () => {
    expect(readHostMessage({ type: "open", link: "#v1.x" })).toMatchObject({
      message: { type: "open", what: "link", text: "#v1.x" },
    });
    expect(readHostMessage({ type: "open", scenario: { handler: "naive" } })).toMatchObject({
      message: { what: "scenario", text: '{"handler":"naive"}' },
    });
    const round: { self?: unknown } = {};
    round.self = round;
    for (const scenario of [round, { big: 1n }, { long: "x".repeat(1_100_000) }])
      expect(readHostMessage({ type: "open", scenario })).toMatchObject({ kind: "wrong" });
    expect(readHostMessage({ type: "explore", nmis: 3 })).toMatchObject({ message: { bounds: { nmis: 3 } } });
  });

  it("that are meant for others are left alone", () => {
    for (const data of [undefined, null, 1, "seek", [], {}, { type: "resize" }, { type: 1 }]) {
      expect(readHostMessage(data)).toBeUndefined();
    }
  });

  it("never make it throw", () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        readHostMessage(data);
      }),
    );
  });
});

describe("who is heard", () => {
  it("is the origin that the address names, else the embedding page's", () => {
    expect(hostOrigin("https://a.example", "https://b.example", "")).toBe("https://a.example");
    expect(hostOrigin(undefined, "https://b.example", "https://c.example/x")).toBe("https://b.example");
    expect(hostOrigin(undefined, undefined, "https://c.example/x")).toBe("https://c.example");
    expect(hostOrigin(undefined, "null", "")).toBeUndefined();
    expect(hostOrigin(undefined, undefined, "")).toBeUndefined();
  });
});
