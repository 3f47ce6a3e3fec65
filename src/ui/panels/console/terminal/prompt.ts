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
  /** Lines of a script that was pasted: each runs when the one before is done. */
  private script: string[] = [];
  /** Typed while a command runs: it counts when that is done. */
  private ahead: string[] = [];
  /** Output that waits for a key: a screen is full. */
  private held: string[] = [];
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
    const isOutput = this.running !== undefined;
    let text = "";
    for (const line of lines) {
      if (line.kind === "echo" && line.text === this.running) continue;
      if (line.kind === "echo") text += `${DIM}${TEXTS.console.prompt}${printable(line.text)}${PLAIN}\n`;
      else if (line.kind === "error") text += `${RED}${printable(line.text)}${PLAIN}\n`;
      else text += `${printable(line.text)}\n`;
    }
    if (this.held.length > 0) this.held.push(...linesOf(text));
    else if (isOutput && this.script.length === 0) this.page(linesOf(text));
    else this.terminal.write((isOutput ? "" : CLEAR_LINE) + text);
    if (!isOutput) this.draw();
  }

  /** A screen at a time; the rest waits. */
  private page(lines: string[]): void {
    const room = Math.max(4, this.terminal.rows - 1);
    if (lines.length <= room + 1) {
      this.held = [];
      this.terminal.write(lines.map((line) => `${line}\n`).join(""));
      return;
    }
    this.held = lines.slice(room);
    this.terminal.write(
      lines
        .slice(0, room)
        .map((line) => `${line}\n`)
        .join("") +
        DIM +
        TEXTS.console.more(this.held.length) +
        PLAIN,
    );
  }

  /** Enter and what pages show the next screen, c the rest, q none of it; what else is typed is the next command. */
  private turn(data: string): void {
    const rest = this.held;
    this.held = [];
    this.terminal.write(CLEAR_LINE);
    if (data === "c") this.terminal.write(rest.map((line) => `${line}\n`).join(""));
    else if (PAGES_ON.has(data)) this.page(rest);
    if (this.held.length === 0) this.draw();
    if (data !== "c" && !PAGES_ON.has(data) && !LEAVES.has(data)) this.type(data);
  }

  private draw(): void {
    if (this.held.length > 0 || this.running !== undefined) return;
    const back = this.line.text.length - this.line.cursor;
    this.terminal.write(`${CLEAR_LINE}${TEXTS.console.prompt}${this.line.text}${back > 0 ? `\u001b[${back}D` : ""}`);
  }

  private type(data: string): void {
    if (this.held.length > 0) return this.turn(data);
    if (data === "\u0003") return this.interrupt();
    if (this.running !== undefined) return void this.ahead.push(data);
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
      if (others.length > 0) {
        const rest = others.pop() ?? "";
        this.script = [...others.map(printable), ...(rest === "" ? [] : [printable(rest)])].slice(0, LONGEST_SCRIPT);
        return this.enter();
      }
    }
    this.draw();
  }

  private walk(by: -1 | 1): void {
    const text = this.history.walk(by, this.line.text);
    if (text !== undefined) this.line = { text, cursor: text.length };
  }

  private interrupt(): void {
    this.script = [];
    this.ahead = [];
    if (this.running === undefined) {
      this.terminal.write("^C\n");
      this.line = EMPTY;
      this.draw();
    }
    this.ports.cancel();
  }

  private enter(): void {
    const typed = this.line.text.trim();
    this.line = EMPTY;
    this.terminal.write("\n");
    if (typed === "" && this.history.last === undefined) return this.draw();
    this.history.add(typed);
    this.running = typed;
    void this.ports.run(typed).finally(() => {
      this.running = undefined;
      this.next();
    });
  }

  /** The next line of the script; an empty one repeats nothing there. */
  private next(): void {
    let line = this.script.shift();
    while (line !== undefined && line.trim() === "") line = this.script.shift();
    this.draw();
    if (line === undefined) return this.typeAhead();
    this.line = insert(EMPTY, line);
    this.draw();
    this.enter();
  }

  private typeAhead(): void {
    while (this.running === undefined) {
      const data = this.ahead.shift();
      if (data === undefined) return;
      this.type(data);
    }
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

const LONGEST_SCRIPT = 1000;
/** Enter, Space, Down and Page Down. */
const PAGES_ON: ReadonlySet<string> = new Set(["\r", " ", "\u001b[B", "\u001b[6~"]);
const LEAVES: ReadonlySet<string> = new Set(["q", "\u0003", "\u001b"]);

function linesOf(text: string): string[] {
  return text.replace(/\n$/, "").split("\n");
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
