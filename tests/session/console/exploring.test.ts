// The console hands exploring to the page: what it understands, what it refuses.
import { describe, expect, it } from "vitest";

import { createSession } from "../../../src/session/index.ts";
import { readFileSync } from "node:fs";

async function desk() {
  const session = await createSession(readFileSync("build/core.wasm"));
  await session.loadTools();
  session.open({
    handler: { kind: "catalogue", name: "naive" },
    workload: "kernel",
    body: "touch",
    options: {},
    schedule: [],
  });
  return (line: string) => {
    const reply = session.handle({ kind: "console", line });
    if (reply.kind !== "views") throw new Error(reply.kind);
    return { wish: reply.update.wish, errors: reply.update.console?.filter(({ kind }) => kind === "error") ?? [] };
  };
}

describe("explore", () => {
  it("asks for the bounds that were named, and leaves the others", async () => {
    const type = await desk();
    expect(type("explore").wish).toEqual({ kind: "explore", bounds: {} });
    expect(type("explore nmis=3 faults=2").wish).toEqual({ kind: "explore", bounds: { nmis: 3, faults: 2 } });
    expect(type("explore machine-checks=1 fault-points=region").wish).toEqual({
      kind: "explore",
      bounds: { machineChecks: 1, faultPoints: "region" },
    });
  });

  it("refuses what is no bound, and says what is", async () => {
    const type = await desk();
    for (const line of ["explore nmis=x", "explore three", "explore nmi=3", "explore fault-points=all"]) {
      const { wish, errors } = type(line);
      expect(wish).toBeUndefined();
      expect(errors).toHaveLength(1);
    }
    expect(type("explore fault-points=all").errors[0]?.text).toContain("lazy, region, anywhere");
  });

  it("lists and opens what was found", async () => {
    const type = await desk();
    expect(type("info violations").wish).toEqual({ kind: "list-explored" });
    expect(type("goto violation 2").wish).toEqual({ kind: "open-explored", number: 2 });
    expect(type("si").wish).toBeUndefined();
    expect(type("goto violation two").errors).toHaveLength(1);
  });
});
