// A scenario as a file: the same content as a link, as JSON that a person can
// read and write, with the version inside.

import { toContent, versionOf, type Shared } from "./link/content.ts";
import { failed, invalid } from "./link/failure.ts";
import { newer, readContent, type Opened } from "./link/read.ts";
import { CURRENT_VERSION } from "./link/upgrades.ts";
import { SCENARIO_FILE_TEXTS } from "./texts/links.ts";

/** Longest file that is read, in characters. */
export const MAX_FILE_CHARACTERS = 1_048_576;

export function writeScenarioFile(shared: Shared): string {
  return `${JSON.stringify({ version: versionOf(shared.scenario), ...toContent(shared) }, undefined, 2)}\n`;
}

/** Whether a text is meant as a scenario file rather than as a program. */
export function looksLikeScenarioFile(text: string): boolean {
  return /^\s*\{/.test(text);
}

export function readScenarioFile(text: string): Opened {
  if (text.length > MAX_FILE_CHARACTERS) {
    return failed("too-large", SCENARIO_FILE_TEXTS.tooLarge(MAX_FILE_CHARACTERS));
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return failed("damaged", SCENARIO_FILE_TEXTS.notJson(error instanceof Error ? error.message : undefined));
  }
  if (typeof content !== "object" || content === null || !("version" in content)) {
    return invalid("version", SCENARIO_FILE_TEXTS.noVersion);
  }
  const { version } = content;
  if (typeof version !== "number" || !Number.isSafeInteger(version) || version < 1) {
    return invalid("version", SCENARIO_FILE_TEXTS.badVersion);
  }
  return version > CURRENT_VERSION ? newer(version, content) : readContent(content, version);
}
