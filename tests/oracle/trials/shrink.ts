// The smallest trial that still differs: fewer instructions, plainer registers and
// flags, no memory of its own. Knows no machine: it is told what differs.
import { TRAP_FLAG, type Trial } from "./trial.ts";

function* simpler(trial: Trial): Generator<Trial> {
  for (let count = 1; count < trial.code.length; count++) {
    yield { ...trial, code: trial.code.slice(0, count), steps: Math.min(trial.steps, count) };
  }
  const plainFlags = (trial.flags & TRAP_FLAG) | 2n;
  if (trial.flags !== plainFlags) yield { ...trial, flags: plainFlags };
  for (const value of [0n, 1n]) {
    for (const [index, old] of trial.registers.entries()) {
      if (old > value) yield { ...trial, registers: trial.registers.with(index, value) };
    }
  }
  if (trial.poke !== undefined) yield { ...trial, poke: undefined };
}

export async function shrink(trial: Trial, differs: (trial: Trial) => Promise<boolean>): Promise<Trial> {
  let kept = trial;
  for (let found = true; found;) {
    found = false;
    for (const candidate of simpler(kept)) {
      if (!(await differs(candidate))) continue;
      kept = candidate;
      found = true;
      break;
    }
  }
  return kept;
}
