// Ways to win a defender's level without mending anything. None may win: each is
// either broken by the explorer, or refused with a reason.
import { describe, expect, it } from "vitest";
import { builtInLevels } from "../../../src/scenario/level/built-in.ts";
import { deletedLine } from "../../../src/scenario/level/deleted.ts";
import type { Level } from "../../../src/scenario/level/level.ts";
import { defended } from "./defending.ts";

const levels = await builtInLevels();

function levelOf(id: string): Level {
  const level = levels.find((candidate) => candidate.id === id);
  if (level === undefined) throw new Error(`no level ${id}`);
  return level;
}

const BOSS = levelOf("write-your-own");

/** The naive handler of the last level, with changes. */
const WORK = `do_nmi:
	incq %gs:nmi_run_count
	pushq %rax
	movb touch0, %al	# not mapped the first time
	popq %rax
handled:
`;
const SERVICE = "#@ service do_nmi handled\n";
const NAIVE = `${SERVICE}nmi:\n${WORK}\tiretq\n`;

const SERVED_ELSEWHERE = NAIVE.replace("nmi:\n", "nmi:\nentered:\n\tnop\n").replace(SERVICE, "");

/** Finds touch0's entry in the page tables as the default #PF handler does. */
const MAP_BY_HAND = `map:
	pushq %rax
	pushq %rcx
	movq $touch0, %rax
	shlq $16, %rax
	shrq $28, %rax
	movabsq $0xfffff80000000000, %rcx
	orb $1, (%rcx,%rax,8)
	popq %rcx
	popq %rax
	ret
`;

/** Each with what becomes of it: a foul with these words, or the explorer's win. */
const CHEATS: readonly (readonly [what: string, text: string, outcome: string])[] = [
  ["the handler as it begins", NAIVE, "open"],
  ["the work is taken out", NAIVE.replace("\tmovb touch0, %al\t# not mapped the first time\n", ""), "locked"],
  ["an empty handler", `${SERVICE}nmi:\ndo_nmi:\nhandled:\n\tiretq\n`, "locked"],
  ["an empty handler, the work dead below", `${SERVICE}nmi:\n\tiretq\n${WORK}\tiretq\n`, "open"],
  ["the marker is moved to the entry", SERVED_ELSEWHERE.replace("nmi:", "#@ service entered\nnmi:"), "locked"],
  ["a second marker after the first", `${NAIVE}#@ service entered\nentered:\n\tnop\n`, "it begins at do_nmi"],
  ["a marker in a block comment", NAIVE.replace(SERVICE, `/*\n${SERVICE}*/\n`), "it begins at do_nmi"],
  ["another end of the work", `${NAIVE}#@ service do_nmi nmi\n`, "it begins at do_nmi"],
  ["another end, at once", NAIVE.replace(SERVICE, `${SERVICE}#@ service do_nmi do_nmi\n`), "it begins at do_nmi"],
  [
    "the work is assembled away",
    NAIVE.replace(WORK, `do_nmi:\nhandled:\n.if 0\n${WORK}.endif\n`),
    "it begins at do_nmi",
  ],
  [
    "a macro in place of the load",
    NAIVE.replace("nmi:\n", ".macro movb from, to\n\tnop\n.endm\nnmi:\n"),
    "it begins at do_nmi",
  ],
  ["touch0 is another page", NAIVE.replace("nmi:\n", ".set touch0, touch2\nnmi:\n"), "belong to this level"],
  [
    "the load is jumped over",
    NAIVE.replace("\tmovb touch0", "\tjmp 1f\n\tmovb touch0").replace("handled:", "1:\nhandled:"),
    "it begins at do_nmi",
  ],
  [
    "the work is replaced by as many bytes, and lies dead below",
    `${SERVICE}nmi:\ndo_nmi:\n\tincq %gs:nmi_run_count\n\t.skip 9, 0x90\nhandled:\n\tiretq\n.if 0\n${WORK}.endif\n`,
    "belong to this level",
  ],
  [
    "the counter is another",
    NAIVE.replace("nmi:\n", "#define nmi_run_count need_fake_nmi\nnmi:\n"),
    "belong to this level",
  ],
  ["its own page fault handler", `${NAIVE}vec_14:\n\taddq $8, %rsp\n\tiretq\n`, '"vec_14" is not the handler\'s'],
  ["its own machine check", `${NAIVE}vec_18:\n\tjmp vec_18\n`, '"vec_18" is not the handler\'s'],
  ["it waits for ever", NAIVE.replace("\tiretq", "1:\tjmp 1b"), "open"],
  ["it halts", NAIVE.replace("\tiretq", "\thlt\n\tiretq"), "open"],
  ["it halts before the work", NAIVE.replace("nmi:\n", "nmi:\n\thlt\n"), "open"],
  ["it never returns NMIs", NAIVE.replace("\tiretq", "\tpopfq\n\tret"), "open"],
  [
    "a nested NMI is dropped",
    NAIVE.replace(
      "nmi:\n",
      "nmi:\n\tcmpb $0, %gs:nmi_stack_nesting\n\tjne handled\n\tmovb $1, %gs:nmi_stack_nesting\n",
    ),
    "open",
  ],
  [
    "its flag is no flag, but a quadword of its own",
    `${NAIVE.replace("nmi:\n", "nmi:\n\tcmpq $0, %gs:mine\n\tjne handled\n\tmovq $1, %gs:mine\n")}.section .data..percpu\nmine: .quad 0\n`,
    "open",
  ],
  ["the work is written over", NAIVE.replace("nmi:\n", "nmi:\n\tmovb $0x90, do_nmi\n"), "open"],
  ["it halts for ever", NAIVE.replace("\tiretq", "1:\thlt\n\tjmp 1b"), "open"],
  ["it keeps the CPU to itself before the work", NAIVE.replace("nmi:\n", "nmi:\n1:\tjmp 1b\n"), "open"],
  [
    "it returns to a place of its own",
    `${NAIVE.replace("\tiretq", "\tmovq $idle, (%rsp)\n\tiretq")}idle:\n\tjmp idle\n`,
    "open",
  ],
  ["it jumps out instead of returning", NAIVE.replace("\tiretq", "\taddq $8, %rsp\n\tjmp *-8(%rsp)"), "open"],
  ["it starts the work over without end", NAIVE.replace("\tiretq", "\tjmp do_nmi"), "open"],
  [
    "it returns with interrupts and traps as it likes",
    NAIVE.replace("\tiretq", "\tmovq $0x102, 16(%rsp)\n\tiretq"),
    "open",
  ],
  [
    "it writes over the workload",
    NAIVE.replace("nmi:\n", "nmi:\n\tpushq %rax\n\tmovq 8(%rsp), %rax\n\tmovw $0xfeeb, (%rax)\n\tpopq %rax\n"),
    "open",
  ],
  [
    "it takes the table of interrupts away",
    `${NAIVE.replace("nmi:\n", "nmi:\n\tlidt none\n")}none: .short 0\n\t.quad 0\n`,
    "open",
  ],
  [
    "another name for the service's label",
    NAIVE.replace("#@ service do_nmi handled", "#@ service do_nmi_2 handled").replace("do_nmi:", "do_nmi:\ndo_nmi_2:"),
    "locked",
  ],
  ["an assertion that always holds", NAIVE.replace(SERVICE, `${SERVICE}#@ assert nmi 1 == 1\n`), "open"],
  ["it faults only where it is not asked to", NAIVE.replace("nmi:\n", "#@ may-fault nmi nmi+1\nnmi:\n"), "open"],
];

