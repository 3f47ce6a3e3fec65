// The levels that come with the project, in the order in which they are learned.

import { readLevel } from "./read-level.ts";
import type { Level } from "./level.ts";
import aFlagIsNotEnough from "./built-in/a-flag-is-not-enough.json";
import oneAtATime from "./built-in/one-at-a-time.json";
import theLastInstruction from "./built-in/the-last-instruction.json";
import theOpenDoor from "./built-in/the-open-door.json";
import theSameStack from "./built-in/the-same-stack.json";
import theWrongAddress from "./built-in/the-wrong-address.json";
import leaveWord from "./built-in/leave-word.json";
import testThenClear from "./built-in/test-then-clear.json";
import userSpaceLies from "./built-in/user-space-lies.json";
import whichLine from "./built-in/which-line.json";
import whoseGs from "./built-in/whose-gs.json";
import writeYourOwn from "./built-in/write-your-own.json";

const CONTENTS: readonly unknown[] = [
  oneAtATime,
  theOpenDoor,
  theSameStack,
  aFlagIsNotEnough,
  theLastInstruction,
  testThenClear,
  leaveWord,
  theWrongAddress,
  userSpaceLies,
  whoseGs,
  whichLine,
  writeYourOwn,
];

/** In order. Throws if one of them is not right: that is our own defect, which a test finds. */
export async function builtInLevels(): Promise<readonly Level[]> {
  const read = await Promise.all(CONTENTS.map(readLevel));
  return read.map((one) => {
    if (!one.ok) throw new Error(`a built-in level is not right: ${one.failure.message}`);
    return one.level;
  });
}
