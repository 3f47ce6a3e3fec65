// The exported gdb script, run by gdb on QEMU: it gets to the same place as our machine.
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

import { findGdb, findQemu } from "../../scripts/lib/tools.mjs";
import { Session } from "../../src/session/index.ts";
import type { ExportFormat } from "../../src/session/views.ts";
import { newMachine, scenario } from "../session/support.ts";

const MILLISECONDS = 120_000;

async function exported(name: string, schedule: string, position: number, workload: "kernel" | "user" = "kernel") {
  const session = Session.create(await newMachine());
  await session.loadTools();
  const opened = session.open(scenario(name, schedule, { workload }), position);
  if (opened.kind !== "views" || opened.update.moment === undefined) throw new Error("not opened");
  const { moment } = opened.update;
  const file = (format: ExportFormat): { name: string; bytes: Uint8Array } => {
    const reply = session.handle({ kind: "export", format });
    if (reply.kind !== "views" || reply.update.file === undefined) throw new Error("no file");
    return reply.update.file;
  };
  return { image: file("image"), script: file("gdb"), moment };
}

/** What gdb prints; its socket takes the place of the port that the script names. */
async function replay(files: readonly { name: string; bytes: Uint8Array }[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "gdb-script-"));
  const [image, script] = files;
  if (image === undefined || script === undefined) throw new Error("an image and a script");
  const socket = join(folder, "stub");
  const text = new TextDecoder().decode(script.bytes);
  const line = /^# {3}qemu-system-x86_64 (.*) -s -S$/m.exec(text)?.[1] ?? "";
  const chardev = `socket,id=stub,path=${socket},server=on,wait=off`;
  const qemu = spawn(findQemu() ?? "", [...line.split(" "), "-chardev", chardev, "-gdb", "chardev:stub", "-S"], {
    cwd: folder,
    stdio: "ignore",
  });
  try {
    writeFileSync(join(folder, image.name), image.bytes);
    writeFileSync(join(folder, script.name), text.replace("target remote :1234", `target remote ${socket}`));
    const { stdout, stderr } = await promisify(execFile)(
      findGdb() ?? "",
      ["-nx", "-batch", "-ex", "shell sleep 1", "-x", script.name, image.name],
      { cwd: folder, timeout: MILLISECONDS },
    );
    return stdout + stderr;
  } finally {
    qemu.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

const isPossible = findQemu() !== undefined && findGdb() !== undefined;

describe.skipIf(!isPossible)("the exported gdb script", () => {
  it.each([
    ["naive", "nmi@3", 20],
    ["desnoyers-2010-repaired", "nmi@2; nmi@first_nmi", 60],
    ["desnoyers-2010-repaired", "nmi@5; nmi@9; nmi@45", 90],
    ["naive", "nmi@3; pf@9", 40],
    ["naive", "pf(touch2)@2; nmi@20; mc@24", 50],
    ["desnoyers-2010-repaired", "nmi@2; bp@9; mc@30; pf(touch3)@50", 90],
  ] as const)(
    "%s with %s stands where we stand at step %i",
    async (name, schedule, position) => {
      const { image, script, moment } = await exported(name, schedule, position);
      const said = await replay([image, script]);
      expect(said).not.toContain("in NMI Stepper");
      const found = (register: string): bigint =>
        BigInt(new RegExp(`^${register}\\s+(0x[0-9a-f]+)`, "m").exec(said)?.[1] ?? "-1");
      const ours = (register: string): bigint | undefined =>
        moment.registers.find((view) => view.name === register)?.value;
      expect({ rip: found("rip"), rsp: found("rsp") }).toEqual({ rip: ours("rip"), rsp: ours("rsp") });
    },
    MILLISECONDS,
  );

  it.each([
    ["from user code", "pf@2", "user"],
    ["with DR6", "db@2", "kernel"],
  ] as const)(
    "says which event gdb cannot deliver: %s",
    async (_, schedule, workload) => {
      const { image, script } = await exported("naive", schedule, 20, workload);
      const said = await replay([image, script]);
      expect(said).toContain(`${schedule}: gdb cannot deliver this on QEMU; the replay ends before step 2`);
      expect(said).not.toContain("in NMI Stepper");
    },
    MILLISECONDS,
  );
});
