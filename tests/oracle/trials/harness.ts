// The guest program that runs trials, on both machines alike: loads a trial's whole
// state, lets it single-step, and after each step writes what it finds to a log.
// Offsets of a trial's record are shared with record.ts.
import * as layout from "../../../src/machine/layout.ts";

/** Header and records lie in the handler's text: no trial can overwrite them. */
export const HEADER = layout.HANDLER_TEXT + 0x1000n;
export const RECORDS = HEADER + 0x100n;
export const RECORD_BYTES = 0x100;
export const MOST_RECORDS = (layout.HANDLER_TEXT_BYTES - 0x1100) / RECORD_BYTES;

/** Offsets in a record. The first HEAD_WORDS words are what the state after a step is kept as, too. */
export enum Field {
  Registers = 0,
  Rip = 0x80,
  Cs = 0x88,
  Flags = 0x90,
  Ss = 0x98,
  Undefined = 0xa0,
  Steps = 0xa8,
  Ignored = 0xaa,
  Dirty = 0xac,
  PokeWords = 0xad,
  PokeAddress = 0xb0,
  Poke = 0xb8,
  /** Kernel code; user code is in the user text page. */
  Code = 0xe0,
}

export const CODE_BYTES = 0x20;
const HEAD_WORDS = 20;

/** Digest, then vector, RF, error code and trial of a step: two quadwords each. */
export const LOG = layout.HANDLER_DATA;
export const LOG_ENTRY_BYTES = 16;
export const STATE = layout.HANDLER_DATA + 0x6000n;
/** Words of the state after a step, by name; from 20 on what is not of a record. */
export const STATE_WORDS = [
  ..."rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15 rip cs rflags ss".split(" "),
  ..."cr2 segments fsBase gsBase kernelGsBase cr0 cr4 cr8 dr6".split(" "),
] as const;

/** Memory that a trial may use, digested after each step: 512 bytes each. */
export const KERNEL_WINDOW = layout.TOUCH + 0x2f00n;
export const USER_WINDOW = layout.USER_DATA + 0x400n;
export const WINDOW_BYTES = 512;

export const FS_BASE = layout.PER_CPU + 0x100n;
export const FMASK = 0x600n;

const VECTORS = Array.from({ length: 32 }, (_, vector) => vector);
const GENERAL = "rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15".split(" ");

const msr = (number: string, value: string): string =>
  `    movl $${number}, %ecx
    movabsq $${value}, %rax
    movq %rax, %rdx
    shrq $32, %rdx
    wrmsr`;

const keepMsr = (number: string, word: number): string =>
  `    movl $${number}, %ecx
    rdmsr
    movl %eax, state+${word * 8}
    movl %edx, state+${word * 8 + 4}`;

const digest = (count: number): string =>
  Array.from({ length: count }, (_, index) => `    addq ${index * 8}(%rsi), %rax\n    imulq %rbp, %rax`).join("\n");

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

