// The image that the page saves: the same bytes as the command line's, whatever was done before.
import { describe, expect, it } from "vitest";
import { exportImage } from "../../src/session/index.ts";
import { Desk, newMachine, programOf, scenario } from "./support.ts";

const IDEALISED = "desnoyers-2010";

describe("the bootable image", () => {
  it("is of the first state, wherever the page stands, and is named after the handler", async () => {
    const chosen = scenario("naive", "nmi@workload; nmi@page_touched");
    const desk = await Desk.open(chosen, 30);
    const { file, console: lines } = desk.ask({ kind: "export" });
    const machine = await newMachine();
    const program = programOf(scenario("naive"));
    machine.load(program.image);
    const made = exportImage(machine, program);
    if (made.kind === "refused") throw new Error(made.reason);
    expect(file?.name).toBe("naive.elf");
    expect(file?.bytes).toEqual(made.bytes);
    expect(file?.how[0]).toBe("qemu-system-x86_64 -kernel naive.elf -s -S");
    expect(file?.how[1]).toMatch(/^gdb naive\.elf /);
    expect(lines?.[0]).toEqual({ kind: "echo", text: "export" });
    expect(desk.ask({ kind: "move", move: { kind: "step" } }).moment?.position).toBe(31);
  });

  it("comes from the console too, once", async () => {
    const desk = await Desk.open(scenario("naive"));
    const update = desk.ask({ kind: "console", line: "export" });
    expect(update.file?.name).toBe("naive.elf");
    expect(update.console?.some(({ text }) => text.includes("qemu-system-x86_64 -kernel naive.elf"))).toBe(true);
    expect(desk.ask({ kind: "console", line: "info nmi" }).file).toBeUndefined();
  });

  it("is refused for instructions that do not exist, and for what does not assemble", async () => {
    const desk = await Desk.open(scenario(IDEALISED));
    const refused = desk.ask({ kind: "export" });
    expect(refused.file).toBeUndefined();
    expect(refused.notice).toMatch(/idealised instructions/);
    expect(desk.type("export").join()).toMatch(/^! .*idealised/);
    desk.ask({ kind: "edit-source", text: "nmi:\n  frobnicate\n" });
    expect(desk.ask({ kind: "export" }).notice).toMatch(/does not assemble/);
  });
});
