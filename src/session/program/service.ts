// Where the regular NMI code is: as the file says, by a usual label, or else by what
// shows it: the body in a "..." line, the one instruction that counts runs, or the
// first one that touches a page which may be absent.

import { Operation, OperandKind } from "../../isa/vocabulary.ts";
import { PAGE_BYTES, PER_CPU, TOUCH } from "../../machine/layout.ts";
import type { Image } from "../../machine/types.ts";
import { perCpuVariables } from "../per-cpu.ts";
import type { DecodedAssembly } from "./decoded.ts";
import { directAddress } from "./direct-address.ts";

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
  return service.label === ENTRY ? { start: count, end, isTaken: true } : { start: count, end, isInside: true };
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
