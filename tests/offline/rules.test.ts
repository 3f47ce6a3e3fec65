import { describe, expect, it } from "vitest";

import { cachesToDrop, routeOf } from "../../src/offline/rules.ts";

const SCOPE = "https://host.example/a/b/";

describe("where an answer comes from", () => {
  it.each([
    ["https://host.example/a/b/", "network-first", "index.html"],
    ["https://host.example/a/b/?embed=1#x", "network-first", "index.html"],
    ["https://host.example/a/b/lessons/", "network-first", "lessons/index.html"],
    ["https://host.example/a/b/compare.html", "network-first", "compare.html"],
    ["https://host.example/a/b/assets/page-1a2b.js", "cache-first", "assets/page-1a2b.js"],
    ["https://host.example/a/b/icons/a%20b.png", "network-first", "icons/a b.png"],
  ])("%s", (url, kind, file) => {
    expect(routeOf(url, SCOPE, "GET")).toEqual({ kind, file });
  });

  it.each(["https://other.example/a/b/", "https://host.example/a/", "http://host.example/a/b/"])(
    "%s is not ours",
    (url) => {
      expect(routeOf(url, SCOPE, "GET")).toEqual({ kind: "not-ours" });
    },
  );

  it("only reading is answered", () => {
    expect(routeOf(SCOPE, SCOPE, "POST")).toEqual({ kind: "not-ours" });
  });
});

describe("older versions", () => {
  it("go, but for the last one, and nobody else's", () => {
    const names = ["nmi-stepper 1", "other", "nmi-stepper 2", "nmi-stepper 3", "nmi-stepper 4"];
    expect(cachesToDrop(names, "nmi-stepper 4")).toEqual(["nmi-stepper 1", "nmi-stepper 2"]);
    expect(cachesToDrop(["nmi-stepper 4"], "nmi-stepper 4")).toEqual([]);
  });
});
