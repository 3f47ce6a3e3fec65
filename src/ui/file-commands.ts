// Commands that open and save files: programs, scenarios, exports of the run.

import type { PageState } from "../store/state.ts";
import type { Command } from "./commands.ts";

const FILES: readonly Command[] = [
  {
    id: "open-file",
    title: "Open a file: program (.S), scenario or level (.json)",
    group: "Page",
    keys: ["Ctrl+o"],
    global: true,
    run: (page) => void import("../store/files.ts").then(({ chooseFile }) => chooseFile(page)),
  },
  {
    id: "save-source",
    title: "Save the program as a file (.S)",
    group: "Page",
    keys: [],
    run: (page) => void import("../store/files.ts").then(({ saveFile }) => saveFile(page, "source")),
  },
  {
    id: "save-scenario",
    title: "Save the scenario as a file (.json)",
    group: "Page",
    keys: [],
    run: (page) => void import("../store/files.ts").then(({ saveFile }) => saveFile(page, "scenario")),
  },
];

const EXPORTED = [
  ["text", "this moment, for a mailing list"],
  ["run", "the whole run, for a mailing list"],
  ["markdown", "a Markdown table"],
  ["json", "JSON lines"],
  ["chrome", "Chrome trace events"],
  ["gdb", "gdb script that replays the schedule on QEMU"],
  ["svg", "a picture of stack and lanes (SVG)"],
  ["test", "a test for the command line"],
] as const;

export function fileCommands(stopped: (state: PageState) => string | undefined): readonly Command[] {
  const exported = EXPORTED.map(([format, title]): Command => ({
    id: `export-${format}`,
    title: `Export: ${title}`,
    group: "Page",
    keys: [],
    run: (page) => void page.machine.exportAs(format, "save"),
    blocked: stopped,
  }));
  return [...FILES, ...exported];
}
