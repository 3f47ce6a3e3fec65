// kvm-unit-tests, NMI cases of x86/apic.c, x86/vmx_tests.c and x86/svm_tests.c: what
// one CPU can say without a hypervisor, under the names they print.
import { describe, expect, test } from "vitest";
import type { Event } from "../../../src/machine/index.ts";
import { Bench, DEBUG, NMI } from "./support.ts";

describe("apic", () => {
  const AFTER_STI = `
    .data
rounds:
    .quad 0
    .text
main:
    cli
    sti
after_sti:
    nop
    incq rounds
    cmpq $300, rounds
    jne main
done:
    jmp done
nmi:
    iretq
`;

  /** An NMI at every boundary that no NMI has just returned to: else the program would never go on. */
  function storm(bench: Bench): () => readonly Event[] {
    let returning = false;
    return () => {
      const comes = !returning && !bench.machine.nmi().blocked;
      returning = bench.machine.nmi().blocked;
      return comes ? [NMI] : [];
    };
  }

  test("nmi-after-sti", async () => {
    const bench = await Bench.load(AFTER_STI);
    bench.to("done", { always: storm(bench), maxSteps: 20_000 });
    expect(bench.deliveries.length).toBeGreaterThan(1000);
    expect(bench.deliveries.filter(({ savedRip }) => savedRip === bench.address("after_sti"))).toEqual([]);
  });

  test("nmi-after-sti: a CPU whose STI lets NMIs in is seen", async () => {
    const bench = await Bench.load(AFTER_STI, { stiBlocksNmi: false });
    bench.to("done", { always: storm(bench), maxSteps: 20_000 });
    expect(bench.deliveries.some(({ savedRip }) => savedRip === bench.address("after_sti"))).toBe(true);
  });

  const COUNTED = `
    .data
count:
    .quad 0
    .text
main:
    nop
interrupted:
    nop
    nop
done:
    jmp done
nmi:
    incq count
inside:
    nop
    nop
    iretq
`;

  test("multiple nmi: the second while the first is in service", async () => {
    const bench = await Bench.load(COUNTED);
    bench.to("done", { at: { "interrupted#1": [NMI], "nmi#1": [NMI] } });
    expect(bench.value("count")).toBe(2n);
  });

  test("pending nmi", async () => {
    const bench = await Bench.load(COUNTED);
    const ten = Array.from({ length: 10 }, () => NMI);
    bench.to("done", { at: { "interrupted#1": [NMI], "inside#1": ten } });
    expect(bench.value("count")).toBe(2n);
    expect(bench.machine.nmi()).toEqual({ blocked: false, pending: false, merged: 9 });
  });
});

describe("vmx_nmi_window_test", () => {
  const PROGRAM = `
main:
    movl $0x18, %eax
here:
    nop
    movl %eax, %ss
shadowed:
    nop
behind:
    nop
    hlt
halted:
    nop
done:
    jmp done
vec_1:
    nop
    iretq
nmi:
    nop
inside:
    nop
    nop
    iretq
`;

  const cases = {
    "active, no blocking": { at: { "here#1": [NMI] }, delivered: [[2, "here"]] },
    "active, blocking by MOV-SS": { at: { "shadowed#1": [NMI] }, delivered: [[2, "behind"]] },
    "active, no blocking, injecting #DB": {
      at: { "here#1": [DEBUG, NMI] },
      delivered: [
        [1, "here"],
        [2, "vec_1"],
      ],
    },
    "active, blocking by NMI": {
      at: { "here#1": [NMI], "inside#1": [DEBUG, NMI] },
      delivered: [
        [2, "here"],
        [1, "inside"],
        [2, "inside"],
      ],
    },
  } as const;

  test.each(Object.entries(cases))("%s", async (_, { at, delivered }) => {
    const bench = await Bench.load(PROGRAM);
    bench.until(() => bench.deliveries.length === delivered.length, { at });
    expect(bench.deliveries.map(({ vector, savedRip }) => [vector, savedRip])).toEqual(
      delivered.map(([vector, label]) => [vector, bench.address(label)]),
    );
  });

  test.each([
    ["halted, no blocking", [NMI], [2], ["halted"]],
    ["halted, no blocking, injecting #DB", [DEBUG, NMI], [1, 2], ["halted", "vec_1"]],
  ] as const)("%s", async (_, events, vectors, saved) => {
    const bench = await Bench.load(PROGRAM);
    bench.to("halted");
    expect(bench.machine.halted()).toBe(true);
    bench.step(events);
    expect(bench.machine.halted()).toBe(false);
    bench.to("done");
    expect(bench.vectors).toEqual(vectors);
    expect(bench.deliveries.map(({ savedRip }) => savedRip)).toEqual(saved.map((label) => bench.address(label)));
  });
});

describe("nmi_hlt, svm nmi, vnmi", () => {
  const PROGRAM = `
main:
    nop
running:
    nop
    hlt
behind:
    nop
done:
    jmp done
nmi:
    nop
    iretq
`;

  test("direct NMI + hlt", async () => {
    const bench = await Bench.load(PROGRAM);
    bench.to("behind");
    for (let waited = 0; waited < 5; waited++) bench.step();
    expect(bench.rip).toBe(bench.address("behind"));
    bench.step([NMI]);
    bench.to("done");
    expect(bench.deliveries.map(({ savedRip }) => savedRip)).toEqual([bench.address("behind")]);
  });

  test("direct NMI while running guest", async () => {
    const bench = await Bench.load(PROGRAM);
    bench.to("behind", { at: { "running#1": [NMI] } });
    expect(bench.deliveries.map(({ savedRip }) => savedRip)).toEqual([bench.address("running")]);
  });

  test("vnmi: blocking begins with the NMI and ends with IRET", async () => {
    const bench = await Bench.load(PROGRAM);
    bench.to("running");
    bench.step([NMI]);
    expect(bench.machine.nmi().blocked).toBe(true);
    bench.to("running");
    expect(bench.machine.nmi().blocked).toBe(false);
  });
});
