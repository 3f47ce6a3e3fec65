import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeLink, openLink, MAX_LINK_CHARACTERS, type Shared } from "../../src/scenario/link/link.ts";
import { readScenarioFile, writeScenarioFile } from "../../src/scenario/file.ts";
import { withNote } from "../../src/scenario/notes.ts";
import { WORKLOADS, type MomentNote } from "../../src/scenario/scenario.ts";
import { CATALOGUE } from "../../src/scenario/catalogue/catalogue.ts";
import { BODIES } from "../../src/scenario/bodies.ts";
import { FULL, PLAIN, linkOf } from "./support.ts";

async function fragment(shared: Shared): Promise<string> {
  const made = await makeLink(shared);
  if (!made.ok) throw new Error(made.failure.message);
  return made.fragment;
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Without the keys that are undefined, as the types want it. */
const compact = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

const item = fc
  .record({ event: fc.constantFrom("nmi", "pf", "mc", "no event"), when: fc.constantFrom("1", "nmi+0x4#2", "?") })
  .chain((one) => fc.boolean().map((off) => (off ? { ...one, off: true as const } : one)));

const notes = fc
  .array(fc.record({ at: fc.nat(5000), text: fc.string({ unit: "grapheme", maxLength: 400 }) }), { maxLength: 8 })
  .map((typed) => typed.reduce<readonly MomentNote[]>((all, { at, text }) => withNote(all, at, text), []))
  .map((all) => (all.length === 0 ? undefined : all));

const shared: fc.Arbitrary<Shared> = fc
  .record({
    scenario: fc
      .record({
        handler: fc.oneof(
          fc.constantFrom(...CATALOGUE).map(({ name }) => ({ kind: "catalogue" as const, name })),
          fc
            .record({
              text: fc.string({ unit: "binary", maxLength: 400 }),
              name: optional(fc.string({ maxLength: 40 })),
            })
            .map((source) => ({ kind: "source" as const, ...compact(source) })),
        ),
        workload: fc.constantFrom(...WORKLOADS),
        body: fc.constantFrom(...BODIES).map(({ name }) => name),
        options: fc
          .record({
            faultingIretUnblocks: optional(fc.boolean()),
            nullSsOnSameCplIst: optional(fc.boolean()),
            stiBlocksNmi: optional(fc.boolean()),
            fred: optional(fc.boolean()),
          })
          .map(compact),
        schedule: fc.array(item, { maxLength: 8 }),
        title: optional(fc.string({ maxLength: 40 })),
        note: optional(fc.string({ maxLength: 40 })),
        notes,
      })
      .map(compact),
    position: fc.nat(),
    digest: optional(
      fc.record({
        state: fc.stringMatching(/^[0-9a-f]{1,16}$/),
        steps: fc.nat(),
        end: fc.constantFrom("idle", "loop", "panic", "triple-fault", "max-steps"),
      }),
    ),
  })
  .map(compact) as fc.Arbitrary<Shared>;

describe("a link", () => {
  it("carries everything that is shared", async () => {
    expect(await openLink(await fragment(FULL))).toEqual({ ok: true, version: 1, shared: FULL });
  });

  it("gives back any scenario, and so does a file", async () => {
    await fc.assert(
      fc.asyncProperty(shared, async (one) => {
        const { options, notes: pinned } = one.scenario;
        const version = pinned !== undefined ? 3 : options.fred === undefined ? 1 : 2;
        expect(await openLink(await fragment(one))).toEqual({ ok: true, version, shared: one });
        expect(readScenarioFile(writeScenarioFile(one))).toEqual({ ok: true, version, shared: one });
      }),
    );
  });

  it("is of a newer version only if an older release would show something else", async () => {
    const fred = { ...FULL, scenario: { ...FULL.scenario, options: { fred: true } } };
    expect(await fragment(fred)).toMatch(/^#v2\./);
    expect(await fragment(FULL)).toMatch(/^#v1\./);
    const noted = { ...FULL, scenario: { ...FULL.scenario, notes: [{ at: 4, text: "RSP is T-40 now." }] } };
    expect(await fragment(noted)).toMatch(/^#v3\./);
  });

  it("does not write defaults, and names built-in handlers", async () => {
    expect(JSON.parse(writeScenarioFile({ scenario: PLAIN, position: 0 }))).toEqual({
      version: 1,
      handler: "desnoyers-2010",
    });
    expect((await fragment({ scenario: PLAIN, position: 0 })).length).toBeLessThan(100);
  });

  it("opens as a whole URL, from running text, and broken over lines", async () => {
    const link = await fragment(FULL);
    const half = Math.floor(link.length / 2);
    const forms = [
      `https://example.org/nmi/?embed=1${link}`,
      `  ${link}\n`,
      `<https://example.org/${link}>,`,
      link.slice(1),
      `https://example.org/${link}&theme=dark`,
      `https://example.org/${link.replace("#", "%23")}`,
      `> ${link.slice(0, half)}\n  ${link.slice(half)}`,
    ];
    for (const form of forms) expect(await openLink(form)).toMatchObject({ ok: true, shared: FULL });
  });

  it("may be made by hand, without a checksum, and with fields of the future", async () => {
    const opened = await openLink(linkOf({ handler: "naive", schedule: ["nmi@workload"], colour: "green" }));
    expect(opened).toEqual({
      ok: true,
      version: 1,
      shared: {
        scenario: {
          ...PLAIN,
          handler: { kind: "catalogue", name: "naive" },
          schedule: [{ event: "nmi", when: "workload" }],
        },
        position: 0,
      },
    });
  });

  it("loses a view that is not understood, and nothing else", async () => {
    for (const view of [7, "x", [1], { a: { b: 1 } }, { "not a key": 1 }, { long: "x".repeat(300) }]) {
      const opened = await openLink(linkOf({ handler: "naive", position: 3, view }));
      expect(opened).toMatchObject({ ok: true, shared: { position: 3 } });
      expect(opened.ok && "view" in opened.shared).toBe(false);
    }
  });

  it("is not made beyond its limit", async () => {
    // Hexadecimal noise, which deflate cannot make much smaller.
    let noise = "";
    for (let n = 1, x = 1; n < 40_000; n++) noise += ((x = (x * 1103515245 + 12345) >>> 0) >>> 8).toString(16);
    const text = noise.slice(0, 300_000);
    const made = await makeLink({ scenario: { ...PLAIN, handler: { kind: "source", text } }, position: 0 });
    expect(made).toMatchObject({ ok: false, failure: { reason: "too-large" } });
    expect(MAX_LINK_CHARACTERS).toBe(65_536);
  });
});
