import { expect, it } from "vitest";

import { COMMANDS } from "../../src/ui/commands.ts";

it("no two commands have one key, or one name", () => {
  const keys = COMMANDS.flatMap((command) => command.keys);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  const ids = COMMANDS.map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

it("every command has a name of words", () => {
  expect(COMMANDS.filter(({ id, title }) => title === id || title === "")).toEqual([]);
});
