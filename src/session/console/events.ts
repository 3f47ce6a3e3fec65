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
import { COMMAND_HELP } from "../texts/console-help.ts";
import { EVENT_TEXTS } from "../texts/console.ts";

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
  if (event === "") throw new CommandError(EVENT_TEXTS.takesEvent);
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
  if (schedule.length === 0) call.print(EVENT_TEXTS.emptySchedule);
  for (const { index, text, off, outcome } of schedule)
    call.print(EVENT_TEXTS.item(index + 1, text, off ? undefined : outcome));
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
      throw new CommandError(EVENT_TEXTS.takesVerb);
  }
}

function itemIndex(text: string, items: readonly ScheduleItem[]): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > items.length)
    throw new CommandError(items.length === 0 ? EVENT_TEXTS.empty : EVENT_TEXTS.numbered(items.length));
  return number - 1;
}

/** Changes of any kind are the page's to take back; the last injection alone is ours. */
function* undo(call: Call): Sliced<void> {
  if (call.argument === "") return void (call.state.wish = { kind: "undo" });
  if (call.argument !== "injection") throw new CommandError(EVENT_TEXTS.undoTakes);
  report(call, yield* call.experiment.undoInjection());
  printSchedule(call);
}

function* choose(call: Call, what: "workload" | "body", names: readonly string[]): Sliced<void> {
  const name = call.argument;
  if (name === "") {
    call.print(EVENT_TEXTS.chosen(what, call.experiment.scenario[what], names));
    return;
  }
  if (!names.includes(name)) throw new CommandError(EVENT_TEXTS.unknown(what, name, names));
  report(call, yield* call.experiment.change({ ...call.experiment.scenario, [what]: name }));
  for (const line of locationLines(runOf(call), call.state.flavor)) call.print(line);
}

function* option(call: Call): Sliced<void> {
  const { scenario } = call.experiment;
  const match = /^(\w+)\s*(?:=|\s)\s*(\w+)$/.exec(call.argument);
  const name = OPTIONS.find((known) => known === match?.[1]);
  const value = match?.[2];
  if (name === undefined || (value !== "on" && value !== "off" && value !== "true" && value !== "false")) {
    for (const known of OPTIONS) call.print(EVENT_TEXTS.option(known, scenario.options[known]));
    if (call.argument !== "") throw new CommandError(EVENT_TEXTS.takesOption);
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
    help: COMMAND_HELP.nmi,
    example: "nmi",
    run: nmi,
  },
  {
    name: "inject",
    aliases: [],
    usage: "inject EVENT [@ PLACE | after N]",
    help: COMMAND_HELP.inject,
    example: "inject pf",
    run: injectAt,
  },
  {
    name: "undo",
    aliases: [],
    usage: "undo [injection]",
    help: COMMAND_HELP.undo,
    example: "undo",
    run: undo,
  },
  {
    name: "redo",
    aliases: [],
    usage: "redo",
    help: COMMAND_HELP.redo,
    example: "redo",
    run: atOnce(({ state }) => void (state.wish = { kind: "redo" })),
  },
  {
    name: "schedule",
    aliases: ["sched"],
    usage: "schedule [add ITEM | set ITEMS | drop N | on N | off N | move N TO]",
    help: COMMAND_HELP.schedule,
    example: "schedule add nmi@workload",
    run: schedule,
  },
  {
    name: "workload",
    aliases: [],
    usage: "workload [NAME]",
    help: COMMAND_HELP.workload,
    example: "workload user",
    run: (call) => choose(call, "workload", WORKLOADS),
  },
  {
    name: "body",
    aliases: [],
    usage: "body [NAME]",
    help: COMMAND_HELP.body,
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
    help: COMMAND_HELP.option,
    example: "option stiBlocksNmi=on",
    run: option,
  },
  {
    name: "export",
    aliases: [],
    usage: "export [FORMAT]",
    help: COMMAND_HELP.export(EXPORTED),
    example: "export text",
    *run(call) {
      const format = EXPORTED.find((name) => name === (call.argument === "" ? "image" : call.argument));
      if (format === undefined) throw new CommandError(EVENT_TEXTS.exportTakes(EXPORTED));
      const made = yield* exportAs(format, call.experiment);
      if ("refused" in made) throw new CommandError(made.refused);
      call.state.file = made;
      if (format !== "image") call.print(EVENT_TEXTS.saved(made.name));
      else for (const line of imageLines(made)) call.print(line);
    },
  },
];
