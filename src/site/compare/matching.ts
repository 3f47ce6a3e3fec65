// A schedule carried over from one handler to another: a place goes to the same
// label, else to what has the same role. What has neither is said.

import type { ScheduleItem } from "../../scenario/scenario.ts";
import { parseWhen } from "../../scenario/schedule-words.ts";
import type { ListingLine, ProgramView } from "../../session/views.ts";

export interface Carried {
  readonly items: readonly ScheduleItem[];
  /** By role instead of by label, and what could not be placed: a sentence each. */
  readonly byRole: readonly string[];
  readonly unplaced: readonly string[];
}

type Listings = Pick<ProgramView, "handler" | "vectors" | "workload">;

/** "entry", "regular code 3", "return 1" counted from the end: what an instruction is for in any handler. */
function rolesOf({ handler }: Listings): ReadonlyMap<string, ListingLine> {
  const roles = new Map<string, ListingLine>();
  const [entry] = handler;
  if (entry !== undefined) roles.set("the entry", entry);
  for (const [index, line] of handler.filter(({ fromBody }) => fromBody).entries()) {
    roles.set(`instruction ${index + 1} of the regular code`, line);
  }
  const returns = handler.filter(({ text }) => /^\s*iret/.test(text)).toReversed();
  for (const [index, line] of returns.entries()) {
    roles.set(index === 0 ? "the last return" : `return ${index + 1} from the end`, line);
  }
  return roles;
}

const linesOf = ({ handler, vectors, workload }: Listings) => [...handler, ...vectors, ...workload];

const isAt = (line: ListingLine, place: string): boolean => line.place === place || line.labels.includes(place);

function splitWhen(when: string): { readonly place: string; readonly times: string } {
  const [place = "", times] = when.split("#");
  return { place, times: times === undefined ? "" : `#${times}` };
}

export function carrySchedule(items: readonly ScheduleItem[], from: Listings, to: Listings): Carried {
  const targets = linesOf(to);
  const sources = linesOf(from);
  const roles = rolesOf(from);
  const rolesThere = rolesOf(to);
  const carried: ScheduleItem[] = [];
  const byRole: string[] = [];
  const unplaced: string[] = [];
  for (const item of items) {
    const told = `${item.event}@${item.when}`;
    const when = parseWhen(item.when);
    if (when.ok && when.value.kind === "step") {
      unplaced.push(`${told}: a step's number means another moment in another handler`);
      continue;
    }
    const { place, times } = splitWhen(item.when);
    const source = sources.find((line) => isAt(line, place));
    const role = [...roles].find(([, line]) => line === source)?.[0];
    const target = targets.find((line) => isAt(line, place) && line.fromBody === (source?.fromBody ?? false));
    if (target !== undefined) {
      carried.push(item);
      continue;
    }
    const twin = role === undefined ? undefined : rolesThere.get(role);
    if (role === undefined || twin === undefined) {
      unplaced.push(`${told}: the other handler has no such label, and nothing of the same role`);
      continue;
    }
    carried.push({ ...item, when: twin.place + times });
    byRole.push(`${told} is ${twin.place}${times} there: ${role}`);
  }
  return { items: carried, byRole, unplaced };
}
