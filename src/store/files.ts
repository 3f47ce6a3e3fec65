// Files that are opened and saved: programs, scenarios, levels. Loaded with the
// first file. What was open before stays beside it until the user says which.

import { readScenarioFile, looksLikeScenarioFile, writeScenarioFile, MAX_FILE_CHARACTERS } from "../scenario/file.ts";
import type { Page } from "./page.ts";
import { FILE_TEXTS } from "./texts/files.ts";
import { saved } from "./texts/saved.ts";

export interface GivenFile {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Refusals are told as the page's notice. */
export async function openFile(page: Page, file: GivenFile): Promise<void> {
  const refuse = (why: string): void => page.view.say(FILE_TEXTS.notOpened(file.name, why));
  if (file.size > MAX_FILE_CHARACTERS) return refuse(FILE_TEXTS.tooLarge);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return refuse(FILE_TEXTS.noText);
  }
  if (text.includes("\0")) return refuse(FILE_TEXTS.zeroBytes);
  if (!looksLikeScenarioFile(text)) return openSource(page, file.name, text);
  if (isLevel(text)) return (await page.levels()).openFile(text);
  const read = readScenarioFile(text);
  if (!read.ok) return refuse(read.failure.message);
  await page.opening.openShared(read.shared);
}

async function openSource(page: Page, name: string, text: string): Promise<void> {
  const scenario = page.store.getState().scenario;
  if (scenario === undefined) return page.view.say(FILE_TEXTS.machineStarting);
  const { title: _title, note: _note, ...rest } = scenario;
  await page.opening.openShared({ scenario: { ...rest, handler: { kind: "source", text, name } }, position: 0 });
}

/** A link, or a scenario file's text, as a stranger sends it. Why it was not opened, if it was not. */
export async function openText(page: Page, what: "link" | "scenario", text: string): Promise<string | undefined> {
  if (what === "link") {
    const read = await page.codec.decode(text);
    if (read.kind === "bad") return read.message;
    await page.opening.openShared(read.moment);
    return undefined;
  }
  const read = readScenarioFile(text);
  if (!read.ok) return read.failure.message;
  await page.opening.openShared(read.shared);
  return undefined;
}

/** A level has a goal; a scenario has none. */
function isLevel(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "goal" in value;
  } catch {
    return false;
  }
}

/** The program, or the whole scenario, as it is now. */
export function fileOf(page: Page, kind: "scenario" | "source"): { name: string; bytes: Uint8Array } | undefined {
  const shared = page.opening.shared();
  if (shared === undefined) return undefined;
  const { handler } = shared.scenario;
  const stem =
    (handler.name ?? "handler")
      .replace(/\.[sS]$/, "")
      .replace(/[^\w.-]+/g, "-")
      .replace(/^[-.]+|-+$/g, "") || "handler";
  const [name, text] =
    kind === "source" ? [`${stem}.S`, page.store.getState().sourceText] : [`${stem}.json`, writeScenarioFile(shared)];
  return { name, bytes: new TextEncoder().encode(text) };
}

export function saveFile(page: Page, kind: "scenario" | "source"): void {
  const file = fileOf(page, kind);
  if (file === undefined) return page.view.say(FILE_TEXTS.nothingToSave);
  page.machine.saveFile(file.name, file.bytes);
  page.view.say(saved(file.name));
}

/** The browser asks for a file. */
export function chooseFile(page: Page): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".s,.S,.asm,.txt,.json";
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file !== undefined) void openFile(page, file);
  });
  input.click();
}
