// What the loops over planned records have in common: where an operand lies, what the
// moves do, which record comes next. Every rule here is one of semantics/ and access.ts
// again. All inlined.

import { isOpenToUser, isWriteAllowed } from "../properties/bounds";
import { hitsFrame, mayHitFrame } from "../properties/frames";
import { CPU, SF, cpl, rflags, rsp, setRsp } from "../state";
import { linkNext, linkTarget } from "./links";
import { addressIn, branchTarget } from "./plan";
import { Hot, Quick, RECORD_STRIDE } from "./record";

/** Offset of the memory operand, with its segment's base. */
// @ts-ignore: decorator
@inline
export function addressOf(record: usize): u64 {
  const address = load<u64>(record, Hot.Displacement) + register(load<u16>(record, Hot.Base));
  return load<u8>(record, Hot.IsScaled) == 0 ? address : address + scaled(record);
}

// @ts-ignore: decorator
@inline
function scaled(record: usize): u64 {
  const index = register(load<u16>(record, Hot.Index)) << <u64>load<u8>(record, Hot.Shift);
  return index + register(load<u16>(record, Hot.Segment));
}

/** The register at an offset in the CPU block. */
// @ts-ignore: decorator
@inline
function register(offset: u32): u64 {
  return load<u64>(CPU + <usize>offset);
}

/** RFLAGS with SF != OF at the place of TF, which is 0 here. */
// @ts-ignore: decorator
@inline
function conditionBits(): u32 {
  const flags = <u32>rflags();
  return flags | (((flags ^ (flags >> 4)) & <u32>SF) << 1);
}

// @ts-ignore: decorator
@inline
export function holds(record: usize): bool {
  return ((conditionBits() & load<u32>(record, Hot.Mask)) == 0) == (load<u32>(record, Hot.Negated) != 0);
}

/** `kind` is one from Nothing to MoveIf4. */
// @ts-ignore: decorator
@inline
export function move(record: usize, kind: i32, to: usize, from: usize): void {
  switch (kind) {
    case Quick.Move8:
      store<u64>(to, load<u64>(from));
      break;
    case Quick.Move4:
      store<u64>(to, load<u32>(from));
      break;
    case Quick.MoveInto4:
      store<u32>(to, load<u32>(from));
      break;
    case Quick.Move2:
      store<u16>(to, load<u16>(from));
      break;
    case Quick.Move1:
      store<u8>(to, load<u8>(from));
      break;
    case Quick.Zero2:
      store<u64>(to, load<u16>(from));
      break;
    case Quick.Zero1:
      store<u64>(to, load<u8>(from));
      break;
    case Quick.Sign4:
      store<i64>(to, load<i32>(from));
      break;
    case Quick.Address8:
      store<u64>(to, addressOf(record));
      break;
    case Quick.Address4:
      store<u64>(to, addressOf(record) & 0xffffffff);
      break;
    case Quick.Push:
      store<u64>(to, load<u64>(from));
      setRsp(rsp() - 8);
      break;
    case Quick.Pop: {
      const value = load<u64>(from);
      setRsp(rsp() + 8);
      store<u64>(to, value);
      break;
    }
    case Quick.PushFlags:
      store<u64>(to, rflags());
      setRsp(rsp() - 8);
      break;
    case Quick.SetIf:
      store<u8>(to, holds(record) ? 1 : 0);
      break;
    case Quick.MoveIf8:
      if (holds(record)) store<u64>(to, load<u64>(from));
      break;
    case Quick.MoveIf4:
      store<u64>(to, holds(record) ? load<u32>(from) : load<u32>(to));
      break;
    default:
  }
}

// @ts-ignore: decorator
@inline
export function following(record: usize, generation: u32): usize {
  if (load<u32>(record, Hot.Follows) == generation) return record + RECORD_STRIDE;
  return load<u32>(record, Hot.NextEpoch) == generation ? <usize>load<u32>(record, Hot.Next) : linkNext(record);
}

/** Of a direct branch that is taken. */
// @ts-ignore: decorator
@inline
export function branched(record: usize, generation: u32): usize {
  if (load<u32>(record, Hot.TargetEpoch) == generation) return load<u32>(record, Hot.Target);
  return linkTarget(record, branchTarget(record));
}

/** The record that a return address leads to, if it is the one of last time or can be found. */
// @ts-ignore: decorator
@inline
export function returned(record: usize, address: u64, generation: u32): usize {
  if (load<u32>(record, Hot.TargetEpoch) == generation) {
    const target = <usize>load<u32>(record, Hot.Target);
    if (addressIn(target) == address) return target;
  }
  return linkTarget(record, address);
}

/** The ghost state has nothing to say about a write in a context above the workload. */
export function isHarmless(linear: u64, bytes: i32): bool {
  if (mayHitFrame(linear, bytes) && hitsFrame(linear, bytes)) return false;
  return cpl() != 0 ? isOpenToUser() : isWriteAllowed(linear, bytes);
}
