import { describe, expect, it } from "vitest";
import { Naming } from "../../src/session/naming.ts";

const naming = new Naming(
  [
    {
      from: 0x1000n,
      to: 0x1040n,
      labels: [
        ["nmi", 0x1000n],
        ["late", 0x1020n],
        ["late_too", 0x1020n],
        ["end", 0x1040n],
      ],
    },
    { from: 0x2000n, to: 0x2010n, labels: [["workload", 0x2004n]] },
  ],
  new Map([["nmi", 0x1000n]]),
);

describe("Naming", () => {
  it("names the nearest label at or below, of two the first", () => {
    expect(naming.find(0x1000n)).toBe("nmi");
    expect(naming.find(0x101fn)).toBe("nmi+0x1f");
    expect(naming.find(0x1024n)).toBe("late+0x4");
    expect(naming.angle(0x1024n)).toBe("<late+4>");
  });

  it("knows where a program ends and where no label is", () => {
    expect(naming.find(0x1040n)).toBeUndefined();
    expect(naming.find(0x2000n)).toBeUndefined();
    expect(naming.place(0x2000n)).toBe("0x2000");
    expect(naming.angle(0x3000n)).toBe("");
  });

  it("reads back what it writes", () => {
    expect(naming.resolve("nmi+0x8")).toBe(0x1008n);
    expect(naming.resolve("0x10")).toBe(0x10n);
    expect(naming.resolve("none")).toBeUndefined();
  });
});
