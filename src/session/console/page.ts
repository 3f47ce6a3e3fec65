// Commands that are the page's to carry out: the link, and levels.

import { atOnce, CommandError, type Command } from "./command.ts";
import { COMMAND_HELP } from "../texts/console-help.ts";
import { PAGE_TEXTS } from "../texts/console.ts";

export const PAGE_COMMANDS: readonly Command[] = [
  {
    name: "share",
    aliases: [],
    usage: "share",
    help: COMMAND_HELP.share,
    example: "share",
    run: atOnce(({ state }) => void (state.wish = { kind: "share" })),
  },
  {
    name: "level",
    aliases: ["levels"],
    usage: "level [ID]",
    help: COMMAND_HELP.level,
    example: "level",
    run: atOnce(({ state, argument }) => {
      if (!/^[\w-]*$/.test(argument)) throw new CommandError(PAGE_TEXTS.takesLevel(argument));
      state.wish = { kind: "level", id: argument === "" ? undefined : argument };
    }),
  },
  {
    name: "hint",
    aliases: [],
    usage: "hint",
    help: COMMAND_HELP.hint,
    example: "hint",
    run: atOnce(({ state }) => void (state.wish = { kind: "hint" })),
  },
  {
    name: "solve",
    aliases: ["solution"],
    usage: "solve",
    help: COMMAND_HELP.solve,
    example: "solve",
    run: atOnce(({ state }) => void (state.wish = { kind: "solve" })),
  },
];
