// The row of marks: what the first bad step is called where there is little room.
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";

import type { RunMark } from "../../src/session/views.ts";
import { layoutLanes } from "../../src/ui/panels/lanes/lane-layout.ts";
import { Marks } from "../../src/ui/panels/lanes/lane-marks.tsx";
import { RUN } from "./fixtures/illustrated.ts";

const WIDTH = 39 * 26;

const labels = (marks: readonly RunMark[], position: number): readonly string[] => {
  const layout = layoutLanes(RUN, { from: 0, to: 39 }, WIDTH);
  const shown = { layout, marks, deliveries: new Set<number>(), firstBad: 26, width: WIDTH, position };
  const markup = renderToStaticMarkup(<Marks {...shown} />);
  return [...markup.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = ""]) => text);
};
const bad: RunMark = { kind: "violation", step: 26, context: 0, text: "no-reentry" };
const injection = (step: number): RunMark => ({ kind: "injection", step, context: 0, text: "NMI" });

describe("the label of the first bad step", () => {
  it("is whole where there is room, shorter between marks, and never over one", () => {
    expect(labels([bad], 5)).toEqual(["first bad step 26: no-reentry"]);
    expect(labels([injection(8), bad, injection(34)], 27)).toEqual(["first bad step 26: no-reentry", "NMI", "NMI"]);
    expect(labels([injection(22), injection(23), bad], 27)[0]).toBe("step 26");
  });
});
