// `open`: what a link holds, as a scenario file.

import { writeScenarioFile } from "../../scenario/file.ts";
import { openLink } from "../../scenario/link/link.ts";
import type { Command } from "../command.ts";
import { decodeText, refuseUnlessOpened } from "../handler.ts";

export const open: Command = {
  name: "open",
  words: "LINK",
  fewest: 1,
  most: 1,
  summary: "print what a link holds, as a scenario file",
  options: {},
  async run(args, { terminal }) {
    const [word = "-"] = args.words;
    const text = word === "-" ? decodeText(terminal.input(), "standard input") : word;
    terminal.out(writeScenarioFile(refuseUnlessOpened(await openLink(text), "the link")));
    return 0;
  },
};
