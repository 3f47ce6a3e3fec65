// An equivalent of the search's machine in Promela: the repaired handler, the kernel
// workload and the page-fault handler, one Promela label for each of their
// instructions, the same choices at each boundary. Values are 32-bit numbers, stack
// addresses are word numbers, an RIP is the number of its label. Flags keep what the code
// asks for and whether they differ. It judges nothing, or, if asked, what needs to be known
// of interrupted contexts: that each has all its registers back (resume-exact), that CR2 is
// still that of the page fault when it is read, that runs do not overlap and each NMI has one.

const TOP = 40; // words of the NMI stack that are used
const COPY = TOP - 16; // nmi_stack_copy
const KERNEL = 100; // word numbers of the kernel stack begin here
const REGISTERS = ["ax", "bx", "cx", "dx", "si", "di", "bp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"];

const push = (value) => `sp = sp - 1; t = ${value}; WR(sp, t)`;
const pop = (name) => `${name} = RD(sp); sp = sp + 1`;
const swap = (a, b) => `t = ${a}; ${a} = ${b}; ${b} = t; t = 0`;
const flags = (value) => `fl = 2 + ((${value}) == 0 -> 64 : 0) + ((${value}) < 0 -> 128 : 0)`;
const compare = (a, b) => `t = ${a}; fl = 2 + (t == ${b} -> 64 : 0) + (t < ${b} -> 1 : 0); t = 0`;

/** Each #PF of a lazy page makes it present. */
const FAULTS = 2;
const SAVED = [...REGISTERS, "sp", "fl"];
/** Of each interrupted context: all registers, where it was, CR2 of its #PF; a run is unfinished in it. As many as there can be. */
const ghost = (
  nmis,
) => `typedef Context { ${SAVED.map((name) => `int ${name}`).join("; ")}; int rip; int cr2; bit faulted; bit inrun }
Context g[${nmis + FAULTS + 1}]; byte d; bit unserved; byte gi;
#define SAVE(k) ${SAVED.map((name) => `g[d].${name} = ${name}`).join("; ")}; g[d].rip = k; d = d + 1
#define SAME(i) (${SAVED.map((name) => `g[i].${name} == ${name}`).join(" && ")})
#define FORGET(i) ${[...SAVED, "rip"].map((name) => `g[i].${name} = 0`).join("; ")}
#define DROP(i) g[i].cr2 = 0; g[i].faulted = 0; g[i].inrun = 0
#define RESUMED gi = d; do :: gi > 0 && !(g[gi-1].rip == tgt && g[gi-1].sp == sp) -> gi = gi - 1 :: else -> break od; \
  if :: gi > 0 -> gi = gi - 1; assert(SAME(gi)); assert(gi > 0 || !unserved); \
    do :: d > gi -> DROP(d); d = d - 1; FORGET(d) :: else -> break od \
  :: else -> skip fi; gi = 0
#define CR2_READ assert(!g[d].faulted || g[d].cr2 == cr2)
#define BEGINS gi = 0; do :: gi < d -> assert(!g[gi].inrun); gi = gi + 1 :: else -> break od; gi = 0; unserved = 0; g[d].inrun = 1
#define ENDS g[d].inrun = 0
#define ACCEPTED unserved = 1
#define FAULTED g[d].faulted = 1; g[d].cr2 = cr2
`;
const NO_GHOST = `#define SAVE(k) skip
#define RESUMED skip
#define CR2_READ skip
#define BEGINS skip
#define ENDS skip
#define ACCEPTED skip
#define FAULTED skip
`;

const then = (body) => ({ body });
const jump = (to) => ({ body: "skip", to });
const branch = (condition, to) => ({ condition, to });
const dynamic = (body) => ({ body, dynamic: true });
const ret = dynamic("tgt = RD(sp); sp = sp + 1");
const iret = dynamic("tgt = RD(sp); fl = RD(sp + 2); sp = RD(sp + 3); blk = 0; RESUMED");
/** The RET of a nested NMI leads to what it has interrupted. */
const retAway = dynamic("tgt = RD(sp); sp = sp + 1; RESUMED");
const call = (to) => ({ call: to });
const touch = (page, body) => ({ body, page });

