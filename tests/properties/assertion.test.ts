// Asserted expressions on the machine: when they are judged, what they come to, and
// that looking changes nothing.
import { array, assert, bigInt, constantFrom, letrec, oneof, property, record, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { machine, program, run } from "./support.ts";

/** `assertions` of a handler that nests nothing. */
function handler(
  assertions: readonly string[],
  code = "    pushq %rax\nbody:\n    incq %gs:nmi_run_count\n    popq %rax\n",
) {
  return `${assertions.map((one) => `#@ assert ${one}`).join("\n")}\nnmi:\n${code}done:\n    iretq\n`;
}

const NMI = [{ event: "nmi", at: "workload" }] as const;

function broken(assertions: readonly string[], code?: string) {
  const { violations } = run(program(handler(assertions, code)), NMI);
  const asserted = violations.filter(({ property }) => property === "assertion");
  return asserted.map(({ property, cause, detail }) => ({ property, cause, detail }));
}

describe("an assertion", () => {
  it("that is true is not broken, and one that is false is, with the two sides", () => {
    expect(broken(["body $rsp & 7 == 0", "body $nmi_blocked", "done $cpl == 0"])).toEqual([]);
    expect(broken(["body 3 == 3", "body 3 < 2"])).toEqual([
      { property: "assertion", cause: "assertion-2", detail: [0n, 3n, 2n] },
    ]);
  });

  it("is judged where the instruction executes, and nowhere else", () => {
    expect(broken(["unreached 0"], "    jmp done\nunreached:\n    nop\n")).toEqual([]);
    const { steps } = run(program(handler(["body 0"])), NMI);
    const at = program(handler(["body 0"])).naming.symbol("body");
    const bad = steps.filter(({ notes }) => notes.some(({ kind }) => kind === "violated"));
    expect(bad.map(({ ripBefore, kind }) => [ripBefore, kind])).toEqual([[at, "instruction"]]);
  });

  it("is not judged where a delivery comes instead, but when the instruction executes after it", () => {
    // at the first boundary of `here` RAX is 1; the breakpoint handler's return finds it 2
    const code = "    movl $1, %eax\nhere:\n    movl $2, %eax\n";
    const text = handler(["here $rax == 1"], code);
    const quiet = run(program(text), [...NMI, { event: "bp", at: "here" }]);
    expect(quiet.violations.filter((one) => one.property === "assertion")).toEqual([]);
    const steps = quiet.steps.filter(({ ripBefore }) => ripBefore === program(text).naming.symbol("here"));
    expect(steps.map(({ kind }) => kind)).toEqual(["delivery", "instruction"]);
  });

  it("is judged once of a REP instruction, not at each iteration", () => {
    const code = "    movl $3, %ecx\n    leaq -64(%rsp), %rdi\nhere:\n    rep stosb\n";
    expect(broken(["here $rcx == 3"], code)).toEqual([]);
  });

  it("is a cause of its own, noted once each, also of several at one label", () => {
    const code = "    movl $2, %ecx\nhere:\n    loop here\n";
    expect(broken(["here 0", "done 0", "here $rcx != 1"], code).map(({ cause }) => cause)).toEqual([
      "assertion-1",
      "assertion-3",
      "assertion-2",
    ]);
  });

  it("of memory that cannot be read fails by that, without a fault", () => {
    for (const address of ["0x0000", "0x800000000000", "0xffffffffffffffff", "0x123456"])
      expect(broken([`body *(byte)${address} == 0`])).toEqual([
        { property: "assertion", cause: "assertion-1", detail: [1n, BigInt(address), 0n] },
      ]);
    expect(broken(["body 0 && *0 == 0", "body 1 || *0"]).map(({ cause }) => cause)).toEqual(["assertion-1"]);
  });

  it("of a division by zero fails by that", () => {
    expect(broken(["body 7 / ($cpl + 0) == 0", "body 7 % $cpl == 0"])).toEqual([
      { property: "assertion", cause: "assertion-1", detail: [2n, 7n, 0n] },
      { property: "assertion", cause: "assertion-2", detail: [2n, 7n, 0n] },
    ]);
  });

  it("reads memory of each size, unaligned and over a page's end", () => {
    const code = "    movabsq $0x1122334455667788, %rax\n    movq %rax, -3(%rsp)\n    movq %rax, touch0+4092\n";
    expect(
      broken(
        [
          "done *($rsp - 3) == 0x1122334455667788",
          "done *(byte)($rsp - 3) == 0x88",
          "done *(word)($rsp - 2) == 0x6677",
          "done *(long)($rsp + 1) == 0x11223344",
          "done *(touch0 + 4092) == 0x1122334455667788",
          "done *(long)(touch0 + 4095) == 0x22334455",
        ],
        code,
      ),
    ).toEqual([]);
  });

  it("reads registers, their parts, flags and per-CPU variables", () => {
    const code = `    movabsq $0x1122334455667788, %rax
    movq %rax, %r9
    movb $5, %gs:mark
    stc
    std
here:
    cld
    jmp done
    .section .data..percpu,"aw"
mark: .byte 0
    .text
`;
    const claims = [
      "$rax == 0x1122334455667788",
      "$eax == 0x55667788 && $ax == 0x7788 && $al == 0x88 && $ah == 0x77",
      "$r9d == 0x55667788 && $r9w == 0x7788 && $r9b == 0x88",
      "$cf && $df && $eflags.DF == 1 && !$tf",
      "$rip == here",
      "$cs == 0x10 && $cpl == 0",
      "(byte)%gs:mark == 5 && *(byte)mark == 5",
    ];
    expect(
      broken(
        claims.map((claim) => `here ${claim}`),
        code,
      ).filter(({ property }) => property === "assertion"),
    ).toEqual([]);
  });

  it("leaves the machine as it is: the same states, the same way back", () => {
    const trace = (assertions: readonly string[]): readonly unknown[] => {
      machine.load(program(handler(assertions)).image);
      const states = [machine.stateHash()];
      for (let step = 0; step < 40; step++) {
        machine.step(step === 3 ? [{ kind: "nmi" }] : []);
        states.push(machine.stateHash());
      }
      for (let step = 39; step >= 0; step--) {
        machine.undo();
        expect(machine.stateHash()).toBe(states[step]);
      }
      return states;
    };
    expect(trace(["body *touch0 == 1", "body *0", "nmi 0", "done *(touch1 + 4090)"])).toEqual(trace([]));
  });

  it("is judged alike by steps, and by runs of many of them", () => {
    const { image } = program(handler(["done %gs:nmi_run_count < 3"]));
    const end = (advance: () => void): unknown => {
      machine.load(image);
      for (let nmi = 0; nmi < 4; nmi++) {
        machine.step([{ kind: "nmi" }]);
        advance();
      }
      return machine.snapshot();
    };
    let noted = 0;
    const bySteps = end(() => {
      for (let step = 0; step < 50; step++) {
        const result = machine.step();
        if (result.kind === "step") noted += result.step.notes.filter(({ kind }) => kind === "violated").length;
      }
    });
    expect(noted).toBe(1);
    expect(end(() => machine.skip(50, { journal: false }))).toEqual(bySteps);
    expect(end(() => machine.skip(50))).toEqual(bySteps);
  });
});

type Tree = { readonly text: string; readonly value: bigint | undefined };

const WORD = (1n << 64n) - 1n;
const truth = (value: boolean): bigint => (value ? 1n : 0n);

/** By the rules of docs/properties.md, in numbers without end. */
function combined(operator: string, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case "+":
      return (a + b) & WORD;
    case "-":
      return (a - b) & WORD;
    case "*":
      return (a * b) & WORD;
    case "/":
      return b === 0n ? undefined : a / b;
    case "%":
      return b === 0n ? undefined : a % b;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    case "<<":
      return b > 63n ? 0n : (a << b) & WORD;
    case ">>":
      return b > 63n ? 0n : a >> b;
    case "==":
      return truth(a === b);
    case "!=":
      return truth(a !== b);
    case "<":
      return truth(a < b);
    case "<=":
      return truth(a <= b);
    case ">":
      return truth(a > b);
    default:
      return truth(a >= b);
  }
}

