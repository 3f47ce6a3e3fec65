// assertion: what the handler's file says must be true when the instruction at a
// label is about to execute. Looks without touching anything: no accessed bits, no
// translations, no faults.

import { Block } from "../block";
import { isRam, loadSized } from "../memory";
import { FAILED, isCanonical, walk } from "../paging";
import { ASSERTIONS, ASSERTION_STACK, CPU, field8, rip } from "../state";
import { READ } from "../translation-cache";
import { top } from "./block";
import { CODE_BYTES, Code, Failure, MAX_ASSERTIONS, MAX_CODE } from "./expression-codes";
import { FIRST_ASSERTION, PropertyCode } from "./notes";
import { violate } from "./violate";

/** u64 address, then the code. */
const SLOT_BYTES: i32 = 16 + 128 * 16;
const PAGE: u64 = 4096;
/** Never a boundary's RIP: not canonical. */
const NOWHERE: u64 = 0x8000000000000000;

let assertions: i32 = 0;
let codeLength: i32 = 0;
/** Every asserted address is in [low, low + span]. */
export let assertedLow: u64 = NOWHERE;
export let assertedSpan: u64 = 0;

/** Of the evaluation in work. */
let failure: Failure = Failure.False;
let left: u64 = 0;
let right: u64 = 0;

// @ts-ignore: decorator
@inline
function slotAt(index: i32): usize {
  return ASSERTIONS + <usize>(index * SLOT_BYTES);
}

export function ghostForgetAssertions(): void {
  assertions = 0;
  assertedLow = NOWHERE;
  assertedSpan = 0;
}

/** One more, without code as yet; false: there is no room for more. */
export function ghostAssertion(address: u64): bool {
  if (assertions == MAX_ASSERTIONS) return false;
  const at = slotAt(assertions++);
  store<u64>(at, address);
  store<u32>(at + 16, Code.End);
  codeLength = 0;
  const end = assertions == 1 ? address : assertedLow + assertedSpan;
  assertedLow = address < assertedLow ? address : assertedLow;
  assertedSpan = (address > end ? address : end) - assertedLow;
  return true;
}

/** The next instruction of the newest assertion; false: there is no room. */
export function ghostAssertionCode(code: u32, operand: u64): bool {
  if (codeLength >= MAX_CODE - 1) return false;
  const at = slotAt(assertions - 1) + 16 + <usize>(codeLength++ * CODE_BYTES);
  store<u32>(at, code);
  store<u64>(at + 8, operand);
  store<u32>(at + CODE_BYTES, Code.End);
  return true;
}

/** Something is asserted at `address`. */
export function isAsserted(address: u64): bool {
  for (let i = 0; i < assertions; i++) {
    if (load<u64>(slotAt(i)) == address) return true;
  }
  return false;
}

/** The instruction at RIP is about to execute. */
export function judgeAssertions(): void {
  if (field8(Block.RepActive)) return;
  const at = rip();
  for (let i = 0; i < assertions; i++) {
    if (load<u64>(slotAt(i)) != at || holds(slotAt(i) + 16)) continue;
    violate(PropertyCode.Assertion, FIRST_ASSERTION + i, top(), 3, failure, left, right);
  }
}

function holds(code: usize): bool {
  failure = Failure.False;
  left = 0;
  right = 0;
  return evaluate(code) != 0 && failure == Failure.False;
}

function fail(why: Failure, word: u64): u64 {
  failure = why;
  left = word;
  right = 0;
  return 0;
}

/** The expression's value; 0 and `failure` set: it has none. */
function evaluate(code: usize): u64 {
  let to = ASSERTION_STACK;
  for (; load<i32>(code) != Code.End; code += CODE_BYTES) {
    const what = load<i32>(code);
    const operand = load<u64>(code + 8);
    const value = load<u64>(to);
    if (what >= Code.Add) {
      to -= 8;
      store<u64>(to, combine(what, load<u64>(to), value));
      if (failure != Failure.False) return 0;
      continue;
    }
    switch (what) {
      case Code.Constant:
        store<u64>((to += 8), operand);
        break;
      case Code.Field:
        store<u64>((to += 8), loadSized(CPU + <usize>(operand & 0xffff), <i32>(operand >> 16)));
        break;
      case Code.Read:
        store<u64>(to, read(value, <i32>operand));
        if (failure != Failure.False) return 0;
        break;
      case Code.SkipIfFalse:
      case Code.SkipIfTrue:
        if ((value != 0) == (what == Code.SkipIfTrue)) {
          store<u64>(to, what == Code.SkipIfTrue ? 1 : 0);
          code += <usize>operand * CODE_BYTES;
        } else {
          to -= 8;
        }
        break;
      case Code.Truth:
        store<u64>(to, value != 0 ? 1 : 0);
        break;
      case Code.Not:
        store<u64>(to, value == 0 ? 1 : 0);
        break;
      case Code.Negate:
        store<u64>(to, 0 - value);
        break;
      case Code.Invert:
        store<u64>(to, ~value);
        break;
      default:
        break;
    }
  }
  return load<u64>(to);
}

function combine(what: i32, a: u64, b: u64): u64 {
  switch (what) {
    case Code.Add:
      return a + b;
    case Code.Subtract:
      return a - b;
    case Code.Multiply:
      return a * b;
    case Code.Divide:
      return b == 0 ? fail(Failure.DividedByZero, a) : a / b;
    case Code.Modulo:
      return b == 0 ? fail(Failure.DividedByZero, a) : a % b;
    case Code.And:
      return a & b;
    case Code.Or:
      return a | b;
    case Code.Xor:
      return a ^ b;
    case Code.ShiftLeft:
      return b > 63 ? 0 : a << b;
    case Code.ShiftRight:
      return b > 63 ? 0 : a >> b;
    default:
      return compare(what, a, b) ? 1 : 0;
  }
}

function compare(what: i32, a: u64, b: u64): bool {
  left = a;
  right = b;
  switch (what) {
    case Code.Equal:
      return a == b;
    case Code.Unequal:
      return a != b;
    case Code.Below:
      return a < b;
    case Code.BelowOrEqual:
      return a <= b;
    case Code.Above:
      return a > b;
    default:
      return a >= b;
  }
}

/** Memory of `bytes` at any address, over a page's end too. */
function read(linear: u64, bytes: i32): u64 {
  const first = PAGE - (linear & (PAGE - 1));
  if (<u64>bytes <= first) return readPart(linear, bytes);
  const low = readPart(linear, <i32>first);
  return low | (readPart(linear + first, bytes - <i32>first) << (first << 3));
}

function readPart(linear: u64, bytes: i32): u64 {
  const physical = isCanonical(linear) ? walk(linear, READ, false, true) : FAILED;
  if (isRam(physical)) return loadSized(<usize>physical, bytes);
  return failure == Failure.False ? fail(Failure.Unreadable, linear) : 0;
}
