// The prompt in the terminal: keys to edits of the line, Enter to a command,
// output printed above it. Knows the terminal and nothing of the page.

import type { IDisposable, Terminal } from "@xterm/xterm";

import type { ConsoleLine } from "../../../../session/views.ts";
import { TEXTS } from "../../../texts.ts";
import { backspace, commonStart, EMPTY, History, insert, moveTo, remove, type Line } from "./line-editor.ts";

const DIM = "\u001b[90m";
const RED = "\u001b[31m";
const PLAIN = "\u001b[0m";
const CLEAR_LINE = "\r\u001b[J";

export interface PromptPorts {
  run(line: string): Promise<void>;
  complete(line: string): Promise<readonly string[]>;
  cancel(): void;
  leave(): void;
}

export class Prompt {
  private line: Line = EMPTY;
  private readonly history = new History();
  /** A command is running: its own echo is already on the screen. */
  private running: string | undefined;
  private readonly listener: IDisposable;

  constructor(
    private readonly terminal: Terminal,
    private readonly ports: PromptPorts,
  ) {
    this.listener = terminal.onData((data) => this.type(data));
    this.draw();
  }

  dispose(): void {
    this.listener.dispose();
  }

  /** Lines from the machine; a click's command is echoed dim. */
  print(lines: readonly ConsoleLine[]): void {
    if (lines.length === 0) return;
    let text = this.running === undefined ? CLEAR_LINE : "";
    for (const line of lines) {
      if (line.kind === "echo" && line.text === this.running) continue;
      if (line.kind === "echo") text += `${DIM}${TEXTS.console.prompt}${printable(line.text)}${PLAIN}\n`;
      else if (line.kind === "error") text += `${RED}${printable(line.text)}${PLAIN}\n`;
      else text += `${printable(line.text)}\n`;
    }
    this.terminal.write(text);
    if (this.running === undefined) this.draw();
  }

  private draw(): void {
    const back = this.line.text.length - this.line.cursor;
    this.terminal.write(`${CLEAR_LINE}${TEXTS.console.prompt}${this.line.text}${back > 0 ? `\u001b[${back}D` : ""}`);
  }

  private type(data: string): void {
    if (data === "\u0003") return this.interrupt();
    if (this.running !== undefined) return;
    const edit = EDITS[data];
    if (edit !== undefined) this.line = edit(this.line);
    else if (data === "\r") return this.enter();
    else if (data === "\t") return void this.complete();
    else if (data === "\u001b[A") this.walk(-1);
    else if (data === "\u001b[B") this.walk(1);
    else if (data === "\u001b") return this.ports.leave();
    else if (!data.startsWith("\u001b")) {
      const [first = "", ...others] = data.replaceAll("\r\n", "\n").split(/[\r\n]/);
      this.line = insert(this.line, printable(first));
      if (others.length > 0) return this.enter();
    }
    this.draw();
  }

  private walk(by: -1 | 1): void {
    const text = this.history.walk(by, this.line.text);
    if (text !== undefined) this.line = { text, cursor: text.length };
  }

  private interrupt(): void {
    if (this.running === undefined) {
      this.terminal.write("^C\n");
      this.line = EMPTY;
      this.draw();
    }
    this.ports.cancel();
  }

  private enter(): void {
    const typed = this.line.text.trim();
    const command = typed === "" ? this.history.last : typed;
    this.line = EMPTY;
    this.terminal.write("\n");
    if (command === undefined) return this.draw();
    this.history.add(command);
    this.running = command;
    void this.ports.run(command).finally(() => {
      this.running = undefined;
      this.draw();
    });
  }

  private async complete(): Promise<void> {
    const before = this.line.text.slice(0, this.line.cursor);
    const words = await this.ports.complete(before);
    if (words.length === 0) return;
    const start = before.slice(0, before.lastIndexOf(" ") + 1);
    const common = commonStart(words);
    if (words.length > 1 && start + common === before) this.terminal.write(`\n${words.join("  ")}\n`);
    const rest = this.line.text.slice(this.line.cursor);
    const text = start + common + (words.length === 1 ? " " : "");
    this.line = { text: text + rest, cursor: text.length };
    this.draw();
  }
}

const EDITS: Readonly<Record<string, (line: Line) => Line>> = {
  "\u007f": backspace,
  "\u0008": backspace,
  "\u001b[3~": remove,
  "\u001b[D": (line) => moveTo(line, line.cursor - 1),
  "\u001b[C": (line) => moveTo(line, line.cursor + 1),
  "\u001b[H": (line) => moveTo(line, 0),
  "\u001b[F": (line) => moveTo(line, line.text.length),
  "\u0001": (line) => moveTo(line, 0),
  "\u0005": (line) => moveTo(line, line.text.length),
  "\u0015": () => EMPTY,
  "\u000b": (line) => ({ text: line.text.slice(0, line.cursor), cursor: line.cursor }),
};

/** No control character of a text may act on the terminal. */
function printable(text: string): string {
  return Array.from(text)
    .filter((character) => character === "\n" || character === "\t" || !isControl(character.codePointAt(0) ?? 0))
    .join("");
}

function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}