export const HARNESS = `
    .set header, ${hex(HEADER)}
    .set records, ${hex(RECORDS)}
    .set log, ${hex(LOG)}
    .set state, ${hex(STATE)}
    .set variables, ${hex(STATE + 0x800n)}
    .set step, variables
    .set trial, variables+8
    .set trial_step, variables+16
    .set dirty, variables+24
    .set record, variables+32
    .set kernel_window, ${hex(KERNEL_WINDOW)}
    .set user_window, ${hex(USER_WINDOW)}
start:
    cli
    cld
    movq $nmi_stack_top, %rsp
# every vector on the first IST: a trial may have any RSP
    movl $32, %ecx
    movq $${hex(layout.IDT)}+4, %rdi
1:
    movb $1, (%rdi)
    addq $16, %rdi
    decl %ecx
    jnz 1b
# INT3 and INT1 may come from CPL 3
    movb $0xee, ${hex(layout.IDT)}+16+5
run:
    stac
    movq $nmi_stack_top, %rsp
    movq $0, step
    movq $0, trial
    movq $1, dirty
    movabsq $0x9e3779b97f4a7c15, %rax
    movq $kernel_window, %rdi
    call fill
    movq $user_window, %rdi
    call fill
next_trial:
    movq trial, %rax
    cmpq header, %rax
    jae finished
    shlq $8, %rax
    leaq records(%rax), %rbx
    movq %rbx, record
    cmpb $0, dirty
    je 1f
    call clean
1:
    movzbl ${Field.Dirty}(%rbx), %eax
    movq %rax, dirty
    movq $0, trial_step
    movq %rbx, %rsi
    movq $state, %rdi
    movl $${HEAD_WORDS}, %ecx
    rep movsq
    movzbl ${Field.PokeWords}(%rbx), %ecx
    leaq ${Field.Poke}(%rbx), %rsi
    movq ${Field.PokeAddress}(%rbx), %rdi
    rep movsq
    movabsq $0x0123456789abcdef, %rax
    movq %rax, %cr2
resume:
    movl $0xffff0ff0, %eax
    movq %rax, %db6
    movq $nmi_stack_top, %rsp
    pushq state+${Field.Ss}
    pushq state+${8 * 4}
    pushq state+${Field.Flags}
    pushq state+${Field.Cs}
    pushq state+${Field.Rip}
${GENERAL.map((name, index) => (name === "rsp" ? "" : `    movq state+${index * 8}, %${name}`)).join("\n")}
    iretq

fill:
    movl $64, %ecx
1:
    movq %rax, (%rdi)
    movq %rax, %rdx
    shlq $13, %rdx
    xorq %rdx, %rax
    movq %rax, %rdx
    shrq $7, %rdx
    xorq %rdx, %rax
    movq %rax, %rdx
    shlq $17, %rdx
    xorq %rdx, %rax
    addq $8, %rdi
    decl %ecx
    jnz 1b
    ret

clean:
    movl $0x80050033, %eax
    movq %rax, %cr0
    movl $0x6a0, %eax
    btsq $16, %rax
    movq %rax, %cr4
    xorl %eax, %eax
    movq %rax, %cr8
    movabsq $0x5ea51de000, %rax
    movq %rax, %db0
    movq %rax, %db1
    movq %rax, %db2
    movq %rax, %db3
    movl $0x400, %eax
    movq %rax, %db7
    xorl %eax, %eax
    movl %eax, %ds
    movl %eax, %es
    movl %eax, %fs
    movl %eax, %gs
    lldt %ax
${msr("0xc0000080", "0xd01")}
${msr("0xc0000081", "0x0023001000000000")}
${msr("0xc0000082", "landing")}
${msr("0xc0000084", hex(FMASK))}
${msr("0xc0000100", hex(FS_BASE))}
${msr("0xc0000101", hex(layout.PER_CPU))}
${msr("0xc0000102", hex(layout.USER_GS_BASE))}
${msr("0xc0000103", "5")}
    ret

# where a trial may go on: ends it
landing:
    int3
    int3

${VECTORS.map((vector) => `${vector === 2 ? "nmi" : `vec_${vector}`}:\n    pushq $${vector}\n    jmp stepped`).join("\n")}

stepped:
${GENERAL.map((name, index) => (name === "rsp" ? "" : `    movq %${name}, state+${index * 8}`)).join("\n")}
    cld
    stac
    movq %cr0, %rax
    movq %rax, state+${25 * 8}
    movq %cr4, %rax
    movq %rax, state+${26 * 8}
    movq (%rsp), %r8
# without error code the vector lies right below the frame
    xorl %r9d, %r9d
    cmpq $nmi_stack_top-48, %rsp
    je 1f
    movq 8(%rsp), %r9
1:
    movq $nmi_stack_top-40, %rsp
    popq state+${Field.Rip}
    popq state+${Field.Cs}
    popq %r10
    popq state+${8 * 4}
    popq state+${Field.Ss}
    movq %cr2, %rax
    movq %rax, state+${20 * 8}
    movl %ds, %eax
    shlq $16, %rax
    movl %es, %ecx
    movw %cx, %ax
    shlq $16, %rax
    movl %fs, %ecx
    movw %cx, %ax
    shlq $16, %rax
    movl %gs, %ecx
    movw %cx, %ax
    movq %rax, state+${21 * 8}
${keepMsr("0xc0000100", 22)}
${keepMsr("0xc0000101", 23)}
${keepMsr("0xc0000102", 24)}
    movq %cr8, %rax
    movq %rax, state+${27 * 8}
    movq %db6, %rax
    movq %rax, state+${28 * 8}
# RF has its own place in the log
    movq %r10, %r11
    shrq $16, %r11
    andl $1, %r11d
    btrq $16, %r10
    movq record, %rbx
# what is undefined after an instruction that completed
    movq trial_step, %rdx
    cmpq $1, %r8
    je 1f
    cmpq $3, %r8
    jne 3f
1:
    movzwl ${Field.Undefined}(%rbx,%rdx,2), %eax
    notq %rax
    andq %rax, %r10
    movzwl ${Field.Ignored}(%rbx), %eax
    movq $state, %rdi
2:
    testl %eax, %eax
    jz 3f
    shrl $1, %eax
    jnc 4f
    movq $0, (%rdi)
4:
    addq $8, %rdi
    jmp 2b
3:
    movq %r10, state+${Field.Flags}
    movabsq $0x9fb21c651e98df25, %rbp
    movq $state, %rsi
    xorl %eax, %eax
${digest(STATE_WORDS.length)}
    movq $kernel_window, %rsi
${digest(64)}
    movq $user_window, %rsi
${digest(64)}
    movq step, %rcx
    movq %rcx, %rdx
    shlq $4, %rdx
    movq %rax, log(%rdx)
    movq trial, %rax
    shlq $24, %rax
    movw %r9w, %ax
    shlq $8, %rax
    movb %r11b, %al
    shlq $8, %rax
    movb %r8b, %al
    movq %rax, log+8(%rdx)
    incq %rcx
    movq %rcx, step
    cmpq header+8, %rcx
    jae finished
    cmpq $1, %r8
    jne 1f
    movq trial_step, %rax
    incq %rax
    movq %rax, trial_step
    cmpb %al, ${Field.Steps}(%rbx)
    ja resume
1:
    incq trial
    jmp next_trial

finished:
    nop
    jmp run
`;