function joined(operator: string, left: Tree, right: Tree): Tree {
  const text = `(${left.text}) ${operator} (${right.text})`;
  if (left.value === undefined) return { text, value: undefined };
  if (operator === "&&" && left.value === 0n) return { text, value: 0n };
  if (operator === "||" && left.value !== 0n) return { text, value: 1n };
  if (right.value === undefined) return { text, value: undefined };
  const isLogical = operator === "&&" || operator === "||";
  return { text, value: isLogical ? truth(right.value !== 0n) : combined(operator, left.value, right.value) };
}

const OPERATORS = ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "==", "!=", "<", "<=", ">", ">=", "&&", "||"];

const { tree } = letrec<{ tree: Tree }>((tie) => ({
  tree: oneof(
    { maxDepth: 4, depthSize: "small" },
    oneof(bigInt({ min: 0n, max: 70n }), bigInt({ min: 0n, max: WORD })).map((value) => ({
      text: String(value),
      value,
    })),
    record({ operator: constantFrom(...OPERATORS), sides: tuple(tie("tree"), tie("tree")) }).map(
      ({ operator, sides }) => joined(operator, sides[0], sides[1]),
    ),
    record({ operator: constantFrom("-", "~", "!"), one: tie("tree") }).map(({ operator, one }) => {
      const { value } = one;
      const results = {
        "-": (v: bigint) => -v & WORD,
        "~": (v: bigint) => ~v & WORD,
        "!": (v: bigint) => truth(v === 0n),
      };
      const known = operator === "-" || operator === "~" ? operator : "!";
      return { text: `${operator}(${one.text})`, value: value === undefined ? undefined : results[known](value) };
    }),
  ),
}));

describe("expressions", () => {
  it("come to what arithmetic says", () => {
    const all = array(
      tree.filter(({ text }) => (text.match(/\d+|[-+*/%&|^~!<>=]+/g) ?? []).length < 60),
      { minLength: 16, maxLength: 16 },
    );
    assert(
      property(all, (trees) => {
        const claims = trees.flatMap(({ text, value }) => [
          `body ${text}`,
          value === undefined ? "body 1" : `body (${text}) == ${value}`,
        ]);
        const wanted = trees.flatMap(({ value }, index) =>
          value === 0n || value === undefined ? [[`assertion-${index * 2 + 1}`, value === undefined ? 2n : 0n]] : [],
        );
        expect(broken(claims).map(({ cause, detail }) => [cause, detail[0]])).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });
});
