// Commands of the interface that this release does not have yet. They say so.

import type { Command } from "../command.ts";
import { Refusal } from "../terminal.ts";

function later(name: string, words: string, summary: string): Command {
  return {
    name,
    words,
    fewest: 0,
    most: 0,
    summary: `${summary} (not available yet)`,
    options: {},
    later: true,
    run: () => {
      throw new Refusal(`${name}: not available yet`);
    },
  };
}

export const matrix = later("matrix", "[HANDLER ...]", "handlers and properties, as a table");
