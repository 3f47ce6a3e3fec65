// HANDLER on the command line, and the options that choose what it runs against,
// made into a scenario.

import { BODIES, findBody } from "../scenario/bodies.ts";
import { CATALOGUE, findEntry, scenarioOf } from "../scenario/catalogue/catalogue.ts";
import { looksLikeScenarioFile, readScenarioFile } from "../scenario/file.ts";
import { openLink, type Opened, type Shared } from "../scenario/link/link.ts";
import { WORKLOADS, type OptionChoices, type Scenario } from "../scenario/scenario.ts";
import { parseSchedule } from "../scenario/schedule.ts";
import type { Arguments, OptionSpec } from "./command.ts";
import { advice } from "./parse.ts";
import { Refusal, type Terminal } from "./terminal.ts";

/** Options of every command that takes a handler to run. */
export const SCENARIO_OPTIONS = {
  schedule: { type: "string", value: "S", help: 'events: "EVENT@WHEN; ...", such as "nmi@workload; nmi@17"' },
  workload: { type: "string", value: "W", help: `what is interrupted: ${WORKLOADS.join(", ")}` },
  body: {
    type: "string",
    value: "B",
    help: `what stands for ... in the handler: ${BODIES.map((b) => b.name).join(", ")}`,
  },
  option: { type: "string", value: "NAME=VALUE", multiple: true, help: "CPU option; see below" },
} as const satisfies Record<string, OptionSpec>;

const CPU_OPTIONS = ["faultingIretUnblocks", "nullSsOnSameCplIst", "stiBlocksNmi", "fred"] as const;

export const SCENARIO_NOTES = `CPU options, each on or off, and as Intel's manual has it if not given:
  faultingIretUnblocks  an IRET that faults ends NMI blocking all the same (on)
  nullSsOnSameCplIst    delivery through an IST from CPL 0 makes SS null (off)
  stiBlocksNmi          the instruction after STI is a shadow for NMIs too (on)
  fred                  events by FRED, returns by ERETS and ERETU (off)`;

export interface Chosen extends Shared {
  /** For diagnostics: FILE of FILE:LINE:COLUMN. */
  readonly file: string;
}

export function decodeText(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(`${what}: it is not text (UTF-8)`);
  }
}

export function readText(terminal: Terminal, path: string): string {
  return path === "-" ? decodeText(terminal.input(), "standard input") : decodeText(terminal.readFile(path), path);
}

export function isLink(text: string): boolean {
  return /(?:^<?|#|%23)v\d+\./.test(text);
}

export function refuseUnlessOpened(opened: Opened, what: string): Shared {
  if (opened.ok) return opened.shared;
  throw new Refusal(`${what}: ${opened.failure.message}`);
}

async function openText(text: string, what: string): Promise<Shared> {
  if (looksLikeScenarioFile(text)) return refuseUnlessOpened(readScenarioFile(text), what);
  if (!text.trimStart().includes("\n") && isLink(text.trim())) return refuseUnlessOpened(await openLink(text), what);
  const scenario: Scenario = {
    handler: { kind: "source", text, name: what.replace(/^.*[/\\]/, "") },
    workload: "kernel",
    body: "touch",
    options: {},
    schedule: [],
  };
  return { scenario, position: 0 };
}

async function open(word: string, terminal: Terminal): Promise<Chosen> {
  const entry = findEntry(word);
  if (entry !== undefined) return { scenario: scenarioOf(entry), position: 0, file: `${entry.name}.S` };
  if (word !== "-" && isLink(word)) {
    return { ...refuseUnlessOpened(await openLink(word), "the link"), file: "handler.S" };
  }
  const file = word === "-" ? "standard input" : word;
  let text: string;
  try {
    text = readText(terminal, word);
  } catch (error) {
    if (!(error instanceof Refusal) || /[./\\]/.test(word)) throw error;
    const names = CATALOGUE.map(({ name }) => name);
    throw new Refusal(
      `${error.message}, and no built-in handler has this name.${advice(word, names)} See: nmi-stepper list`,
    );
  }
  return { ...(await openText(text, file)), file };
}

function cpuOptions(words: readonly string[]): OptionChoices {
  const chosen: { -readonly [name in keyof OptionChoices]: boolean } = {};
  for (const word of words) {
    const [key = "", value = ""] = word.split("=", 2);
    const camel = key.replace(/-([a-z])/gi, (_, letter: string) => letter.toUpperCase());
    const name = CPU_OPTIONS.find((option) => option.toLowerCase() === camel.toLowerCase());
    if (name === undefined) {
      throw new Refusal(
        `--option: no CPU option "${key}".${advice(camel, CPU_OPTIONS)} There are: ${CPU_OPTIONS.join(", ")}`,
      );
    }
    if (!/^(?:on|off|true|false|yes|no|1|0)$/i.test(value))
      throw new Refusal(`--option ${name}: on or off, not "${value}"`);
    chosen[name] = /^(?:on|true|yes|1)$/i.test(value);
  }
  return chosen;
}

function scheduleOf(text: string): Scenario["schedule"] {
  const { items, problems } = parseSchedule(text);
  const [first] = problems;
  if (first === undefined) return items;
  const marked = " ".repeat(first.from) + "^".repeat(Math.max(1, first.to - first.from));
  throw new Refusal(`--schedule: ${first.message}\n  ${text.replace(/\n/g, ";")}\n  ${marked}`);
}

export async function chooseScenario(
  args: Arguments,
  terminal: Terminal,
  word: string = args.words[0] ?? "-",
): Promise<Chosen> {
  const opened = await open(word, terminal);
  const [workload, body, schedule] = [args.text("workload"), args.text("body"), args.text("schedule")];
  const knownWorkload = WORKLOADS.find((name) => name === (workload ?? opened.scenario.workload));
  if (knownWorkload === undefined) {
    throw new Refusal(
      `--workload: there is no "${workload}".${advice(workload ?? "", WORKLOADS)} There are: ${WORKLOADS.join(", ")}`,
    );
  }
  if (body !== undefined && findBody(body) === undefined) {
    throw new Refusal(`--body: there is no "${body}". There are: ${BODIES.map(({ name }) => name).join(", ")}`);
  }
  const scenario: Scenario = {
    ...opened.scenario,
    workload: knownWorkload,
    body: body ?? opened.scenario.body,
    options: { ...opened.scenario.options, ...cpuOptions(args.texts("option")) },
    schedule: schedule === undefined ? opened.scenario.schedule : scheduleOf(schedule),
  };
  const changed = [workload, body, schedule].some((one) => one !== undefined) || args.has("option");
  const { digest, ...rest } = opened;
  return { ...rest, scenario, ...(changed || digest === undefined ? {} : { digest }) };
}
