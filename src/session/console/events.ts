// Commands that change the experiment: events, the schedule, workload, body,
// options.

import { BODIES } from "../../scenario/bodies.ts";
import { parseItem, parseSchedule } from "../../scenario/schedule.ts";
import { WORKLOADS, type OptionChoices, type ScheduleItem } from "../../scenario/scenario.ts";
import type { Change } from "../experiment.ts";
import { exportAs } from "../export/report.ts";
import { imageLines } from "../export-image.ts";
import { atOnce, CommandError, countOf, runOf, type Call, type Command } from "./command.ts";
import { locationLines } from "./location.ts";
import type { Sliced } from "../slices.ts";
import type { ExportFormat } from "../views.ts";

const EXPORTED: readonly ExportFormat[] = ["image", "text", "run", "markdown", "json", "chrome", "svg", "test", "gdb"];
const OPTIONS = ["faultingIretUnblocks", "nullSsOnSameCplIst", "stiBlocksNmi", "fred"] as const;

function report(call: Call, change: Change): void {
  if (change.refused !== undefined) throw new CommandError(change.refused);
  if (change.notice !== undefined) call.print(change.notice);
}

function* inject(call: Call, event: string): Sliced<void> {
  report(call, yield* call.experiment.inject(event));
  const run = runOf(call);
  const row = run.view().schedule.at(-1);
  if (row !== undefined) call.print(`${row.text}: ${row.outcome}`);
}

function* nmi(call: Call): Sliced<void> {
  for (let n = countOf(call.argument); n > 0; n--) yield* inject(call, "nmi");
}

function* injectAt(call: Call): Sliced<void> {
  const [event = "", place] = call.argument.split("@").map((part) => part.trim());
  const [, name, steps] = /^(\S+)\s+after\s+(\d+)$/.exec(call.argument) ?? [];
  if (name !== undefined) return yield* addItem(call, `${name}@${runOf(call).timeline.position + Number(steps)}`);
  if (event === "") throw new CommandError("inject takes an event: nmi, pf, pf(touch0), db, bp, mc, gp, irq(32).");
  if (place === undefined) return yield* inject(call, event);
  yield* addItem(call, call.argument);
}

function* addItem(call: Call, text: string): Sliced<void> {
  const item = parseItem(text);
  if (!item.ok) throw new CommandError(item.problem.message);
  yield* setItems(call, [...call.experiment.scenario.schedule, item.value]);
}

function* setItems(call: Call, items: readonly ScheduleItem[]): Sliced<void> {
  report(call, yield* call.experiment.setSchedule(items));
  printSchedule(call);
}

function printSchedule(call: Call): void {
  const { schedule } = runOf(call).view();
  if (schedule.length === 0) call.print("The schedule is empty: nothing interrupts the workload.");
  for (const { index, text, off, outcome } of schedule)
    call.print(`${index + 1}  ${text}${off ? "  (off)" : ""}  ${off ? "" : outcome}`.trimEnd());
}

function* schedule(call: Call): Sliced<void> {
  const match = /^(\S*)\s*(.*)$/.exec(call.argument);
  const [verb = "", rest = ""] = [match?.[1], match?.[2]];
  const items = call.experiment.scenario.schedule;
  switch (verb) {
    case "":
      printSchedule(call);
      return;
    case "add":
      return yield* addItem(call, rest);
    case "set": {
      const parsed = parseSchedule(rest);
      const [problem] = parsed.problems;
      if (problem !== undefined) throw new CommandError(problem.message);
      return yield* setItems(call, parsed.items);
    }
    case "drop": {
      const index = itemIndex(rest, items);
      return yield* setItems(
        call,
        items.filter((_, at) => at !== index),
      );
    }
    case "off":
    case "on": {
      const index = itemIndex(rest, items);
      return yield* setItems(
        call,
        items.map(({ event, when, off }, at) =>
          at === index
            ? { event, when, ...(verb === "off" ? { off: true as const } : {}) }
            : { event, when, ...(off === undefined ? {} : { off }) },
        ),
      );
    }
    case "move": {
      const [from = "", to = ""] = rest.split(/\s+/);
      const index = itemIndex(from, items);
      const moved = items.filter((_, at) => at !== index);
      const item = items[index];
      if (item !== undefined) moved.splice(itemIndex(to, items), 0, item);
      return yield* setItems(call, moved);
    }
    default:
      throw new CommandError(
        "schedule takes add, set, drop, on, off or move: schedule add nmi@nmi_atomic; schedule drop 2.",
      );
  }
}

