// What the page says stands in src/ui/texts, so that it can be read, and put into another
// language, in one place: nothing else in src/ui holds a sentence.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = "src/ui";

/** For whoever reads a crash, or writes a host page: not for the page's readers. */
const FOR_PROGRAMMERS = [
  /^no page around this component$/,
  /^the browser made no picture$/,
  /^(?:seek|step|inject|open|explore|\$\{message\.type\}): /,
  /^open, seek, step, inject, state, machine, verdict, explore$/,
  /^there is no answer$/,
  /^no command /,
  /^Unknown message type/,
];

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "texts" ? [] : filesIn(path);
    return /\.tsx?$/.test(entry.name) && path !== join(ROOT, "texts.ts") ? [path] : [];
  });
}

const withoutComments = (code: string): string =>
  code.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|[\s;{(])\/\/[^\n]*/g, "$1");

/** Words between tags, in attributes that are read out, and literals of more than two words. */
function spoken(code: string): string[] {
  const between = [...code.matchAll(/>\s*([^<>{}=;()]*[A-Za-z]{2,}[^<>{}=;()]*)<\//g)].map(([, words = ""]) => words);
  const attributes = [
    ...code.matchAll(/\b(?:title|aria-label|placeholder|alt|label|aria-description)="([^"$]*[A-Za-z]{2,}[^"]*)"/g),
  ].map(([, words = ""]) => words);
  const literals = [...code.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, double, template]) => double ?? template ?? "")
    .filter((words) => /[a-z]{3,},? [a-z]{2,},? [a-z]{2,}/i.test(words) && !isClasses(words));
  return [...between, ...attributes, ...literals].map((words) => words.trim()).filter((words) => !isName(words));
}

/** "pane look look-whole" */
const isClasses = (words: string): boolean => /^[a-z0-9-]+( [a-z0-9-]+)*$/.test(words) && /-|^verdict /.test(words);
/** Of keys, of a register, the swatches of a legend, markup to copy: no language has others. */
const isName = (words: string): boolean =>
  /^(?:Esc|cs ss|gs|abc|<iframe\n[\s\S]*|(?:(?:Alt\+)?(?:Arrow\w+|Home|End|Delete) ?)+)$/.test(words);

it("finds a sentence where there is one", () => {
  expect(spoken("<p>Two words</p>")).toEqual(["Two words"]);
  expect(spoken('<p aria-label="Words" />')).toEqual(["Words"]);
  expect(spoken('say("a sentence of words")')).toEqual(["a sentence of words"]);
  expect(spoken('<p className="pane look look-whole" />')).toEqual([]);
});

it("no sentence of the page stands outside src/ui/texts", () => {
  const found = filesIn(ROOT).flatMap((path) =>
    spoken(withoutComments(readFileSync(path, "utf8")))
      .filter((words) => !FOR_PROGRAMMERS.some((known) => known.test(words)))
      .map((words) => `${path}: ${words}`),
  );
  expect(found).toEqual([]);
});
