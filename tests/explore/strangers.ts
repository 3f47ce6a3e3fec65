// Handlers in no built-in one's style, right and wrong, and what each wrong one
// breaks. Each says what it does; what is wrong with it is in its name.

/** A busy word in memory, a copied frame low on the NMI stack, and a range of RIP where the exit can be begun anew. */
export const LATCH = `
#@ service work work_end
    .data
busy:   .quad 0
again:  .quad 0
    .set copy, nmi_stack_top - 0x300
    .text
nmi:
    pushq %rdx
    movq 8(%rsp), %rdx
    cmpw $__KERNEL_CS, 16(%rsp)
    jne first
    cmpq $leave, %rdx
    jb inside
    cmpq $leave_end, %rdx
    jb leaving
inside:
    cmpq $1, busy
    jne first
    movq $1, again
    popq %rdx
    iretq
leaving:
    popq %rdx
    movq $copy - 40, %rsp
    movq $0, again
    jmp work
first:
    movq %rsp, %rdx
    movq $copy, %rsp
    pushq 40(%rdx)
    pushq 32(%rdx)
    pushq 24(%rdx)
    pushq 16(%rdx)
    pushq 8(%rdx)
    movq (%rdx), %rdx
work:
    movq $1, busy
    incq %gs:nmi_run_count
    pushq %rax
    movq %cr2, %rax
    pushq %rax
    movb touch0, %al
    popq %rax
    movq %rax, %cr2
    popq %rax
work_end:
leave:
    cmpq $0, again
    jne redo
    movq $0, busy
    iretq
leave_end:
redo:
    movq $0, again
    jmp work
`;

/** The number of NMIs to serve is kept in one word, as in Linux's latch; a nested NMI adds to it. */
const COUNTING = `
#@ service serve served
    .data
todo:   .quad 0
    .text
nmi:
    pushq %rcx
    pushq %rax
    cmpw $__KERNEL_CS, 24(%rsp)
    jne outer
    movq 16(%rsp), %rax
    cmpq $last, %rax
    jb 1f
    cmpq $over, %rax
    jb takeover
1:  cmpq $0, todo
    je outer
    movq $2, todo
    popq %rax
    popq %rcx
    iretq
takeover:
    popq %rax
    popq %rcx
    movq $nmi_stack_top - 0x500 - 40, %rsp
    jmp outer_again
outer:
    movq %rsp, %rax
    movq $nmi_stack_top - 0x500, %rsp
    movl $5, %ecx
2:  pushq 8(%rax, %rcx, 8)
    decl %ecx
    jnz 2b
    movq 8(%rax), %rcx
    movq (%rax), %rax
outer_again:
    movq $1, todo
round:
    pushq %rax
    pushq %rbx
    movq %cr2, %rbx
serve:
    incq %gs:nmi_run_count
    movb touch0, %al
served:
    movq %rbx, %cr2
    popq %rbx
    popq %rax
last:
    decq todo
    jnz again
    iretq
over:
again:
    jmp round
`;

/** The regular code runs in a function, on a stack of its own in the handler's data. */
const OTHER_STACK = LATCH.replace("#@ service work work_end", "#@ service body")
  .replace("    .text\n", "    .balign 16\n    .space 512\nown_top:\n    .text\n")
  .replace(
    "    movb touch0, %al\n",
    `    movq %rsp, %rax
    movq $own_top, %rsp
    pushq %rax
    call body
    popq %rsp
`,
  ).concat(`
body:
    movb touch0, %al
    ret
`);

/** The nested NMI returns with POPFQ and RET, on the interrupted stack: NMIs stay blocked. */
const BY_RET = LATCH.replace(
  `    movq $1, again
    popq %rdx
    iretq`,
  `    movq $1, again
    pushq %rcx
    movq 16+24(%rsp), %rdx
    movq 16(%rsp), %rcx
    movq %rcx, -8(%rdx)
    movq 16+16(%rsp), %rcx
    movq %rcx, -16(%rdx)
    movq 8(%rsp), %rcx
    movq %rcx, -24(%rdx)
    popq %rcx
    leaq -24(%rdx), %rsp
    popq %rdx
    popfq
    ret`,
);

/** The frame is copied by a string instruction. */
const BY_STRING = LATCH.replace(
  /first:[^]*?work:/,
  `first:
    pushq %rcx
    pushq %rsi
    pushq %rdi
    cld
    leaq 32(%rsp), %rsi
    movq $copy - 40, %rdi
    movl $5, %ecx
    rep movsq
    popq %rdi
    popq %rsi
    popq %rcx
    popq %rdx
    movq $copy - 40, %rsp
work:`,
);

