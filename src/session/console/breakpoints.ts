// Breakpoints by place or source line: b, tbreak, delete, info breakpoints.

import type { BreakPlace } from "../../protocol/messages.ts";
import { atOnce, CommandError, runOf, type Call, type Command } from "./command.ts";
import { evaluate } from "./expression.ts";
import { hex } from "./format.ts";
import { breakKey } from "./state.ts";

function placeOf(call: Call): BreakPlace {
  const run = runOf(call);
  const { argument, state } = call;
  if (argument === "") return { kind: "place", place: run.program.naming.place(run.timeline.machine.registers().rip) };
  if (/^\d+$/.test(argument)) {
    const line = Number(argument);
    if (!run.program.listing.handler.some((candidate) => candidate.line === line))
      throw new CommandError(`No instruction stands on line ${line} of the handler.`);
    return { kind: "line", line };
  }
  const address = evaluate(argument.replace(/^\*\s*/, ""), { run, state });
  return { kind: "place", place: run.program.naming.place(address) };
}

function set(call: Call, temporary: boolean): void {
  const { experiment, state } = call;
  const place = placeOf(call);
  const address = experiment.addressOf(place);
  const number = state.numberOf(place);
  const known = experiment.breakpoints.some((other) => breakKey(other) === breakKey(place));
  if (!known) experiment.setBreakpoints([...experiment.breakpoints, place]);
  if (temporary) state.temporary.add(breakKey(place));
  call.print(
    `${temporary ? "Temporary breakpoint" : "Breakpoint"} ${number} at ${address === undefined ? "?" : hex(address)}`,
  );
}

function remove(call: Call): void {
  const { experiment, state, argument } = call;
  if (argument === "") {
    experiment.setBreakpoints([]);
    call.print("All breakpoints are deleted.");
    return;
  }
  const numbers = argument.split(/\s+/).map(Number);
  for (const number of numbers)
    if (!experiment.breakpoints.some((place) => state.numberOf(place) === number))
      throw new CommandError(`No breakpoint number ${number}.`);
  experiment.setBreakpoints(experiment.breakpoints.filter((place) => !numbers.includes(state.numberOf(place))));
}

export function listBreakpoints({ experiment, state, print }: Call): void {
  if (experiment.breakpoints.length === 0) {
    print("No breakpoints.");
    return;
  }
  print("Num     Type           Disp Enb Address            What");
  for (const place of experiment.breakpoints) {
    const address = experiment.addressOf(place);
    const shown = address === undefined ? "<not in this program>" : `0x${address.toString(16).padStart(16, "0")}`;
    const disposition = state.temporary.has(breakKey(place)) ? "del " : "keep";
    print(`${String(state.numberOf(place)).padEnd(8)}breakpoint     ${disposition} y   ${shown} ${breakKey(place)}`);
  }
}

export const BREAKPOINTS: readonly Command[] = [
  {
    name: "break",
    aliases: ["b"],
    usage: "b [*]PLACE | LINE",
    help: "Stop at a place (b nmi_atomic+0x4) or at a line of the handler (b 41).",
    run: atOnce((call) => set(call, false)),
  },
  {
    name: "tbreak",
    aliases: ["tb"],
    usage: "tbreak PLACE | LINE",
    help: "A breakpoint that goes when it is hit.",
    run: atOnce((call) => set(call, true)),
  },
  {
    name: "delete",
    aliases: ["d"],
    usage: "delete [N ...]",
    help: "Delete breakpoints by number; without one, all.",
    run: atOnce(remove),
  },
];
