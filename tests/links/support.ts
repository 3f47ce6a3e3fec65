// What link tests share: samples, and links made by hand around any JSON.
import { deflateRawSync } from "node:zlib";
import type { Shared } from "../../src/scenario/link/link.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

export const PLAIN: Scenario = {
  handler: { kind: "catalogue", name: "desnoyers-2010" },
  workload: "kernel",
  body: "touch",
  options: {},
  schedule: [],
};

export const FULL: Shared = {
  scenario: {
    handler: { kind: "source", text: 'nmi:\n\tiretq # "é" 漢\n', name: "my handler" },
    workload: "page-fault",
    body: "call",
    options: { faultingIretUnblocks: false, nullSsOnSameCplIst: true, stiBlocksNmi: false },
    schedule: [
      { event: "nmi", when: "workload" },
      { event: "pf(touch0+0x8)", when: "regular_nmi_code+0x4#2", off: true },
      { event: "irq(32)", when: "17" },
    ],
    title: "a title",
    note: "a note\nof two lines",
  },
  position: 31,
  digest: { state: "0123456789abcdef", steps: 38, end: "idle" },
  view: { tab: "stack", columns: 3, wide: true },
};

/** A link around any bytes, as anybody could make it. */
export function linkOfBytes(bytes: Uint8Array, version = 1): string {
  return `#v${version}.${deflateRawSync(bytes).toString("base64url")}`;
}

export function linkOf(content: unknown, version = 1): string {
  return linkOfBytes(Buffer.from(JSON.stringify(content)), version);
}
