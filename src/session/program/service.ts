// Where the regular NMI code is: as the file says, by a usual label, or else by what
// shows it: the body in a "..." line, the one instruction that counts runs, or the
// first one that touches a page which may be absent.

import { Operation, OperandKind } from "../../isa/vocabulary.ts";
import { PAGE_BYTES, PER_CPU, TOUCH } from "../../machine/layout.ts";
import type { Image } from "../../machine/types.ts";
import { perCpuVariables } from "../per-cpu.ts";
import type { DecodedAssembly, DecodedPlace } from "./decoded.ts";
import { directAddress } from "./direct-address.ts";
import { idleFlags, latches } from "./idle-flags.ts";

const ENTRY = "nmi";
const TOUCH_END = TOUCH + 4n * BigInt(PAGE_BYTES);
/** Where this label stands, nothing but the regular code follows; the others may begin with a latch. */
const EXACT = "regular_nmi_code";

export function serviceOf(handler: DecodedAssembly): Image["service"] {
  const { service, isServiceDeclared } = handler.annotations;
  const start = service && handler.labels.get(service.label);
  if (service === undefined || start === undefined) return undefined;
  const end = service.end === undefined ? undefined : handler.labels.get(service.end);
  if (isServiceDeclared || service.label === EXACT) return { start, end };
  const body = bodyOf(handler);
  if (body !== undefined) return body;
  const count = onlyCount(handler) ?? firstTouch(handler);
  if (count === undefined || count === start) return { start, end };
  const around = functionAround(handler, count);
  if (around !== undefined && !asksFlags(handler, around)) return { start: count, end };
  const isInside = around !== undefined || service.label !== ENTRY;
  return isInside ? { start: count, end, isInside } : { start: count, end, isTaken: true };
}

const ENDS: ReadonlySet<Operation> = new Set([Operation.Jmp, Operation.Ret, Operation.Iret]);

/** From what is called, and goes straight on to `address`, to the end behind it. */
function functionAround({ decoded }: DecodedAssembly, address: bigint): readonly DecodedPlace[] | undefined {
  const called = new Set(
    decoded.flatMap(({ place, instruction }) => {
      const isNear =
        instruction?.operation === Operation.Call && instruction.operands[0]?.kind === OperandKind.Relative;
      return isNear ? [place.address + BigInt(instruction.length) + instruction.immediate] : [];
    }),
  );
  const inOrder = decoded.toSorted((a, b) => (a.place.address < b.place.address ? -1 : 1));
  const isEnd = ({ instruction }: DecodedPlace) => instruction !== undefined && ENDS.has(instruction.operation);
  const first = inOrder.findLastIndex(({ place }) => place.address <= address && called.has(place.address));
  const last = inOrder.findIndex((one) => one.place.address >= address && isEnd(one));
  const lines = inOrder.slice(first, last + 1);
  return first < 0 || lines.slice(0, -1).some(isEnd) ? undefined : lines;
}

/** A latch may lie around the regular code, whose end is then not the function's. */
function asksFlags(handler: DecodedAssembly, lines: readonly DecodedPlace[]): boolean {
  const words = [
    ...idleFlags(handler).map(({ offset, sizeBytes }) => ({ address: PER_CPU + BigInt(offset), sizeBytes })),
    ...latches(handler),
  ];
  return lines.some(({ place, instruction }) => {
    const at = instruction && directAddress(instruction, place);
    return (
      at !== undefined && words.some(({ address, sizeBytes }) => at >= address && at < address + BigInt(sizeBytes))
    );
  });
}

/** The one body that stands in the place of a "..." line; what it has appended to the file is none of it. */
function bodyOf({ places }: DecodedAssembly): Image["service"] {
  const all = places.filter(({ fromBody }) => fromBody);
  const [first] = all;
  if (first === undefined || all.some(({ line }) => line !== first.line)) return undefined;
  let end = first.address;
  for (const { address, length } of all) if (address === end) end += BigInt(length);
  return { start: first.address, end };
}

/** The one instruction that adds to nmi_run_count. */
function onlyCount(handler: DecodedAssembly): bigint | undefined {
  const variable = perCpuVariables(handler).find(({ name }) => name === "nmi_run_count");
  const word = PER_CPU + BigInt(variable?.offset ?? 0);
  const found = handler.decoded.filter(({ place, instruction }) => {
    if (instruction === undefined || directAddress(instruction, place) !== word) return false;
    const { operation, operands } = instruction;
    return (operation === Operation.Inc || operation === Operation.Add) && operands[0]?.kind === OperandKind.Memory;
  });
  return found.length === 1 ? found[0]?.place.address : undefined;
}

function firstTouch({ decoded }: DecodedAssembly): bigint | undefined {
  const touch = decoded.find(({ place, instruction }) => {
    const address = instruction && directAddress(instruction, place);
    return address !== undefined && address >= TOUCH && address < TOUCH_END;
  });
  return touch?.place.address;
}
