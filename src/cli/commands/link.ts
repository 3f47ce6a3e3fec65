// `link`: a link that carries a scenario and a moment in it.

import { makeLink } from "../../scenario/link/link.ts";
import type { Command } from "../command.ts";
import { SCENARIO_NOTES, SCENARIO_OPTIONS, chooseScenario } from "../handler.ts";
import { outcomeOf } from "../outcome.ts";
import { parseCount } from "../parse.ts";
import { Refusal } from "../terminal.ts";

export const link: Command = {
  name: "link",
  words: "HANDLER",
  fewest: 1,
  most: 1,
  summary: "make a link",
  notes: SCENARIO_NOTES,
  options: {
    ...SCENARIO_OPTIONS,
    at: { type: "string", value: "STEP", help: "the moment that it shows (default: the start)" },
    title: { type: "string", value: "TEXT", help: "a title that travels in the link" },
    note: { type: "string", value: "TEXT", help: "a note that travels in the link" },
    page: { type: "string", value: "URL", help: "print the whole address, of the page there" },
  },
  async run(args, { terminal, core }) {
    const { scenario, position, view } = await chooseScenario(args, terminal);
    const [at, title, note, page] = [args.text("at"), args.text("title"), args.text("note"), args.text("page")];
    const digest = await outcomeOf(scenario, core);
    const made = await makeLink({
      scenario: { ...scenario, ...(title === undefined ? {} : { title }), ...(note === undefined ? {} : { note }) },
      position: at === undefined ? position : parseCount(at, "--at"),
      ...(digest === undefined ? {} : { digest }),
      ...(view === undefined ? {} : { view }),
    });
    if (!made.ok) throw new Refusal(`link: ${made.failure.message}`);
    terminal.out(`${(page ?? "").replace(/#.*$/s, "")}${made.fragment}\n`);
    return 0;
  },
};
