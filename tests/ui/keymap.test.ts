// Keys chosen anew: never two commands on one key, and back to what was delivered.
import { describe, expect, it } from "vitest";

import { commandOf, COMMANDS } from "../../src/ui/commands.ts";
import type { OwnKeys } from "../../src/store/state.ts";
import { canBeChosen, holdersOf, withDefaults, withKey, withoutKey } from "../../src/ui/shell/choose-keys.ts";
import { keymapOf, keysOf } from "../../src/ui/shell/keymap.ts";

const step = commandOf("step");
const over = commandOf("over");

function noKeyTwice(own: OwnKeys): void {
  const keys = COMMANDS.flatMap((command) => keysOf(own, command));
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
}

describe("keys of the user's own", () => {
  it("are the defaults as long as nothing is chosen", () => {
    for (const command of COMMANDS)
      for (const key of command.keys) expect(keymapOf({}).byKey.get(key)?.id).toBe(command.id);
  });

  it("takes a key from who had it", () => {
    const own = withKey({}, over, "s");
    noKeyTwice(own);
    expect(keymapOf(own).byKey.get("s")?.id).toBe("over");
    expect(keysOf(own, step)).toEqual(step.keys.filter((key) => key !== "s"));
    expect(keymapOf(own).byKey.get("n")?.id).toBe("over");
  });

  it("takes the sequences away that begin with it", () => {
    expect(holdersOf({}, "x").map(({ id }) => id)).toEqual(["inject-pf", "inject-bp", "inject-db", "inject-mc"]);
    const own = withKey({}, step, "x");
    noKeyTwice(own);
    expect(keymapOf(own).prefixes.has("x")).toBe(false);
    expect(keymapOf(own).byKey.get("x")?.id).toBe("step");
    expect(keysOf(own, commandOf("inject-pf"))).toEqual([]);
  });

  it("gives back what was delivered, but what another has taken since", () => {
    const removed = withoutKey({}, step, "s");
    expect(keymapOf(removed).byKey.get("s")).toBeUndefined();
    expect(withDefaults(removed, step)).toEqual({});
    const taken = withDefaults(withKey({}, over, "s"), step);
    noKeyTwice(taken);
    expect(keysOf(taken, step)).not.toContain("s");
    expect(keysOf(taken, over)).toContain("s");
  });

  it.each(["Tab", "Enter", " ", "Escape", "F5", "F12", "Ctrl+w", "Ctrl+Shift+t", "Ctrl+r", "Alt+a", "Shift"])(
    "leaves %s to the browser",
    (key) => expect(canBeChosen(key)).toBe(false),
  );
  it.each(["a", "Q", "F2", "Ctrl+m", "ArrowUp", "Ctrl+Shift+z"])("may choose %s", (key) =>
    expect(canBeChosen(key)).toBe(true),
  );
});
