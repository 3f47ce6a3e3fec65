// Catalogue handlers on our machine and on QEMU, in lockstep: no difference in any
// register, frame or byte of memory after any step.
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { findQemu } from "../../scripts/lib/tools.mjs";
import { Machine } from "../../src/machine/index.ts";
import { exportElf } from "../../src/machine/elf-image.ts";
import { findEntry } from "../../src/scenario/catalogue/catalogue.ts";
import type { Scenario, WorkloadName } from "../../src/scenario/scenario.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { boot, type Program } from "../../src/session/index.ts";
import { resolveItem } from "../../src/session/schedule-items.ts";
import { CorrectedQemu } from "./corrected.ts";
import { lockstep, type LockstepResult } from "./lockstep.ts";
import { Qemu } from "./qemu.ts";

const MAX_STEPS = 300;

function textOf(name: string): string {
  const entry = findEntry(name);
  if (entry === undefined) throw new Error(`no handler ${name}`);
  return entry.text;
}

/** The mail's program without the two instructions that no x86-64 has: CR2 is left alone. */
function withoutCr2(text: string): string {
  return text.replace(/^pushq %cr2$/m, "pushq $0").replace(/^movq .*,\s*%cr2$/m, "");
}

const HANDLERS = {
  naive: textOf("naive"),
  repaired: textOf("desnoyers-2010-repaired"),
  "as mailed, without CR2": withoutCr2(textOf("desnoyers-2010")),
  "repair 1, without CR2": withoutCr2(textOf("desnoyers-2010-step-1")),
  "repair 2, without CR2": withoutCr2(textOf("desnoyers-2010-step-2")),
  "repair 3, without CR2": withoutCr2(textOf("desnoyers-2010-step-3")),
  "repair 5": textOf("desnoyers-2010-step-5"),
} as const;

type HandlerName = keyof typeof HANDLERS;

let wasm: Uint8Array<ArrayBuffer>;

function programOf(scenario: Scenario): Program {
  const result = boot(scenario);
  if (!result.ok)
    throw new Error(result.source.diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return result.program;
}

async function compare(handler: HandlerName, workload: WorkloadName, schedule: string): Promise<LockstepResult> {
  const { items, problems } = parseSchedule(schedule);
  expect(problems).toEqual([]);
  const text = HANDLERS[handler];
  const program = programOf({
    handler: { kind: "source", text },
    workload,
    body: "touch",
    options: {},
    schedule: items,
  });
  const { image, naming } = program;
  const machine = await Machine.create(wasm);
  machine.load(image);
  const file = exportElf({
    memory: machine.physicalMemory(),
    registers: machine.initialRegisters,
    symbols: naming.symbols,
    hasIdealised: image.idealised.size > 0,
  });
  if (file.kind !== "elf") throw new Error(file.reason);
  const qemu = await Qemu.boot(file.bytes, image.start);
  try {
    return await lockstep({
      machine,
      qemu: await CorrectedQemu.at(qemu),
      items: items.map((item) => resolveItem(item, (name) => naming.symbols.get(name))),
      workload: image.workloadRange,
      maxSteps: MAX_STEPS,
    });
  } finally {
    await qemu.close();
  }
}

async function expectSame(handler: HandlerName, workload: WorkloadName, schedule: string): Promise<LockstepResult> {
  const result = await compare(handler, workload, schedule);
  expect(result.differences).toEqual([]);
  expect(result.endedBy).toBeUndefined();
  expect(result.unused).toBe(false);
  return result;
}

const SCHEDULES = {
  "one NMI": "nmi@5",
  "an NMI in an NMI": "nmi@5; nmi@page_touched",
  "NMIs that are latched and merged": "nmi@5; nmi@7; nmi@8; nmi@page_touched",
  "page faults and NMIs": "pf@3; nmi@8; pf@page_touched; nmi@page_touched#2",
} as const;

describe.skipIf(findQemu() === undefined)("conformance with QEMU", () => {
  beforeAll(() => {
    wasm = new Uint8Array(readFileSync("build/core.wasm"));
  });

  describe.each(["naive", "repaired"] as const)("%s", (handler) => {
    describe.each(["kernel", "user", "page-fault"] as const)("workload %s", (workload) => {
      it.each(Object.entries(SCHEDULES))("%s", async (_, schedule) => {
        const result = await expectSame(handler, workload, schedule);
        expect(result.delivered).toContain(2);
      });
    });
  });

  it("the naive handler's frame is overwritten: it goes round for ever", async () => {
    const { steps } = await expectSame("naive", "kernel", SCHEDULES["an NMI in an NMI"]);
    expect(steps).toBe(MAX_STEPS);
  });

  it.each([
    "nmi@5; nmi@helper_touched",
    "nmi@5; nmi@nmi_atomic",
    "nmi@5; nmi@nmi_atomic+0x4",
    "nmi@5; nmi@touch_page; nmi@nmi_atomic",
  ])("repaired: %s", async (schedule) => {
    await expectSame("repaired", "kernel", schedule);
    await expectSame("repaired", "user", schedule);
  });

  it("the mail's iret ends in #GP of the upper half of RIP", async () => {
    const { delivered, corrections } = await expectSame("as mailed, without CR2", "kernel", "nmi@5");
    expect(delivered.at(-1)).toBe(13);
    expect(corrections.get("iretd")).toBe(1);
  });

  it("the mail's iret unblocks NMIs although it faults", async () => {
    const { delivered, corrections } = await expectSame(
      "as mailed, without CR2",
      "kernel",
      "nmi@5; nmi@nmi_atomic; nmi@panic_13",
    );
    expect(delivered.slice(-3)).toEqual(expect.arrayContaining([13, 2]));
    expect(corrections.get("iret-unblocks")).toBeGreaterThan(0);
  });

  it.each([
    ["repair 1, without CR2", "nmi@5; nmi@nmi_atomic"],
    ["repair 2, without CR2", "nmi@5; nmi@page_touched"],
    ["repair 3, without CR2", "nmi@5; nmi@page_touched"],
    ["repair 5", "nmi@5; nmi@nmi_atomic+0x20"],
  ] as const)("the mail's next defect: %s, %s", async (handler, schedule) => {
    await expectSame(handler, "kernel", schedule);
  });
});
