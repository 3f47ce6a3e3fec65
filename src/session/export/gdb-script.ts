// A gdb script that replays the schedule on QEMU's stub, from the bootable image to
// the present position: steps are counted, and RIP is compared at each stop.

import { START_SYMBOL } from "../../machine/elf-image.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { fileStem } from "../export-image.ts";
import type { Run } from "../run.ts";
import type { RunView, ScheduleRow } from "../views.ts";
import { ascii } from "./ascii.ts";
import { GDB_TEXTS } from "../texts/exports.ts";

/** No local APIC: the monitor's `nmi` goes straight to the CPU. */
export function replayLines(stem: string, arguments_ = "-s -S"): readonly [string, string] {
  return [
    `qemu-system-x86_64 -M microvm,pic=off,pit=off,rtc=off -cpu max,-apic -display none -kernel ${stem}.elf ${arguments_}`,
    `gdb ${stem}.elf -x ${stem}.gdb`,
  ];
}

/** The stub's single step with NMIs allowed and the clock stopped: ENABLE | NOTIMER. */
const SINGLE_STEP = "maintenance packet Qqemu.sstep=5";

export function gdbScript(scenario: Scenario, run: Run, { schedule }: RunView, position: number): string {
  const stem = fileStem(scenario);
  const lines = [
    GDB_TEXTS.replays(schedule.map(({ text }) => text)),
    GDB_TEXTS.onQemu(position, `${stem}.elf`),
    ...replayLines(stem).map((line) => `#   ${line}`),
    GDB_TEXTS.differences,
    "set pagination off",
    "set confirm off",
    "set architecture i386:x86-64",
    "target remote :1234",
    `hbreak *&${START_SYMBOL}`,
    "continue",
    "delete",
    SINGLE_STEP,
    "define expect_rip",
    "  if $rip != $arg0",
    `    printf "${GDB_TEXTS.ripDiffers}\\n", $arg1, $rip, $arg0`,
    "  end",
    "end",
    "document expect_rip",
    GDB_TEXTS.expectRip,
    "end",
    ...replay(run, schedule, position),
    "x/i $rip",
    "info registers rip rsp eflags",
    "",
  ];
  return ascii(lines.join("\n"));
}

function replay(run: Run, schedule: readonly ScheduleRow[], position: number): readonly string[] {
  const lines: string[] = [];
  let at = 0;
  const goTo = (boundary: number): void => {
    if (boundary > at) lines.push(`stepi ${boundary - at}`);
    lines.push(`expect_rip 0x${run.timeline.ripAt(boundary).toString(16)} ${boundary}`);
    at = boundary;
  };
  const due = schedule
    .flatMap((row) => (row.at === undefined || row.off ? [] : [{ text: row.text, at: row.at, state: row.state }]))
    .toSorted((a, b) => a.at - b.at);
  for (const item of due) {
    if (item.at > position) break;
    lines.push(`# ${item.text}`);
    goTo(item.at);
    if (item.text.startsWith("nmi@")) {
      lines.push("monitor nmi");
      continue;
    }
    if (item.at === position || item.state !== "delivered") continue;
    const delivery = deliveryAt(run, item.at);
    if (delivery === undefined) {
      const refusal = GDB_TEXTS.cannotDeliver(item.text, item.at);
      return [...lines, `echo ${refusal.replaceAll("#", "\\043")}\\n`];
    }
    lines.push(GDB_TEXTS.written, ...delivery);
    at = item.at + 1;
  }
  goTo(position);
  return lines;
}

/** The registers that a delivery at CPL 0 changes, by gdb's names. */
const DELIVERED: Readonly<Record<string, string>> = { rip: "rip", rsp: "rsp", rflags: "eflags", cr2: "cr2", ss: "ss" };

/** Frame and registers as the delivery at this boundary leaves them; undefined: more than that changes, such as the CPL. */
function deliveryAt(run: Run, boundary: number): readonly string[] | undefined {
  const { timeline } = run;
  const { position } = timeline;
  timeline.seek(boundary + 1);
  const step = timeline.lastStep;
  timeline.seek(position);
  if (step?.kind !== "delivery" || step.changes.some(({ name }) => DELIVERED[name] === undefined)) return undefined;
  const hex = (value: bigint): string => `0x${BigInt.asUintN(64, value).toString(16)}`;
  return [
    ...step.writes.map(({ address, value }) => `set {unsigned long}${hex(address)} = ${hex(value)}`),
    ...step.changes.map(({ name, value }) => `set $${DELIVERED[name]} = ${hex(value)}`),
  ];
}
