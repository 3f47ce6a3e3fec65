// Commands that are the page's to carry out: the link, and levels.

import { atOnce, CommandError, type Command } from "./command.ts";

export const PAGE_COMMANDS: readonly Command[] = [
  {
    name: "share",
    aliases: [],
    usage: "share",
    help: "The link to this moment, with what it holds.",
    example: "share",
    run: atOnce(({ state }) => void (state.wish = { kind: "share" })),
  },
  {
    name: "level",
    aliases: ["levels"],
    usage: "level [ID]",
    help: "The list of levels, or the one of this name: level one-at-a-time.",
    example: "level",
    run: atOnce(({ state, argument }) => {
      if (!/^[\w-]*$/.test(argument)) throw new CommandError(`level takes a level's name, not "${argument}".`);
      state.wish = { kind: "level", id: argument === "" ? undefined : argument };
    }),
  },
  {
    name: "hint",
    aliases: [],
    usage: "hint",
    help: "The next hint of the level that is played.",
    example: "hint",
    run: atOnce(({ state }) => void (state.wish = { kind: "hint" })),
  },
  {
    name: "solve",
    aliases: ["solution"],
    usage: "solve",
    help: "Shows the solution of the level that is played, and plays it.",
    example: "solve",
    run: atOnce(({ state }) => void (state.wish = { kind: "solve" })),
  },
];
