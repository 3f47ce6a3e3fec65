// The manifest of the installed app names icons that exist and are as large as it says.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

import { HEADERS } from "../../scripts/lib/headers.mjs";
import { ISOLATION } from "../../src/offline/rules.ts";

interface Manifest {
  readonly start_url: string;
  readonly scope: string;
  readonly icons: readonly { readonly src: string; readonly sizes: string; readonly type: string; purpose?: string }[];
}

const manifest = JSON.parse(readFileSync("public/manifest.webmanifest", "utf8")) as Manifest;

it("works from any folder", () => {
  for (const path of [manifest.start_url, manifest.scope, ...manifest.icons.map(({ src }) => src)])
    expect(path).not.toMatch(/^(?:\/|\w+:)/);
  expect(readFileSync("index.html", "utf8")).toContain('<link rel="manifest" href="./manifest.webmanifest" />');
});

it("has the icons that installing asks for", () => {
  const pictures = manifest.icons.filter(({ type }) => type === "image/png");
  for (const { src, sizes } of pictures) {
    const bytes = readFileSync(`public/${src}`);
    expect(bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
  }
  expect(pictures.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(["192x192", "512x512"]));
  expect(manifest.icons.some(({ purpose }) => purpose === "maskable")).toBe(true);
});

it("the service worker isolates as the project's server does", () => {
  expect(ISOLATION).toEqual(HEADERS);
});
