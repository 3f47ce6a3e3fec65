// Commands that open what looks closer: trace, origins, phases, memory, tables.

import type { Page } from "../store/page.ts";
import type { Look } from "../store/state.ts";
import type { Command } from "./commands.ts";
import { toggleWatch, watchTarget } from "./shell/watching.ts";
import { TEXTS } from "./texts.ts";
import { wordTarget } from "./widgets/watch-mark.tsx";

function command(id: string, title: string, keys: readonly string[], look: Look): Command {
  return { id, title, group: "Look", keys, run: (page) => page.view.look(look) };
}

export const LOOK: readonly Command[] = [
  command("trace", "Trace: every step with what it changed", ["T"], { kind: "trace" }),
  {
    id: "origins",
    title: "Origins of the selected word: who wrote it, and before",
    group: "Look",
    keys: ["w"],
    run: (page) => page.view.look({ kind: "history", of: selected(page) }),
  },
  command("phases", "Phases of this delivery or IRET", ["p"], { kind: "phases" }),
  command("memory", "Memory at an address or symbol; other stacks", ["m"], { kind: "memory", at: "$rsp" }),
  {
    id: "watch",
    title: "Watch the focused or selected word, register or variable, on or off",
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
  command("stops", "Stops: breakpoints, watchpoints, caught events", ["S"], { kind: "stops" }),
  command("table idt", "IDT, decoded", ["D"], { kind: "table", table: "idt" }),
  command("table gdt", "GDT, decoded", [], { kind: "table", table: "gdt" }),
  command("table tss", "TSS: RSP0 and the IST stacks", [], { kind: "table", table: "tss" }),
  command("table percpu", "Per-CPU page, by names", [], { kind: "table", table: "percpu" }),
  command("table control", "Control and debug registers, MSRs", [], { kind: "table", table: "control" }),
  command("table walk", "Page-table walk of an address", [], { kind: "table", table: "walk" }),
];

function selected(page: Page): Extract<Look, { kind: "history" }>["of"] {
  const address = page.store.getState().selectedWord;
  return address === undefined ? undefined : { kind: "word", address };
}