function itemIndex(text: string, items: readonly ScheduleItem[]): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > items.length)
    throw new CommandError(items.length === 0 ? "The schedule is empty." : `Items are numbered 1 to ${items.length}.`);
  return number - 1;
}

/** Changes of any kind are the page's to take back; the last injection alone is ours. */
function* undo(call: Call): Sliced<void> {
  if (call.argument === "") return void (call.state.wish = { kind: "undo" });
  if (call.argument !== "injection") throw new CommandError("undo takes back the last change, or: undo injection.");
  report(call, yield* call.experiment.undoInjection());
  printSchedule(call);
}

function* choose(call: Call, what: "workload" | "body", names: readonly string[]): Sliced<void> {
  const name = call.argument;
  if (name === "") {
    call.print(`${what}: ${call.experiment.scenario[what]}; there are ${names.join(", ")}.`);
    return;
  }
  if (!names.includes(name)) throw new CommandError(`There is no ${what} "${name}": there are ${names.join(", ")}.`);
  report(call, yield* call.experiment.change({ ...call.experiment.scenario, [what]: name }));
  for (const line of locationLines(runOf(call), call.state.flavor)) call.print(line);
}

function* option(call: Call): Sliced<void> {
  const { scenario } = call.experiment;
  const match = /^(\w+)\s*(?:=|\s)\s*(\w+)$/.exec(call.argument);
  const name = OPTIONS.find((known) => known === match?.[1]);
  const value = match?.[2];
  if (name === undefined || (value !== "on" && value !== "off" && value !== "true" && value !== "false")) {
    for (const known of OPTIONS) call.print(`${known} = ${scenario.options[known] ?? "default"}`);
    if (call.argument !== "") throw new CommandError("option takes NAME=on or NAME=off.");
    return;
  }
  const options: OptionChoices = { ...scenario.options, [name]: value === "on" || value === "true" };
  report(call, yield* call.experiment.change({ ...scenario, options }));
}

export const EVENTS: readonly Command[] = [
  {
    name: "nmi",
    aliases: [],
    usage: "nmi [COUNT]",
    help: "An NMI arrives at this boundary.",
    example: "nmi",
    run: nmi,
  },
  {
    name: "inject",
    aliases: [],
    usage: "inject EVENT [@ PLACE | after N]",
    help: "An event here, at a place, or N steps from here: inject pf(touch0), inject nmi@nmi_atomic+0x4, inject mc after 3.",
    example: "inject pf",
    run: injectAt,
  },
  {
    name: "undo",
    aliases: [],
    usage: "undo [injection]",
    help: "Take the last change of schedule, program or settings back; or the last injection.",
    example: "undo",
    run: undo,
  },
  {
    name: "redo",
    aliases: [],
    usage: "redo",
    help: "What undo took back, again.",
    example: "redo",
    run: atOnce(({ state }) => void (state.wish = { kind: "redo" })),
  },
  {
    name: "schedule",
    aliases: ["sched"],
    usage: "schedule [add ITEM | set ITEMS | drop N | on N | off N | move N TO]",
    help: "The events of this run and what became of each.",
    example: "schedule add nmi@workload",
    run: schedule,
  },
  {
    name: "workload",
    aliases: [],
    usage: "workload [NAME]",
    help: "What the NMIs interrupt.",
    example: "workload user",
    run: (call) => choose(call, "workload", WORKLOADS),
  },
  {
    name: "body",
    aliases: [],
    usage: "body [NAME]",
    help: 'What stands where the handler has a line "...".',
    example: "body touch",
    run: (call) =>
      choose(
        call,
        "body",
        BODIES.map(({ name }) => name),
      ),
  },
  {
    name: "option",
    aliases: [],
    usage: "option [NAME=on | off]",
    help: "How the CPU decides where vendors differ.",
    example: "option stiBlocksNmi=on",
    run: option,
  },
  {
    name: "export",
    aliases: [],
    usage: "export [FORMAT]",
    help: `Saves ${EXPORTED.join(", ")}: text is this moment for a mailing list, run the whole run, svg a picture, test a shell script, gdb a script that replays the schedule on QEMU; image (the default) boots on another emulator, without the schedule.`,
    example: "export text",
    *run(call) {
      const format = EXPORTED.find((name) => name === (call.argument === "" ? "image" : call.argument));
      if (format === undefined) throw new CommandError(`export takes ${EXPORTED.join(", ")}.`);
      const made = yield* exportAs(format, call.experiment);
      if ("refused" in made) throw new CommandError(made.refused);
      call.state.file = made;
      if (format !== "image") call.print(`${made.name} is saved.`);
      else for (const line of imageLines(made)) call.print(line);
    },
  },
];