/** [label, ...instructions], in the order of their addresses. */
const CODE = [
  [
    "vec_14",
    then(compare("RD(sp) & 1", 0)),
    branch("!(fl & 64)", "panic"),
    then(push("ax")),
    then(push("cx")),
    then("CR2_READ; ax = cr2"),
    then(`${flags("ax")}; ax = ax + 10`),
    then(`${flags("ax")}; ax = ax + 10`),
    then("cx = 7"),
    then("fl = 2 + (pte[ax - 21] == 0 -> 64 : 0)"),
    branch("fl & 64", "panic"),
    then("pte[ax - 21] = pte[ax - 21] | 1; fl = 2 + 128"),
    then("CR2_READ; ax = cr2"),
    then("skip"),
    then(pop("cx")),
    then(pop("ax")),
    then("sp = sp + 1; fl = 2"),
    iret,
  ],
  ["panic", jump("panic")],
  ["workload", call("turn"), call("turn"), jump("workload")],
  [
    "turn",
    then(push("fl")),
    then("ax = ~ax"),
    then(swap("bx", "cx")),
    then("dx = -dx; fl = 3 + (dx < 0 -> 128 : 0)"),
    then("si = ((si >> 8) & 16711935) | ((si & 16711935) << 8)"),
    then(swap("di", "bp")),
    then(swap("r8", "r9")),
    then(swap("r10", "r11")),
    then(`r13 = r13 ^ r12; ${flags("r13")}`),
    then(swap("r14", "r15")),
    then(pop("fl")),
    then("fl = fl ^ 1"),
    ret,
  ],
  ["nmi", then(compare("RD(sp)", "@nmi_atomic")), branch("!(fl & 1)", "nmi_addr_is_ae")],
  ["test_nesting", then(compare("nest", 0)), branch("!(fl & 64)", "nested")],
  [
    "is_unnested",
    then(push("ax")),
    then("ax = sp"),
    then(`sp = ${COPY}`),
    then(push("ax")),
    then(push("RD(ax + 5)")),
    then(push("RD(ax + 4)")),
    then(push("RD(ax + 3)")),
    then(push("RD(ax + 2)")),
    then(push("RD(ax + 1)")),
    then(push("RD(ax)")),
    then("ax = cr2"),
    then(`ist[${COPY - 1}] = ax`),
    then(pop("ax")),
  ],
  ["set_nmi_nesting", then("nest = 255")],
  [
    "regular",
    then("BEGINS; fl = 2"),
    then(push("ax")),
    touch(1, "ax = 1"),
    touch(1, "skip"),
    call("helper"),
    then(`ax = ist[${COPY - 1}]`),
    then("cr2 = ax"),
    // a run is over as soon as nmi_atomic is reached
    then(`${pop("ax")}; ENDS`),
  ],
  ["nmi_atomic", then(compare("fake", 0)), branch("!(fl & 64)", "fake_nmi"), then("nest = 0"), iret],
  ["fake_nmi", then("fake = 0"), jump("regular")],
  [
    "nmi_addr_is_ae",
    then(compare("RD(sp)", "@nmi_addr_is_ae")),
    branch("!(fl & 1)", "test_nesting"),
    then(compare("RD(sp + 1)", 16)),
    branch("!(fl & 64)", "is_unnested"),
    then(`sp = ${COPY - 6}`),
    then("fake = 0"),
    jump("set_nmi_nesting"),
  ],
  [
    "nested",
    then("fake = 255"),
    then(push("ax")),
    then(push("cx")),
    then("ax = RD(sp + 5)"),
    then("cx = RD(sp + 2)"),
    then("WR(ax - 1, cx)"),
    then("cx = RD(sp + 4)"),
    then("WR(ax - 2, cx)"),
    then("cx = RD(sp + 1)"),
    then("WR(ax - 3, cx)"),
    then(pop("cx")),
    then("sp = ax - 3"),
    then(pop("ax")),
    then(pop("fl")),
    retAway,
  ],
  ["helper", then(push("ax")), touch(2, "ax = 2"), touch(2, "skip"), then(pop("ax")), ret],
];

