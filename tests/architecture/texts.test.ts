// Every sentence that a reader of the page may come to see stands in its folder's texts,
// so that it can be read, and put into another language, in one place.
import { describe, expect, it } from "vitest";
import { read, sourceFiles } from "./sources.ts";
import { spoken } from "./spoken.ts";

const FOLDERS = ["src/ui", "src/store"];

const isTexts = (path: string): boolean => /\/texts(?:\/|\.ts$)/.test(path);

/** Besides errors thrown and assertions: what the author of a page around this one reads. */
const FOR_PROGRAMMERS = [
  /^(?:seek|step|inject|open|explore): /,
  /^…: this frame is read-only \(ro=1\)$/,
  /^open, seek, step, inject, state, machine, verdict, explore$/,
  /^there is no answer$/,
];

/** Of keys, of registers, the swatches of a legend: no language has others. */
const isName = (words: string): boolean =>
  /^(?:Esc|cs ss|gs|abc|(?:(?:Alt\+)?(?:Arrow\w+|Home|End|Delete) ?)+)$/.test(words);

function sentencesOutside(folder: string): readonly string[] {
  return sourceFiles()
    .filter((path) => path.startsWith(`${folder}/`) && !isTexts(path))
    .flatMap((path) =>
      spoken(path, read(path))
        .filter((words) => !isName(words) && !FOR_PROGRAMMERS.some((known) => known.test(words)))
        .map((words) => `${path}: ${words}`),
    );
}

it.each(FOLDERS)("no sentence of %s stands outside its texts", (folder) => {
  expect(sentencesOutside(folder)).toEqual([]);
});

describe("a sentence", () => {
  const found = (code: string): readonly string[] => spoken("planted.tsx", code);

  it.each([
    ["say('one of three words')", "one of three words"],
    ['say("The machine: is gone.")', "The machine: is gone."],
    ["say(`there is no ${what} here`)", "there is no … here"],
    ["say(`${broken} of ${judged} fail`)", "… of … fail"],
    ["say(`Nothing to ${kind}.`)", "Nothing to …."],
    ["say(` (injected in may-fault ranges)`)", "(injected in may-fault ranges)"],
    ["say(`${a ? `within ${b}, what is said` : ''}`)", "within …, what is said"],
    ["const P = <p>Two words</p>", "Two words"],
    ['const P = <p aria-label="Words" />', "Words"],
    ["const P = <p title={`to ${place} by this way`} />", "to … by this way"],
  ])("is found in %s", (code, words) => {
    expect(found(code)).toContain(words);
  });

  it.each([
    "// a comment of many words",
    'import { a } from "a module of words";',
    'type A = "a type of words";',
    'throw new Error("not for any reader")',
    'assert(isTrue, "not for any reader")',
    'const P = <p className="pane look look-whole" key="one of these words" />',
    "move(`${from} ${to}`)",
  ])("is not in %s", (code) => {
    expect(found(code)).toEqual([]);
  });
});
