import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseItem, parseSchedule, printItem, printSchedule } from "../../src/scenario/schedule.ts";
import { parseEvent, parseWhen, resolvePlace } from "../../src/scenario/schedule-words.ts";
import type { ScheduleItem } from "../../src/scenario/scenario.ts";

const symbol = fc.stringMatching(/^[A-Za-z_.$][A-Za-z0-9_.$]{0,15}$/);
const distance = fc.oneof(
  fc.constant(""),
  fc.bigInt({ min: 1n, max: (1n << 64n) - 1n }).map((n) => `+0x${n.toString(16)}`),
  fc.bigInt({ min: 1n, max: (1n << 64n) - 1n }).map((n) => `-0x${n.toString(16)}`),
);
const place = fc.tuple(symbol, distance).map(([name, by]) => name + by);
const event = fc.oneof(
  fc.constantFrom("nmi", "pf", "db", "bp", "mc", "gp"),
  fc.integer({ min: 32, max: 255 }).map((vector) => `irq(${vector})`),
  place.map((address) => `pf(${address})`),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((address) => `pf(0x${address.toString(16)})`),
);
const when = fc.oneof(
  fc.nat().map(String),
  place,
  fc.tuple(place, fc.integer({ min: 2, max: 10_000 })).map(([at, nth]) => `${at}#${nth}`),
);
const item: fc.Arbitrary<ScheduleItem> = fc.record({ event, when });

describe("a schedule", () => {
  it("is read as written", () => {
    expect(parseSchedule("nmi@workload; pf@regular_nmi_code; nmi@regular_nmi_code+0x4#2")).toEqual({
      items: [
        { event: "nmi", when: "workload" },
        { event: "pf", when: "regular_nmi_code" },
        { event: "nmi", when: "regular_nmi_code+0x4#2" },
      ],
      problems: [],
    });
  });

  it("may be empty, end in a separator, and have blanks and lines", () => {
    expect(parseSchedule("")).toEqual({ items: [], problems: [] });
    expect(parseSchedule(" ; ;\n").items).toEqual([]);
    expect(parseSchedule(" nmi @ 17 ;\r\n pf( touch0 + 8 )@ vec_14 - 4 # 2 ;").items).toEqual([
      { event: "nmi", when: "17" },
      { event: "pf(touch0+0x8)", when: "vec_14-0x4#2" },
    ]);
  });

  it("comes back from its printed form", () => {
    fc.assert(
      fc.property(fc.array(item), (items) => {
        expect(parseSchedule(printSchedule(items))).toEqual({ items, problems: [] });
      }),
    );
  });

  it("leaves out of its printed form what is switched off", () => {
    expect(
      printSchedule([
        { event: "nmi", when: "1", off: true },
        { event: "pf", when: "2" },
      ]),
    ).toBe("pf@2");
  });

  it("is refused in words, never by an exception, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."nmipf@;#+-0x1(). _\n".split("")) })),
        (text) => {
          const { items, problems } = parseSchedule(text);
          for (const { from, to, message } of problems) {
            expect(from).toBeGreaterThanOrEqual(0);
            expect(to).toBeGreaterThanOrEqual(from);
            expect(to).toBeLessThanOrEqual(text.length);
            expect(message).not.toBe("");
          }
          for (const good of items) expect(parseItem(printItem(good))).toEqual({ ok: true, value: good });
        },
      ),
    );
  });
});

describe("an error in a schedule", () => {
  const cases: readonly [text: string, marked: string, message: RegExp][] = [
    ["nmi", "nmi", /EVENT@WHEN/],
    ["nmi@1; nim@2; pf@3", "nim", /no event/],
    ["nmi@", "", /no step or place/],
    ["@17", "", /no event before/],
    ["nmi(3)@17", "(3)", /nothing in brackets/],
    ["irq@17", "irq", /vector from 32/],
    ["irq(8)@17", "irq(8)", /vector from 32/],
    ["irq(256)@17", "irq(256)", /vector from 32/],
    ["pf(1x)@17", "1x", /neither a label nor an address/],
    ["pf(0x10000000000000000)@17", "0x10000000000000000", /64 bits/],
    ["nmi@0x17", "0x17", /decimal number/],
    ["nmi@label*4", "*4", /not a distance/],
    ["nmi@label+", "+", /not a distance/],
    ["nmi@label#0", "#0", /counted from 1/],
    ["nmi@label#x", "#x", /counted from 1/],
    ["nmi@99999999999999999999", "99999999999999999999", /beyond/],
    ["nmi@1@2", "1@2", /neither a label/],
  ];

  it.each(cases)("%s", (text, marked, message) => {
    const { problems } = parseSchedule(text);
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(text.slice(problem?.from, problem?.to)).toBe(marked);
    expect(problem?.message).toMatch(message);
  });

  it("does not hide the items that are right", () => {
    expect(parseSchedule("nmi@1; what; pf@3").items).toEqual([
      { event: "nmi", when: "1" },
      { event: "pf", when: "3" },
    ]);
  });
});

const symbols = (name: string) => (name === "nmi" ? 0xffffffff_81100000n : undefined);

describe("a place", () => {
  it("is a symbol and a distance, in 64 bits", () => {
    const at = parseWhen("nmi+0x12#3");
    expect(at).toEqual({ ok: true, value: { kind: "place", place: { symbol: "nmi", offset: 0x12n }, occurrence: 3 } });
    expect(resolvePlace({ symbol: "nmi", offset: 0x12n }, symbols)).toBe(0xffffffff_81100012n);
    expect(resolvePlace({ offset: 0x10n }, symbols)).toBe(0x10n);
    expect(resolvePlace({ symbol: "nmi", offset: 0x80000000n }, symbols)).toBe(0x1100000n);
    expect(resolvePlace({ symbol: "other", offset: 0n }, symbols)).toBeUndefined();
  });
  it("names the address of a page fault", () => {
    expect(parseEvent("pf(touch1)")).toEqual({
      ok: true,
      value: { kind: "pf", address: { symbol: "touch1", offset: 0n } },
    });
  });
});
