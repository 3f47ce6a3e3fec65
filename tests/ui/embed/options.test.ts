import { describe, expect, it } from "vitest";

import { isEmbedded } from "../../../src/ui/embed/is-embedded.ts";
import { readEmbedOptions } from "../../../src/ui/embed/options.ts";
import { embedAddress, embedSnippet } from "../../../src/ui/embed/snippet.ts";

describe("parameters of an embedded page", () => {
  it("are read whatever their case", () => {
    expect(
      readEmbedOptions(
        "?EMBED=1&RO=1&Theme=DARK&View=Code,STACK&controls=0&TOOLBAR=0&at=31&AutoPlay=1&speed=2.5&ctl=1&Flavor=INTEL",
      ),
    ).toMatchObject({
      readOnly: true,
      theme: "dark",
      flavor: "intel",
      views: ["code", "stack"],
      controls: false,
      toolbar: false,
      at: 31,
      autoplay: true,
      speed: 2.5,
      clickToLoad: true,
      ignored: [],
    });
  });

  it("have defaults: stack and lanes, controls, the reader's theme", () => {
    expect(readEmbedOptions("?embed=1&theme=auto")).toMatchObject({
      readOnly: false,
      theme: undefined,
      views: ["stack", "lanes"],
      controls: true,
      toolbar: true,
      at: undefined,
      autoplay: false,
      ignored: [],
    });
  });

  it.each([
    "at=-1",
    "at=1.5",
    "at=x",
    "speed=0",
    "speed=99",
    "height=7",
    "theme=blue",
    "flavor=masm",
    "ro=maybe",
    "view=cat",
    "utm=x",
  ])("name what they do not understand and go on: %s", (pair) => {
    const { ignored, ...rest } = readEmbedOptions(`?embed=1&${pair}`);
    const { ignored: none, ...defaults } = readEmbedOptions("?embed=1");
    expect(ignored).toEqual([pair]);
    expect(none).toEqual([]);
    expect(rest).toEqual(defaults);
  });

  it("keep the known views of a list", () => {
    expect(readEmbedOptions("?view=lanes,cat,code")).toMatchObject({
      views: ["code", "lanes"],
      ignored: ["view=lanes,cat,code"],
    });
  });

  it("take an origin only as an origin", () => {
    expect(readEmbedOptions("?origin=https://a.example/x").origin).toBe("https://a.example");
    expect(readEmbedOptions("?origin=*").origin).toBe("*");
    expect(readEmbedOptions("?origin=javascript:alert(1)").origin).toBeUndefined();
  });
});

describe("whether the page is embedded", () => {
  it.each(["?embed=1", "?EMBED=1&x=2", "?a=b&embed", "?embed=true"])("%s: yes", (search) => {
    expect(isEmbedded(search)).toBe(true);
  });
  it.each(["", "?embed=0", "?embedded=1", "?x=embed"])("%s: no", (search) => {
    expect(isEmbedded(search)).toBe(false);
  });
});

describe("the snippet", () => {
  it("says everything again when its address is read", () => {
    const choices = {
      readOnly: true,
      views: ["code", "lanes"] as const,
      at: 3,
      title: 'NMI & "frames" <b>',
      height: 500,
    };
    const url = new URL(embedAddress("https://x.example/nmi/", "#v1.abc", choices));
    expect(url.hash).toBe("#v1.abc");
    expect(readEmbedOptions(url.search)).toMatchObject({ ...choices, ignored: [] });
  });

  it("lets no title out of its attribute", () => {
    const html = embedSnippet("https://x.example/", "#v1.a", { title: '"><script>alert(1)</script>' });
    expect(html).not.toContain("<script");
    expect(html).toContain('loading="lazy"');
    expect(html).toContain('width="100%"');
    expect(html.match(/"/g)?.length).toBe(12);
  });
});
