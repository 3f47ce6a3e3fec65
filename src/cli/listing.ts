// An assembled file as a listing: addresses, bytes, source lines.

import type { Assembly, InstructionPlace, Section } from "../asm/assembly.ts";
import { bytesToHex } from "../base/hex.ts";

const BYTES_PER_LINE = 8;

const spaced = (bytes: Uint8Array) => Array.from(bytes, (byte) => bytesToHex([byte])).join(" ");

function row(address: bigint, bytes: Uint8Array, line: string, text: string): string {
  const left = `${address.toString(16).padStart(16, "0")}  ${spaced(bytes).padEnd(BYTES_PER_LINE * 3 - 1)}`;
  return `${left}  ${line.padStart(4)}  ${text}`.trimEnd() + "\n";
}

/** `bytes` in as many rows as they need; line and text stand in the first. */
function rows(address: bigint, bytes: Uint8Array, line: string, text: string): string {
  let out = row(address, bytes.subarray(0, BYTES_PER_LINE), line, text);
  for (let at = BYTES_PER_LINE; at < bytes.length; at += BYTES_PER_LINE) {
    out += row(address + BigInt(at), bytes.subarray(at, at + BYTES_PER_LINE), "", "");
  }
  return out;
}

function sectionListing(section: Section, assembly: Assembly): string {
  const end = section.address + BigInt(section.bytes.length);
  const inside = (address: bigint) => address >= section.address && address <= end;
  const places = new Map<bigint, InstructionPlace>(assembly.places.map((place) => [place.address, place]));
  const labels = [...assembly.labels].filter(([, address]) => inside(address));
  const stops = [...new Set([...labels.map(([, address]) => address), ...places.keys(), end])]
    .filter((address) => inside(address))
    .toSorted((a, b) => (a < b ? -1 : 1));
  let out = `${section.name}: ${section.bytes.length} bytes\n`;
  let at = section.address;
  while (at <= end) {
    for (const [name, address] of labels) if (address === at) out += `${" ".repeat(46)}${name}:\n`;
    if (at === end) break;
    const place = places.get(at);
    const next = place === undefined ? (stops.find((stop) => stop > at) ?? end) : at + BigInt(place.length);
    const bytes = section.bytes.subarray(Number(at - section.address), Number(next - section.address));
    const mark = place?.idealised === true ? "  (idealised)" : "";
    out += rows(at, bytes, place === undefined ? "" : String(place.line), place === undefined ? "" : place.text + mark);
    at = next;
  }
  return out;
}

export function listingOf(assembly: Assembly): string {
  return assembly.sections
    .filter(({ bytes }) => bytes.length > 0)
    .map((section) => sectionListing(section, assembly))
    .join("\n");
}