/** The model for so many NMIs; both lazy pages may be absent. */
export function nestedNmiModel(nmis, { judged = false } = {}) {
  const numbers = new Map();
  const list = [];
  for (const [label, ...instructions] of CODE) {
    numbers.set(label, list.length + 1);
    for (const instruction of instructions) list.push(instruction);
  }
  const at = (label) => `L${numbers.get(label)}`;
  const fill = (text) => text.replace(/@(\w+)/g, (_, label) => String(numbers.get(label)));
  const lines = list.map((one, index) => {
    const k = index + 1;
    const go = (to) => `goto ${to}`;
    const next = `L${k + 1}`;
    let normal;
    if (one.call) normal = `d_step { sp = sp - 1; WR(sp, ${k + 1}) }; ${go(at(one.call))}`;
    else if (one.condition) normal = `if :: (${one.condition}) -> ${go(at(one.to))} :: else -> ${go(next)} fi`;
    else if (one.dynamic) normal = `d_step { ${one.body} }; ${go("DISPATCH")}`;
    else if (one.page)
      normal = `if :: (pte[${one.page - 1}] & 1) -> ${one.body}; ${go(next)} :: else -> d_step { SAVE(${k}); cr2 = ${one.page}; FAULTED; t = sp - (sp % 2); ist[t-1] = 24; ist[t-2] = sp; ist[t-3] = fl; ist[t-4] = 16; ist[t-5] = ${k}; ist[t-6] = 0; sp = t - 6; t = 0 }; ${go(at("vec_14"))} fi`;
    else normal = `d_step { ${fill(one.body)} }; ${go(one.to ? at(one.to) : next)}`;
    return `L${k}: if
  :: atomic { !(pend && !blk) -> ${normal} }
  :: atomic { left > 0 && !pend && blk -> left = left - 1; pend = 1; goto L${k} }
  :: atomic { left > 0 && !pend && !blk -> d_step { left = left - 1; NMI(${k}) }; goto ${at("nmi")} }
  :: atomic { pend && !blk -> d_step { pend = 0; NMI(${k}) }; goto ${at("nmi")} }
  fi;`;
  });
  const dispatch = list.map((_, index) => `  :: tgt == ${index + 1} -> tgt = 0; goto L${index + 1}`).join("\n");
  return `/* ${list.length} instructions */
${judged ? ghost(nmis) : NO_GHOST}#define RD(a) ((a) >= ${KERNEL} -> kst[(a) - ${KERNEL}] : ist[a])
#define WR(a, v) if :: (a) >= ${KERNEL} -> kst[(a) - ${KERNEL}] = v :: else -> ist[a] = v fi; t = 0
#define NMI(k) SAVE(k); ACCEPTED; ist[${TOP - 1}] = 24; ist[${TOP - 2}] = sp; ist[${TOP - 3}] = fl; ist[${TOP - 4}] = 16; ist[${TOP - 5}] = k; sp = ${TOP - 5}; blk = 1
int ist[${TOP}]; int kst[4]; byte pte[2];
int ${REGISTERS.map((name, index) => `${name} = ${(index + 1) * 1000003}`).join(", ")};
int sp = ${KERNEL + 4}, fl = 2, cr2, t, tgt;
bit blk, pend; byte nest, fake; byte left = ${nmis};
init {
  atomic { if :: pte[0] = 2 :: pte[0] = 3 fi; if :: pte[1] = 2 :: pte[1] = 3 fi; goto ${at("workload")} }
${lines.join("\n")}
L${list.length + 1}: goto STOP;
DISPATCH: atomic { if
${dispatch}
  :: else -> goto STOP
  fi }
STOP: skip
}
`;
}