describe("the last level is not won by a trick", () => {
  it.each(CHEATS)("%s", (_, text, outcome) => {
    const judged = defended(BOSS, text);
    expect(judged.kind === "foul" ? judged.reason : judged.kind).toContain(outcome);
  });

  it("nor by a page that is mapped by hand, so that no fault comes", () => {
    const mapped = NAIVE.replace("nmi:\n", "nmi:\n\tcall map\n");
    const judged = defended(BOSS, `${mapped}${MAP_BY_HAND}`);
    expect(judged.kind === "foul" ? judged.reason : judged.kind).toContain("No page fault ever comes inside an NMI");
  });
});

describe("neither is the one before it", () => {
  const level = levelOf("leave-word");
  const solution = level.teaching.solution?.kind === "source" ? level.teaching.solution.text : "";

  it.each([
    ["the service's end is moved", solution.replace("#@ service do_nmi handled", "#@ service do_nmi last"), "locked"],
    ["a later marker", `${solution}#@ service nmi\n`, "it begins at do_nmi"],
    ["the load is skipped", solution.replace("\tmovb touch0", "\tjmp handled\n\tmovb touch0"), "it begins at do_nmi"],
    ["#PF is taken over", `${solution}vec_14:\n\taddq $8, %rsp\n\tiretq\n`, '"vec_14" is not the handler\'s'],
  ])("%s", (_, text, outcome) => {
    const judged = defended(level, text);
    expect(judged.kind === "foul" ? judged.reason : judged.kind).toContain(outcome);
  });
});

describe("locked code that calls", () => {
  const calling = `${SERVICE}nmi:\ndo_nmi:\n\tcall work\nhandled:\n\tiretq\nwork:\n\tmovb touch0, %al\n\tret\n`;
  const level: Level = {
    ...BOSS,
    editable: [[6, 6]],
    scenario: { ...BOSS.scenario, handler: { kind: "source", text: calling } },
  };

  it("may stand elsewhere, and must call the same", () => {
    const below = calling.replace("nmi:\n", "nmi:\n\tjmp do_nmi\n\t.skip 40, 0x90\n");
    expect(defended(level, below.replace("work:", "\tnop\nwork:"))).toEqual({ kind: "open" });
    const empty = below.replace("work:\n", "work:\n\tret\n");
    expect(defended(level, empty)).toMatchObject({ kind: "foul" });
  });
});

it("a breaker's deletion is of an instruction, not of what is judged", () => {
  const text = "#@ service do_nmi\nnmi:\n\tnop\ndo_nmi:\n\tiretq\n";
  expect(deletedLine(text, text.replace("#@ service do_nmi\n", ""))).toBeUndefined();
  expect(deletedLine(text, text.replace("\tnop\n", ""))).toBe(3);
  expect(deletedLine(text, text.replace("\tnop\n", "").replace("service do_nmi", "service nmi"))).toBeUndefined();
});
