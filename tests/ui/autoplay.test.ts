import { expect, it } from "vitest";

import { otherSpeed, restMs } from "../../src/ui/autoplay.ts";
import { MOMENT, RUN } from "./fixtures/illustrated.ts";

it("rests twice as long within two steps of what matters, on both sides", () => {
  const run = { ...RUN, marks: [{ step: 10, kind: "delivery", text: "NMI 1", context: undefined } as const] };
  const rest = (done: number): number => restMs(run, { ...MOMENT, position: done + 1 }, 4);
  expect([7, 8, 10, 12, 13].map(rest)).toEqual([250, 500, 500, 500, 250]);
  const plain = { ...run, marks: [{ step: 10, kind: "breakpoint", text: "", context: undefined } as const] };
  expect(restMs(plain, { ...MOMENT, position: 11 }, 4)).toBe(250);
});

it("knows six speeds and stays within them", () => {
  expect(otherSpeed(2, 1)).toBe(4);
  expect(otherSpeed(2, -1)).toBe(1);
  expect(otherSpeed(16, 1)).toBe(16);
  expect(otherSpeed(0.5, -1)).toBe(0.5);
});
