// Every sentence that a reader of the page may come to see stands in its folder's texts,
// so that it can be read, and put into another language, in one place.
import { describe, expect, it } from "vitest";
import { importsOf, read, sourceFiles } from "./sources.ts";
import { spoken } from "./spoken.ts";

const FOLDERS = ["src/ui", "src/store", "src/session", "src/scenario", "src/protocol", "src/site"];

/** Files of sentences and little else, and published shapes, which nobody touches any more. */
const CONTENT =
  /^src\/(?:site\/lessons\/lessons[\w-]*\.ts$|scenario\/(?:(?:articles|catalogue|hazards|environment)\/|bodies\.ts$|level\/shape-v1\.ts$|link\/shapes\/))/;

const isTexts = (path: string): boolean => /\/texts(?:\/|\.ts$)/.test(path);

/** Besides errors thrown and assertions: what the author of a page around this one reads. */
const FOR_PROGRAMMERS = [
  /^(?:seek|step|inject|open|explore): /,
  /^…: this frame is read-only \(ro=1\)$/,
  /^open, seek, step, inject, state, machine, verdict, explore$/,
  /^there is no answer$/,
];

/**
 * What no language has other words for: names of keys, registers, states and elements, commands of
 * the console and of gdb, markup.
 */
const NAMES = [
  /^(?:Esc|cs ss|gs|abc|(?:(?:Alt\+)?(?:Arrow\w+|Home|End|Delete) ?)+)$/,
  /^CS: {2}… DS: … ES: … CR0: …$/,
  /^safe in copy$/,
  /^body, button, a, summary, #sentence$/,
  /^(?:set disassembly-flavor|schedule (?:add|drop|set)) …$/,
  /^(?:maintenance packet Qqemu\.sstep=5|set (?:pagination|confirm) off|info registers rip rsp eflags)$/,
  /^<svg /,
  /^(?:input, select, textarea|input, textarea, select|button, a), /,
  // A key of what the explorer recorded.
  /^…, … NMIs, … faults, … machine checks, ……$/,
];

const isKnown = (words: string): boolean => [...FOR_PROGRAMMERS, ...NAMES].some((known) => known.test(words));

function sentencesOutside(folder: string): readonly string[] {
  return sourceFiles()
    .filter((path) => path.startsWith(`${folder}/`) && !isTexts(path) && !CONTENT.test(path))
    .flatMap((path) =>
      spoken(path, read(path))
        .filter((words) => !isKnown(words))
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
    ["say('there is a sentence')", "there is a sentence"],
    ["say(`the handler's ${part}`)", "the handler's …"],
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
    'const command = { usage: "list one of these", example: "list all of them" }',
  ])("is not in %s", (code) => {
    expect(found(code)).toEqual([]);
  });
});

/** Of console, looks and exports: src/session/tools.ts loads them with the first question. */
const LATE = /^src\/session\/texts\/(?:console|looks|phases|tables|control-registers|exports)/;

/** All that is loaded with a file at once. */
function loadedWith(path: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(path) || path === "src/session/tools.ts" || !/\.tsx?$/.test(path)) return found;
  found.add(path);
  for (const { to, isPackage, typeOnly } of importsOf(path)) if (!isPackage && !typeOnly) loadedWith(to, found);
  return found;
}

it("the machine's worker starts without the texts of what is loaded late", () => {
  const loaded = [...loadedWith("src/worker/session-worker.ts")];
  expect(loaded).toContain("src/session/texts/instructions.ts");
  expect(loaded.filter((path) => LATE.test(path))).toEqual([]);
});
