// explore: reads the bounds and hands them to the page, whose explorer tries every
// schedule on a machine of its own. Nothing is searched here.

import { FAULT_POINTS } from "../../explore/index.ts";
import type { ExploreBounds } from "../views/exploration.ts";
import { atOnce, CommandError, type Call, type Command } from "./command.ts";
import { COMMAND_HELP } from "../texts/console-help.ts";
import { EXPLORING_TEXTS } from "../texts/console.ts";

const USAGE = "explore [nmis=N] [faults=N] [machine-checks=N] [debug-exceptions=N] [breakpoints=N] [fault-points=P]";

/** As the command line names them. */
const COUNTS: Readonly<Record<string, "nmis" | "faults" | "machineChecks" | "debugExceptions" | "breakpoints">> = {
  nmis: "nmis",
  faults: "faults",
  "machine-checks": "machineChecks",
  "debug-exceptions": "debugExceptions",
  breakpoints: "breakpoints",
};

function explore({ argument, state }: Call): void {
  const bounds: { -readonly [name in keyof ExploreBounds]?: ExploreBounds[name] } = {};
  for (const word of argument.split(/\s+/).filter((part) => part !== "")) {
    const [, name = "", value = ""] = /^(?:--)?([a-z-]+)=(\S+)$/.exec(word) ?? [];
    const count = COUNTS[name];
    if (count !== undefined && /^\d{1,2}$/.test(value)) bounds[count] = Number(value);
    else if (name === "fault-points") bounds.faultPoints = pointsNamed(value);
    else throw new CommandError(EXPLORING_TEXTS.noBound(word, USAGE));
  }
  state.wish = { kind: "explore", bounds };
}

function pointsNamed(text: string): ExploreBounds["faultPoints"] {
  const found = FAULT_POINTS.find((points) => points === text);
  if (found === undefined) throw new CommandError(EXPLORING_TEXTS.noPoints(text, FAULT_POINTS));
  return found;
}

export const EXPLORING: readonly Command[] = [
  {
    name: "explore",
    aliases: [],
    usage: USAGE,
    help: COMMAND_HELP.explore,
    example: "explore nmis=2 faults=1",
    run: atOnce(explore),
  },
  {
    name: "minimise",
    aliases: ["minimize"],
    usage: "minimise",
    help: COMMAND_HELP.minimise,
    example: "minimise",
    run: atOnce(({ state }) => void (state.wish = { kind: "minimise" })),
  },
];
