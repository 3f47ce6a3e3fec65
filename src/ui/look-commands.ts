// Commands that open what looks closer: trace, origins, phases, memory, tables.

import type { Page } from "../store/page.ts";
import type { Look } from "../store/state.ts";
import type { CommandParts } from "./commands.ts";
import { toggleWatch, watchTarget } from "./shell/watching.ts";
import { TEXTS } from "./texts.ts";
import { wordTarget } from "./widgets/watch-mark.tsx";

function command(id: string, keys: readonly string[], look: Look): CommandParts {
  return { id, group: "Look", keys, run: (page) => page.view.look(look) };
}

export const LOOK: readonly CommandParts[] = [
  command("trace", ["T"], { kind: "trace" }),
  {
    id: "origins",
    group: "Look",
    keys: ["w"],
    run: (page) => page.view.look({ kind: "history", of: selected(page) }),
  },
  command("phases", ["p"], { kind: "phases" }),
  command("memory", ["m"], { kind: "memory", at: "$rsp" }),
  {
    id: "watch",
    group: "Look",
    keys: ["W"],
    run(page) {
      const { selectedWord } = page.store.getState();
      const selected = selectedWord === undefined ? undefined : wordTarget(selectedWord);
      const target = watchTarget(document.activeElement) ?? selected;
      if (target === undefined) page.view.say(TEXTS.watch.hint);
      else toggleWatch(page, target);
    },
  },
  {
    id: "flavor",
    group: "Look",
    keys: [],
    run: (page) => void page.machine.showFlavor(page.store.getState().flavor === "att" ? "intel" : "att"),
  },
  command("stops", ["S"], { kind: "stops" }),
  command("table idt", ["D"], { kind: "table", table: "idt" }),
  command("table gdt", [], { kind: "table", table: "gdt" }),
  command("table tss", [], { kind: "table", table: "tss" }),
  command("table percpu", [], { kind: "table", table: "percpu" }),
  command("table control", [], { kind: "table", table: "control" }),
  command("table walk", [], { kind: "table", table: "walk" }),
];

function selected(page: Page): Extract<Look, { kind: "history" }>["of"] {
  const address = page.store.getState().selectedWord;
  return address === undefined ? undefined : { kind: "word", address };
}
