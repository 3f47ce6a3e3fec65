// From an event's number in the palette to its CSS class. Tone 0 is the
// workload; further events cycle through the seven others.

const TONES = 7;

export function toneClass(tone: number): string {
  return `t${tone === 0 ? 0 : ((tone - 1) % TONES) + 1}`;
}
