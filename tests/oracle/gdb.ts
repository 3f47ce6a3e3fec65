// The GDB remote serial protocol, as far as QEMU's stub is asked for here: one
// command, one answer. Knows packets; not what a machine is.
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const checksum = (text: string): string =>
  [...Buffer.from(text, "latin1")]
    .reduce((sum, byte) => (sum + byte) & 0xff, 0)
    .toString(16)
    .padStart(2, "0");

/** Undoes the protocol's escapes: "}" and a byte xor 0x20. */
const unescaped = (text: string): string =>
  text.replace(/\}([\s\S])/g, (_, byte: string) => String.fromCharCode(byte.charCodeAt(0) ^ 0x20));

async function connected(path: string, timeoutMilliseconds: number): Promise<Socket> {
  for (let left = timeoutMilliseconds; ; left -= 5) {
    const socket = connect(path);
    const problem = await new Promise<Error | undefined>((resolve) => {
      socket.once("connect", () => resolve(undefined));
      socket.once("error", resolve);
    });
    if (problem === undefined) return socket;
    if (left <= 0) throw problem;
    await pause(5);
  }
}

export class Gdb {
  private received = "";
  private wake: (() => void) | undefined;
  private broken: Error | undefined;
  private readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding("latin1");
    socket.setNoDelay(true);
    socket.on("data", (text: string) => {
      this.received += text;
      this.wake?.();
    });
    const end = (error?: Error): void => {
      this.broken = error ?? new Error("the gdbstub closed the connection");
      this.wake?.();
    };
    socket.on("error", end);
    socket.on("close", () => end(this.broken));
  }

  static async open(path: string, timeoutMilliseconds = 10_000): Promise<Gdb> {
    const gdb = new Gdb(await connected(path, timeoutMilliseconds));
    await gdb.ask("qSupported:xmlRegisters=i386");
    return gdb;
  }

  close(): void {
    this.socket.destroy();
  }

  private async packet(timeoutMilliseconds: number): Promise<string> {
    const deadline = setTimeout(() => {
      this.broken ??= new Error("the gdbstub does not answer");
      this.wake?.();
    }, timeoutMilliseconds);
    try {
      for (;;) {
        const from = this.received.indexOf("$");
        const to = from < 0 ? -1 : this.received.indexOf("#", from);
        if (to >= 0 && this.received.length >= to + 3) {
          const body = this.received.slice(from + 1, to);
          this.received = this.received.slice(to + 3);
          this.socket.write("+");
          return body;
        }
        if (this.broken !== undefined) throw this.broken;
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      clearTimeout(deadline);
    }
  }

  async ask(command: string, timeoutMilliseconds = 10_000): Promise<string> {
    this.socket.write(`$${command}#${checksum(command)}`, "latin1");
    return this.packet(timeoutMilliseconds);
  }

  async order(command: string): Promise<void> {
    const answer = await this.ask(command);
    if (answer !== "OK") throw new Error(`gdbstub: ${command}: ${answer}`);
  }

  /** A command of QEMU's human monitor; what it prints. */
  async monitor(command: string): Promise<string> {
    let answer = await this.ask(`qRcmd,${Buffer.from(command).toString("hex")}`);
    let output = "";
    while (answer.startsWith("O") && answer !== "OK") {
      output += Buffer.from(answer.slice(1), "hex").toString();
      answer = await this.packet(10_000);
    }
    if (answer !== "OK") throw new Error(`monitor ${command}: ${answer}`);
    return output;
  }

  /** A file of the target description. */
  async description(name: string): Promise<string> {
    let text = "";
    for (;;) {
      const answer = await this.ask(`qXfer:features:read:${name}:${text.length.toString(16)},7f0`);
      text += unescaped(answer.slice(1));
      if (answer.startsWith("l")) return text;
      if (!answer.startsWith("m")) throw new Error(`no target description ${name}: ${answer}`);
    }
  }
}
