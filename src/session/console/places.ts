// A place in the code as gdb's commands take it: a label, *ADDRESS, a line of the
// handler, FILE:LINE; nothing is where RIP is.

import type { BreakPlace } from "../../protocol/messages.ts";
import { CommandError, runOf, type Call } from "./command.ts";
import { evaluate } from "./expression.ts";
import { STOP_TEXTS } from "../texts/console-stops.ts";

export function placeOf(call: Call, argument: string): BreakPlace {
  const run = runOf(call);
  if (argument === "") return { kind: "place", place: run.program.naming.place(run.timeline.machine.registers().rip) };
  // There is one file.
  const line = /^(?:[\w./+-]+\.[sS]:)?(\d+)$/.exec(argument)?.[1];
  if (line === undefined) {
    const address = evaluate(argument.replace(/^\*\s*/, ""), { run, state: call.state });
    return { kind: "place", place: run.program.naming.place(address) };
  }
  const { handler } = run.program.listing;
  if (handler.some((candidate) => candidate.line === Number(line))) return { kind: "line", line: Number(line) };
  const lines = handler.map((candidate) => candidate.line ?? 0).filter((known) => known > 0);
  throw new CommandError(STOP_TEXTS.noInstruction(Number(line), Math.min(...lines), Math.max(...lines)));
}

export function addressOf(call: Call, argument: string): bigint {
  const address = call.experiment.addressOf(placeOf(call, argument));
  if (address === undefined) throw new CommandError(STOP_TEXTS.nowhere(argument));
  return address;
}
