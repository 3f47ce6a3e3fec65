// The heat map as an annotated listing and as JSON. The names of the JSON are an
// interface: others read it.

import { printSchedule } from "../scenario/schedule.ts";
import type { HeatPlace, HeatReport } from "../session/index.ts";

export function heatJson({ places }: HeatReport) {
  return places.map(({ address, place, piece, line, text, verdict, properties, injections, schedule }) => ({
    address: `0x${address.toString(16)}`,
    at: place,
    piece,
    ...(line === undefined ? {} : { line }),
    text,
    verdict,
    properties,
    ...(injections === undefined ? {} : { injections }),
    ...(schedule === undefined ? {} : { schedule: printSchedule(schedule) }),
  }));
}

function needs(count: number): string {
  return count === 0 ? "" : ` needs ${count} injection${count === 1 ? "" : "s"}`;
}

function remark({ verdict, injections, properties }: HeatPlace): string {
  const earlier = needs(injections ?? 0);
  return `${verdict}${earlier}${properties.length === 0 ? "" : `: ${properties.join(", ")}`}`;
}

const SIGNS = { safe: " ", harmful: "!", blocked: "-", untried: "?", unreachable: "." } as const;

/** One line for each instruction; below a harmful one its schedule. */
export function heatText(report: HeatReport): string {
  const width = Math.min(40, Math.max(...report.places.map(({ text }) => text.length)));
  const placeWidth = Math.max(...report.places.map(({ place }) => place.length));
  let piece = "";
  const lines = report.places.map((one) => {
    const head = one.piece === piece ? "" : `${piece === "" ? "" : "\n"}${one.piece}\n`;
    piece = one.piece;
    const code = `${SIGNS[one.verdict]} ${one.place.padEnd(placeWidth)}  ${one.text.padEnd(width)}  ${remark(one)}\n`;
    return `${head}${code}${one.schedule === undefined ? "" : `${" ".repeat(placeWidth + 4)}^ ${printSchedule(one.schedule)}\n`}`;
  });
  return `An NMI exactly there, and no event after it:\n${lines.join("")}\n`;
}
