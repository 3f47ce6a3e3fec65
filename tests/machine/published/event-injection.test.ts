// kvm-unit-tests, x86/eventinj.c: the cases that one CPU without an interrupt
// controller and without a hypervisor can say, under the names it prints.
import { describe, expect, test } from "vitest";
import { layout } from "../../../src/machine/index.ts";
import { Bench, NMI } from "./support.ts";

const RF = 0x10000n;

/** How often the handlers ran, and what was computed. */
const DATA = `
    .data
count:
    .quad 0
result:
    .quad 0
    .text
`;

const counting = (vector: number): string => `
vec_${vector}:
    incq count
    iretq
`;

describe("eventinj", () => {
  test("DE exception", async () => {
    const bench = await Bench.load(`${DATA}
main:
    movl $300, %eax
    xorl %edx, %edx
    xorl %ecx, %ecx
divide:
    divl %ecx
    movq %rax, result
done:
    jmp done
vec_0:
    incq count
    movl $2, %ecx
    iretq
`);
    bench.to("done");
    expect(bench.vectors).toEqual([0]);
    expect(bench.deliveries[0]?.savedRip).toBe(bench.address("divide"));
    expect([bench.value("count"), bench.value("result")]).toEqual([1n, 150n]);
  });

  test("BP exception", async () => {
    const bench = await Bench.load(`${DATA}
main:
    int3
after:
    nop
done:
    jmp done
${counting(3)}`);
    bench.to("done");
    expect(bench.vectors).toEqual([3]);
    expect(bench.deliveries[0]?.savedRip).toBe(bench.address("after"));
    expect(bench.value("count")).toBe(1n);
  });

  test("vec 33", async () => {
    const bench = await Bench.load(`${DATA}
main:
    lidt idt_register
    cli
request:
    nop
    sti
shadowed:
    nop
taken:
    nop
done:
    jmp done
${counting(33)}`);
    bench.to("request").requested.add(33);
    bench.to("shadowed");
    expect(bench.vectors, "not while IF is 0").toEqual([]);
    bench.to("done");
    expect(bench.vectors).toEqual([33]);
    expect(bench.deliveries[0]?.savedRip).toBe(bench.address("taken"));
    expect(bench.value("count")).toBe(1n);
  });

  test("int $33", async () => {
    const bench = await Bench.load(`${DATA}
main:
    lidt idt_register
    int $33
after:
    nop
done:
    jmp done
${counting(33)}`);
    bench.to("done");
    expect(bench.vectors).toEqual([33]);
    expect(bench.deliveries[0]?.savedRip).toBe(bench.address("after"));
    expect(bench.value("count")).toBe(1n);
  });

  test("vec 32/33", async () => {
    const bench = await Bench.load(`${DATA}
main:
    lidt idt_register
    cli
request:
    sti
    nop
    nop
done:
    jmp done
${counting(32)}${counting(33)}`);
    bench.to("request");
    bench.requested.add(32).add(33);
    bench.to("done");
    expect(bench.vectors).toEqual([33, 32]);
    expect(bench.value("count")).toBe(2n);
    expect(bench.requested.size).toBe(0);
  });

  test("vec 32/int $33", async () => {
    const bench = await Bench.load(`${DATA}
main:
    lidt idt_register
    cli
request:
    sti
    int $33
after:
    nop
done:
    jmp done
${counting(32)}
vec_33:
    incq count
returns:
    iretq
`);
    bench.to("request").requested.add(32);
    bench.to("done");
    // the shadow of STI lets INT 33 go first; its gate clears IF, so 32 comes after its IRET
    expect(bench.vectors).toEqual([33, 32]);
    expect(bench.deliveries.map(({ savedRip }) => savedRip)).toEqual([bench.address("after"), bench.address("after")]);
    expect(bench.value("count")).toBe(2n);
  });

  /** Gate 33 leads through selector 0x38: kernel code, not present until #NP makes it so. */
  const NOT_PRESENT = `
    lidt idt_register
    movabsq $0x00af1b000000ffff, %rax
    movq %rax, GDT+0x38
    movw $0x38, IDT+33*16+2
`;
  const MAKE_PRESENT = `
vec_11:
    incq count
    orb $0x80, GDT+0x38+5
    addq $8, %rsp
    iretq
`;

  test("NP exception", async () => {
    const bench = await Bench.load(`${DATA}
main:
${NOT_PRESENT}
retried:
    int $33
done:
    jmp done
${MAKE_PRESENT}${counting(33)}`);
    bench.to("done");
    expect(bench.vectors).toEqual([11, 33]);
    expect(bench.deliveries[0]).toMatchObject({ savedRip: bench.address("retried"), attempted: [33] });
    expect(bench.value("count")).toBe(2n);
  });

  test("NMI", async () => {
    const bench = await Bench.load(`${DATA}
main:
    nop
interrupted:
    nop
done:
    jmp done
nmi:
    incq count
self:
    nop
    nop
returns:
    iretq
`);
    bench.to("done", { at: { "interrupted#1": [NMI], "self#1": [NMI] } });
    expect(bench.vectors).toEqual([2, 2]);
    const saved = bench.deliveries.map(({ savedRip }) => savedRip);
    expect(saved[1]).not.toBe(bench.address("returns"));
    expect(saved).toEqual([bench.address("interrupted"), bench.address("interrupted")]);
    expect(bench.value("count")).toBe(2n);
  });

  test("NMI, its IRET on another stack", async () => {
    const bench = await Bench.load(`${DATA}
main:
    nop
interrupted:
    nop
done:
    jmp done
nmi:
    incq count
    cmpq $1, count
    jne returns
self:
    movq $touch2+0x1000, %rsp
    pushq $0x18
    movabsq $kstack_top-0x100, %rbx
    pushq %rbx
    pushq $0x202
    pushq $0x10
    pushq $after_iret
    iretq
after_iret:
    nop
    jmp done
returns:
    iretq
`);
    bench.to("done", { at: { "interrupted#1": [NMI], "self#1": [NMI] } });
    expect(bench.vectors).toEqual([2, 2]);
    expect(bench.deliveries[1]?.savedRip).toBe(bench.address("after_iret"));
    expect(bench.value("count")).toBe(2n);
  });

  /** #PF on the #DF stack; touch2 made read-only, and writable again by #PF. */
  const READ_ONLY_STACK = `
    movb $2, IDT+14*16+4
    movabsq $TOUCH2_ENTRY, %rbx
    andb $0xfd, (%rbx)
    invlpg touch2
    movq $touch2+0x1000, %rsp
`;
  const MAKE_WRITABLE = `
vec_14:
    incq count
    movq %cr2, %rsi
    orb $2, (%rbx)
    invlpg touch2
    addq $8, %rsp
    iretq
`;

  test("DE PF exceptions", async () => {
    const bench = await Bench.load(`${DATA}
main:
${READ_ONLY_STACK}
    movl $300, %eax
    xorl %edx, %edx
    xorl %ecx, %ecx
divide:
    divl %ecx
    movq %rax, result
done:
    jmp done
vec_0:
    incq count
    movl $2, %ecx
    iretq
${MAKE_WRITABLE}`);
    bench.to("done");
    expect(bench.vectors).toEqual([14, 0]);
    expect(bench.deliveries[0]).toMatchObject({ savedRip: bench.address("divide"), attempted: [0] });
    expect(bench.machine.registers().rsi).toBe(layout.TOUCH + 0x3000n - 8n);
    expect([bench.value("count"), bench.value("result")]).toEqual([2n, 150n]);
  });

  test("NP PF exceptions", async () => {
    const bench = await Bench.load(`${DATA}
main:
${NOT_PRESENT}${READ_ONLY_STACK}
retried:
    int $33
done:
    jmp done
${MAKE_PRESENT}${MAKE_WRITABLE}
vec_33:
    iretq
`);
    bench.to("done");
    expect(bench.vectors).toEqual([14, 11, 33]);
    expect(bench.deliveries[0]).toMatchObject({ savedRip: bench.address("retried"), attempted: [33, 11] });
    expect(bench.value("count")).toBe(2n);
  });

  test("int 33 with shadowed stack", async () => {
    // absent to present needs no INVLPG (SDM 3A, 4.10.4.3)
    const bench = await Bench.load(`${DATA}
main:
    lidt idt_register
    movabsq $TOUCH0_ENTRY, %rbx
    orb $1, (%rbx)
    movq $touch0+0x1000, %rsp
    int $33
done:
    jmp done
${counting(33)}`);
    bench.to("done");
    expect(bench.vectors).toEqual([33]);
    expect(bench.value("count")).toBe(1n);
  });
});

describe("idt_test", () => {
  test.each([
    ["Testing #GP", 13, "movl $0x7f8, %eax\nfaults:\n    movl %eax, %ds"],
    ["Testing #UD", 6, "faults:\n    ud2"],
  ])("%s, and rflags.rf", async (_, vector, text) => {
    const bench = await Bench.load(`main:\n    ${text}\n    nop\nvec_${vector}:\ndone:\n    jmp done\n`);
    bench.to("done");
    expect(bench.vectors).toEqual([vector]);
    expect(bench.deliveries[0]?.savedRip).toBe(bench.address("faults"));
    expect((bench.deliveries[0]?.savedFlags ?? 0n) & RF).toBe(RF);
    expect(bench.machine.registers().rflags & RF).toBe(0n);
  });
});