/** Not RIP but the interrupted RSP tells that the exit was begun: it is that of the copied frame. */
const BY_RSP = LATCH.replace(
  /    cmpq \$leave, %rdx\n[^]*?inside:/,
  "    cmpq $copy - 40, 32(%rsp)\n    je leaving\ninside:",
)
  .replace(/work:\n {4}movq \$1, busy\n(.*\n)(.*\n.*\n.*\n)/, "begin:\n    movq $$1, busy\n$2work:\n$1")
  .replaceAll("jmp work", "jmp begin");

/** The least there can be. */
const LEAST = `
nmi:
    incq %gs:nmi_run_count
    iretq
`;

/** Saves everything, in PUSH's order of another world; nothing in it can fault. */
const SAVES_ALL = `
#@ service inner
nmi:
    ${["rax", "rcx", "rdx", "rbx", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"]
      .map((name) => `pushq %${name}`)
      .join("; ")}
    xorl %ebx, %ebx
    cld
    call inner
    ${["r15", "r14", "r13", "r12", "r11", "r10", "r9", "r8", "rdi", "rsi", "rbp", "rbx", "rdx", "rcx", "rax"]
      .map((name) => `popq %${name}`)
      .join("; ")}
    iretq
inner:
    incq %gs:nmi_run_count
    movq $7, %rcx
1:  leaq (%rbx, %rcx), %rbx
    loop 1b
    xorps_free: movq %rbx, scratch
    ret
    .bss
scratch: .skip 8
`;

