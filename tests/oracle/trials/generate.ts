// Random trials of a row of the table: user or kernel mode, with or without
// single-step traps, now and then with other instructions behind.
import type { Form } from "../../../src/isa/form.ts";
import { Operation as O } from "../../../src/isa/vocabulary.ts";
import type { Random } from "../random-numbers.ts";
import { CODE_BYTES } from "./harness.ts";
import { plain, type Coded } from "./plain.ts";
import { Setup } from "./setup.ts";
import { RECIPES, special } from "./special.ts";
import { undefinedFlags } from "./undefined.ts";
import { codeAddress, type Trial } from "./trial.ts";

const BRANCHES: ReadonlySet<O> = new Set([
  O.Jmp,
  O.Jcc,
  O.Jrcxz,
  O.Loop,
  O.Loope,
  O.Loopne,
  O.Call,
  O.Ret,
  O.JmpFar,
  O.CallFar,
  O.RetFar,
  O.Iret,
  O.Syscall,
  O.Sysret,
]);
const STRINGS: ReadonlySet<O> = new Set([O.Movs, O.Cmps, O.Stos, O.Lods, O.Scas]);
/** QEMU holds single-step traps back behind STI and LSS, and forgets them behind PAUSE. */
const isUntrapped = ({ operation, opcode }: Form): boolean =>
  operation === O.Sti || operation === O.Pause || (operation === O.LoadFarPointer && opcode === 0xb2);
/** HLT waits for ever at CPL 0. */
const USER_ONLY: ReadonlySet<O> = new Set([O.Hlt]);
/** Of no use where they only fault. */
const MOSTLY_KERNEL: ReadonlySet<O> = new Set([
  O.Swapgs,
  O.Rdmsr,
  O.Wrmsr,
  O.MovToControl,
  O.MovFromControl,
  O.MovToDebug,
  O.MovFromDebug,
  O.Lgdt,
  O.Lidt,
  O.Lldt,
  O.Ltr,
  O.Lmsw,
  O.Clts,
  O.Invlpg,
  O.Invpcid,
  O.Clac,
  O.Stac,
  O.Sysret,
  O.Wbinvd,
  O.Invd,
]);

const STEPS = 4;

function mode(random: Random, form: Form): boolean {
  if (USER_ONLY.has(form.operation)) return true;
  return random.chance(MOSTLY_KERNEL.has(form.operation) ? 10 : 3);
}

/** Rows that may follow: they have no state of their own to be made. */
export function isFollower(form: Form): boolean {
  const { operation } = form;
  if (operation === O.Bswap && form.onlySize === 2) return false;
  return !RECIPES.has(operation) && !BRANCHES.has(operation) && operation < O.Jmp;
}

function firstInstruction(setup: Setup, form: Form): Coded {
  const recipe = RECIPES.get(form.operation);
  if (recipe === undefined) return plain(setup, form, setup.code, true);
  return { bytes: special(setup, form, recipe, setup.code), undefinedFlags: undefinedFlags(form.operation, 8, 0) };
}

/** A trial of `form` in a slot; `followers` are rows that may come behind it. */
export function generate(random: Random, form: Form, slot: number, followers: readonly Form[]): Trial {
  const user = mode(random, form);
  const setup = new Setup(random, user, codeAddress(slot, user));
  const isBranch = BRANCHES.has(form.operation);
  setup.trap = isBranch || STRINGS.has(form.operation) || (!isUntrapped(form) && !random.chance(6));
  const coded = [firstInstruction(setup, form)];
  const alone =
    isBranch || STRINGS.has(form.operation) || setup.ignored !== 0 || !setup.trap || form.operation === O.Popf;
  const more = alone ? 0 : loadsSs(form) ? 1 : random.below(4);
  for (let index = 0; index < more; index++) {
    const at = coded.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const next = plain(setup, random.pick(followers), setup.code + BigInt(at), false);
    // the slot's last byte is an INT3 that returns may lead to
    if (at + next.bytes.length < CODE_BYTES) coded.push(next);
  }
  const registers = setup.registers();
  const all = coded.reduce((sum, each) => sum | each.undefinedFlags, 0);
  // without traps, or with one held back, steps and instructions are not the same
  const exact = setup.trap && form.operation !== O.Popf && !loadsSs(form);
  return {
    slot,
    user,
    code: coded.map(({ bytes }) => bytes),
    registers,
    flags: setup.flags(),
    ss: setup.ss,
    poke: setup.poke,
    steps: isBranch ? 1 : STRINGS.has(form.operation) ? STEPS : coded.length,
    undefinedFlags: exact ? coded.map((each) => each.undefinedFlags) : [all, all, all, all],
    ignored: setup.ignored,
    dirty: setup.dirty,
  };
}

function loadsSs({ operation }: Form): boolean {
  return operation === O.MovToSegment;
}
