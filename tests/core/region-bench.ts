// Two cores beside each other: one runs, the other takes complete steps. Knows no program.
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { BLOCK_BYTES, EventCode, EventField, GHOST_BYTES, Outcome, STATE_BYTES } from "../../src/core/block.ts";
import { fillMemory } from "../../src/machine/boot-memory.ts";
import { type CoreExports, startCore } from "../../src/machine/core.ts";
import { readStep } from "../../src/machine/effects.ts";
import { fillCpu } from "../../src/machine/first-state.ts";
import { configureGhost } from "../../src/machine/ghost-configure.ts";
import { type Image, layout } from "../../src/machine/index.ts";

const wasm = new Uint8Array(readFileSync("build/core.wasm"));

/** Below 16 no vector comes from outside. */
const REFUSED = 3;

export class Bench {
  readonly core: CoreExports;
  readonly view: DataView;

  private constructor(core: CoreExports) {
    this.core = core;
    this.view = new DataView(core.memory.buffer);
  }

  /** `bytes`: of linear memory at least. */
  static async of(image: Image, bytes = 0): Promise<Bench> {
    const core = await startCore(wasm, () => false, bytes);
    fillMemory(new DataView(core.memory.buffer, core.RAM.value, layout.RAM_BYTES), image);
    new Uint8Array(core.memory.buffer).fill(0, core.CPU.value, core.CPU.value + BLOCK_BYTES + GHOST_BYTES);
    fillCpu(new DataView(core.memory.buffer, core.CPU.value, BLOCK_BYTES), image);
    core.setJournal(1);
    configureGhost(core, image);
    core.begin();
    return new Bench(core);
  }

  /** A step of the complete kind: an event that is refused forces it. */
  complete(kind: EventCode = EventCode.Interrupt, vector = REFUSED): number {
    const at = this.core.MAILBOX.value;
    this.view.setUint32(at + EventField.Kind, kind, true);
    this.view.setUint32(at + EventField.Vector, vector, true);
    this.view.setUint32(at + EventField.HasAddress, 0, true);
    this.view.setUint32(at + EventField.Outcome, Outcome.Unseen, true);
    return this.core.step(1);
  }

  registers(): Buffer {
    return Buffer.from(this.core.memory.buffer, this.core.CPU.value, STATE_BYTES);
  }

  ram(): Buffer {
    return Buffer.from(this.core.memory.buffer, this.core.RAM.value, layout.RAM_BYTES);
  }

  /** What the newest entry of the journal says. */
  newest(): unknown {
    const places = { cpu: this.core.CPU.value, report: this.core.REPORT.value, entry: this.core.lastEntry() };
    const { changes, writes, ripBefore } = readStep(this.view, places, []);
    return { changes, writes, ripBefore };
  }
}

export function expectSame(one: Bench, other: Bench, where: string): void {
  if (!one.registers().equals(other.registers())) {
    expect(one.registers().toString("hex"), where).toBe(other.registers().toString("hex"));
  }
  const difference = one.ram().equals(other.ram()) ? -1 : one.ram().findIndex((byte, at) => byte !== other.ram()[at]);
  expect(difference, `${where}: RAM`).toBe(-1);
}