export const RIGHT: Readonly<Record<string, string>> = {
  LATCH,
  LATCH_UNDECLARED: LATCH.replace(/#@.*\n/, ""),
  COUNTING,
  OTHER_STACK,
  BY_RET,
  BY_STRING,
  BY_RSP,
  LEAST,
  SAVES_ALL,
};

export interface WrongOne {
  readonly text: string;
  /** One of the properties that must be found broken, and of the workloads on which. */
  readonly breaks: string;
  readonly workload?: "kernel" | "user" | "page-fault";
  /** By so many injections at the fewest. */
  readonly injections: number;
}

function changed(text: string, from: string | RegExp, to: string): string {
  const made = text.replace(from, () => to);
  if (made === text) throw new Error(`nothing to change: ${from}`);
  return made;
}

export const WRONG: Readonly<Record<string, WrongOne>> = {
  "the flag alone tells nesting: the exit is open": {
    text: changed(LATCH, /    cmpq \$leave, %rdx\n    jb inside\n    cmpq \$leave_end, %rdx\n    jb leaving\n/, ""),
    breaks: "progress",
    injections: 2,
  },
  "the range of RIP ends one instruction early": {
    text: changed(LATCH, "    iretq\nleave_end:", "leave_end:\n    iretq"),
    breaks: "progress",
    injections: 2,
  },
  "the interrupted RSP tells the exit, off by one word": {
    text: changed(BY_RSP, "cmpq $copy - 40, 32(%rsp)", "cmpq $copy - 48, 32(%rsp)"),
    breaks: "progress",
    injections: 2,
  },
  "the flag is cleared before the work is over": {
    text: changed(LATCH, "    incq %gs:nmi_run_count\n", "    incq %gs:nmi_run_count\n    movq $0, busy\n"),
    breaks: "no-reentry",
    injections: 2,
  },
  "CR2 is not saved": {
    text: changed(LATCH, "    movq %rax, %cr2\n", ""),
    breaks: "cr2-preserved",
    workload: "page-fault",
    injections: 1,
  },
  "CR2 is restored only by the round that is not repeated": {
    text: changed(
      changed(
        LATCH,
        "    popq %rax\n    movq %rax, %cr2\n    popq %rax\nwork_end:",
        "    movq (%rsp), %rax\n    movq %rax, held\n    popq %rax\n    popq %rax\nwork_end:",
      ),
      "    movq $0, busy\n    iretq",
      "    pushq %rax\n    movq held, %rax\n    movq %rax, %cr2\n    popq %rax\n    movq $0, busy\n    iretq",
    ).replace("again:  .quad 0\n", "again:  .quad 0\nheld:   .quad 0\n"),
    breaks: "resume-exact",
    injections: 2,
  },
  "RDX is not restored on the nested way": {
    text: changed(LATCH, "    movq $1, again\n    popq %rdx\n", "    movq $1, again\n    addq $8, %rsp\n"),
    breaks: "resume-exact",
    injections: 2,
  },
  "SS and RSP change places in the copy": {
    text: changed(LATCH, "    pushq 40(%rdx)\n    pushq 32(%rdx)\n", "    pushq 32(%rdx)\n    pushq 40(%rdx)\n"),
    breaks: "no-crash",
    injections: 1,
  },
  "RDX comes from the copy's place, not from where it was saved": {
    text: changed(LATCH, "    movq (%rdx), %rdx\nwork:", "    movq 8(%rdx), %rdx\nwork:"),
    breaks: "resume-exact",
    injections: 1,
  },
  "the nested return forgets POPFQ": {
    text: changed(BY_RET, "    popfq\n    ret", "    leaq 8(%rsp), %rsp\n    ret"),
    breaks: "resume-exact",
    injections: 2,
  },
  "the nested return puts RIP where RFLAGS belong": {
    text: changed(
      BY_RET,
      "    movq 16(%rsp), %rcx\n    movq %rcx, -8(%rdx)\n    movq 16+16(%rsp), %rcx\n    movq %rcx, -16(%rdx)",
      "    movq 16(%rsp), %rcx\n    movq %rcx, -16(%rdx)\n    movq 16+16(%rsp), %rcx\n    movq %rcx, -8(%rdx)",
    ),
    breaks: "no-crash",
    injections: 2,
  },
  "a nested NMI leaves nothing behind": {
    text: changed(LATCH, "    movq $1, again\n", ""),
    breaks: "every-nmi-served",
    injections: 2,
  },
  "the latch is cleared at the end instead of looked at": {
    text: changed(LATCH, "    cmpq $0, again\n    jne redo\n", "    movq $0, again\n"),
    breaks: "every-nmi-served",
    injections: 2,
  },
  "a nested NMI counts to one where one is there already": {
    text: changed(COUNTING, "movq $2, todo", "movq $1, todo"),
    breaks: "every-nmi-served",
    injections: 2,
  },
  "the count is read, and written back later": {
    text: changed(COUNTING, "    decq todo\n    jnz again\n", "    cmpq $1, todo\n    jne again\n    movq $0, todo\n")
      .replace("again:\n", "again:\n    decq todo\n")
      .replace("last:\n    cmpq", "    cmpq")
      .replace("    movq $0, todo\n    iretq\nover:", "last:\n    movq $0, todo\n    iretq\nover:"),
    breaks: "every-nmi-served",
    injections: 2,
  },
  "the nested NMI runs the regular code itself": {
    text: changed(LATCH, "    movq $1, again\n    popq %rdx\n", "    popq %rdx\n    jmp work\n"),
    breaks: "no-reentry",
    injections: 2,
  },
  "the first NMI returns without an IRET": {
    text: `
nmi:
    incq %gs:nmi_run_count
    pushq %rax
    pushq %rcx
    movq 16+24(%rsp), %rax
    movq 16(%rsp), %rcx
    movq %rcx, -8(%rax)
    movq 16+16(%rsp), %rcx
    movq %rcx, -16(%rax)
    movq 8(%rsp), %rcx
    movq %rcx, -24(%rax)
    popq %rcx
    leaq -24(%rax), %rsp
    popq %rax
    popfq
    ret
`,
    breaks: "idle-clean",
    workload: "kernel",
    injections: 1,
  },
  "a per-CPU count goes up with every round, and down once": {
    text: changed(
      changed(
        changed(LATCH, "work:\n    movq $1, busy", "work:\n    incb %gs:nmi_stack_nesting"),
        "    cmpq $1, busy\n    jne first",
        "    cmpb $0, %gs:nmi_stack_nesting\n    je first",
      ),
      "    movq $0, busy\n    iretq",
      "    decb %gs:nmi_stack_nesting\n    iretq",
    ),
    breaks: "idle-clean",
    injections: 2,
  },
  "scratch space on the interrupted stack, above its RSP": {
    text: "nmi:\n    pushq %rax\n    movq 32(%rsp), %rax\n    movq %rbx, (%rax)\n    incq %gs:nmi_run_count\n    popq %rax\n    iretq\n",
    breaks: "stack-bounds",
    workload: "kernel",
    injections: 1,
  },
  "its own stack belongs to whoever came last": {
    text: OTHER_STACK.replace(
      "    cmpq $1, busy\n    jne first\n    movq $1, again\n    popq %rdx\n    iretq\n",
      "    jmp first\n",
    ),
    breaks: "no-reentry",
    injections: 2,
  },
  "the loop of the copy begins one word too low": {
    text: changed(COUNTING, "pushq 8(%rax, %rcx, 8)", "pushq (%rax, %rcx, 8)"),
    breaks: "no-crash",
    injections: 1,
  },
};
