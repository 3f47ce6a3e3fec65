// What the list of stops tells, against what running to the stops finds.
import { beforeEach, describe, expect, it } from "vitest";
import type { BreakPlace } from "../../../src/protocol/messages.ts";
import type { StopFacts } from "../../../src/session/views/look.ts";
import { Desk, scenario } from "../support.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(scenario("naive", "nmi@workload"));
});

function factsOf(...breakpoints: readonly BreakPlace[]): readonly StopFacts[] {
  desk.ask({ kind: "set-breakpoints", breakpoints });
  const reply = desk.session.handle({ kind: "look", question: { kind: "stops" } });
  if (reply.kind !== "look" || reply.answer.kind !== "stops") throw new Error("no stops");
  return reply.answer.stops;
}

/** Boundaries at which `c` stops, one after the other. */
function stopsOf(place: BreakPlace): readonly number[] {
  desk.ask({ kind: "set-breakpoints", breakpoints: [place] });
  desk.type("start");
  const last = desk.view.run?.length ?? 0;
  const found: number[] = [];
  for (;;) {
    const update = desk.ask({ kind: "move", move: { kind: "run" } });
    if (desk.position >= last && update.notice === undefined) break;
    if (desk.position > last) break;
    if (update.notice === undefined) break;
    found.push(desk.position);
  }
  return found;
}

const COUNT: BreakPlace = { kind: "watch", access: "write", target: "nmi_run_count" };
const RSP: BreakPlace = { kind: "watch", access: "write", target: "$rsp" };

describe("the facts of a stop", () => {
  it("are where running stops, and the nearest on both sides", () => {
    for (const place of [COUNT, RSP, { kind: "catch", event: "iret" }] as const) {
      const stops = stopsOf(place);
      const middle = stops[Math.floor(stops.length / 2)] ?? 0;
      desk.type(`seek ${middle}`);
      const [facts] = factsOf(place);
      expect(facts?.hits).toBe(stops.length);
      expect(facts?.last).toBe(stops.findLast((stop) => stop < middle));
      expect(facts?.next).toBe(stops.find((stop) => stop > middle));
    }
  });

  it("have the number that the console gives, and the value now", () => {
    desk.type("watch nmi_run_count");
    desk.type("seek end");
    const [first, second] = factsOf(COUNT, RSP);
    expect([first?.number, second?.number]).toEqual([1, 2]);
    expect(first?.now).toBe("1");
    expect(desk.type("info breakpoints").filter((line) => /^\d/.test(line))).toHaveLength(2);
  });

  it("know only the hits at which the condition holds", () => {
    const stops = stopsOf(RSP);
    const position = desk.position;
    const [never, always] = factsOf({ ...RSP, condition: "1 == 2" }, { ...COUNT, condition: "nmi_run_count == 1" });
    expect(never).toMatchObject({ last: undefined, next: undefined, hits: undefined });
    expect(stops.length).toBeGreaterThan(3);
    expect(always?.last).toBeLessThan(position);
  });

  it("say what is wrong with a place or a condition", () => {
    const [place, variable, condition] = factsOf(
      { kind: "place", place: "nowhere" },
      { kind: "watch", access: "write", target: "nothing" },
      { ...COUNT, condition: "no_such_thing == 1" },
    );
    expect(place?.problem).toContain("no such place");
    expect(variable?.problem).toContain("nothing");
    expect(condition?.problem).toContain("no_such_thing");
    expect(factsOf(COUNT)[0]?.problem).toBeUndefined();
  });
});
