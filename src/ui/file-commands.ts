// Commands that open and save files: programs, scenarios, exports of the run.

import type { PageState } from "../store/state.ts";
import type { CommandParts } from "./commands.ts";

const FILES: readonly CommandParts[] = [
  {
    id: "open-file",
    group: "Page",
    keys: ["Ctrl+o"],
    global: true,
    run: (page) => void import("../store/files.ts").then(({ chooseFile }) => chooseFile(page)),
  },
  {
    id: "save-source",
    group: "Page",
    keys: [],
    run: (page) => void import("../store/files.ts").then(({ saveFile }) => saveFile(page, "source")),
  },
  {
    id: "save-scenario",
    group: "Page",
    keys: [],
    run: (page) => void import("../store/files.ts").then(({ saveFile }) => saveFile(page, "scenario")),
  },
];

const EXPORTED = ["text", "run", "markdown", "json", "chrome", "gdb", "svg", "test"] as const;

export function fileCommands(stopped: (state: PageState) => string | undefined): readonly CommandParts[] {
  const exported = EXPORTED.map((format): CommandParts => ({
    id: `export-${format}`,
    group: "Page",
    keys: [],
    run: (page) => void page.machine.exportAs(format, "save"),
    blocked: stopped,
  }));
  return [...FILES, ...exported];
}
