// The prompt of the console: what is typed while a command runs is not lost.
import type { Terminal } from "@xterm/xterm";
import { expect, it } from "vitest";

import { Prompt } from "../../../src/ui/panels/console/terminal/prompt.ts";

function open() {
  let send: (data: string) => void = () => {};
  const terminal = {
    rows: 20,
    write() {},
    onData(listener: (data: string) => void) {
      send = listener;
      return { dispose() {} };
    },
  } as unknown as Terminal;
  const run: string[] = [];
  const finish: (() => void)[] = [];
  let cancelled = 0;
  const prompt = new Prompt(terminal, {
    run: (line) => {
      run.push(line);
      return new Promise((done) => finish.push(done));
    },
    complete: () => Promise.resolve([]),
    cancel: () => void cancelled++,
    leave() {},
  });
  const type = (text: string): void => Array.from(text).forEach((character) => send(character));
  const end = async (): Promise<void> => {
    finish.shift()?.();
    await new Promise((done) => setTimeout(done));
  };
  return { type, end, run, prompt, cancelled: () => cancelled };
}

it("takes keys typed ahead once the command is done, each line in its turn", async () => {
  const { type, end, run } = open();
  type("si\rni\rse");
  expect(run).toEqual(["si"]);
  await end();
  expect(run).toEqual(["si", "ni"]);
  type("ek 3\r");
  await end();
  expect(run).toEqual(["si", "ni", "seek 3"]);
});

it("forgets them at Ctrl+C", async () => {
  const { type, end, run, cancelled } = open();
  type("c\rsi\r\u0003");
  expect(cancelled()).toBe(1);
  await end();
  expect(run).toEqual(["c"]);
});
