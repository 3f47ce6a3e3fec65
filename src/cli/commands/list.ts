// `list`: the built-in handlers.

import { CATALOGUE } from "../../scenario/catalogue/catalogue.ts";
import type { Command } from "../command.ts";

function indented(text: string): string {
  let line = "";
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length > 76) {
      lines.push(line);
      line = "";
    }
    line += (line === "" ? "" : " ") + word;
  }
  return [...lines, line].map((one) => `  ${one}\n`).join("");
}

export const list: Command = {
  name: "list",
  words: "",
  fewest: 0,
  most: 0,
  summary: "the built-in handlers",
  options: { json: { type: "boolean", help: "as one JSON array" } },
  run(args, { terminal }) {
    if (args.has("json")) {
      const rows = CATALOGUE.map((entry) => ({
        name: entry.name,
        title: entry.title,
        author: entry.author,
        date: entry.date,
        year: entry.year,
        source: entry.source,
        claim: entry.claim,
        verdict: entry.verdict,
        notation: entry.notation,
        body: entry.body,
        demonstrations: entry.demonstrations,
      }));
      terminal.out(`${JSON.stringify(rows, undefined, 2)}\n`);
      return 0;
    }
    for (const { name, title, year, source, verdict, claim, demonstrations } of CATALOGUE) {
      terminal.out(`${name}  (${year}, expected: ${verdict})\n  ${title}\n`);
      terminal.out(indented(claim) + indented(`Source: ${source}.`));
      const [first] = demonstrations;
      if (first !== undefined) {
        const workload = first.workload === "kernel" ? "" : ` --workload ${first.workload}`;
        terminal.out(`  Try: run ${name} --schedule "${first.schedule}"${workload}\n`);
      }
      terminal.out("\n");
    }
    return 0;
  },
};
