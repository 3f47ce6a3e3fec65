// What is to be compared: two handlers, one schedule. Read from the page's address
// and written back to it; a handler of the user's own comes as a link's fragment.

import { LISTING, findListed, scenarioOf } from "../../scenario/catalogue/listing.ts";
import { WORKLOADS, type Scenario, type ScheduleItem, type WorkloadName } from "../../scenario/scenario.ts";
import { parseSchedule, printSchedule } from "../../scenario/schedule.ts";

export const SIDES = ["left", "right"] as const;
export type Side = (typeof SIDES)[number];

/** In the place of a catalogue name: the handler of the link. */
export const OWN = "own";

export interface Wish {
  /** Names of the catalogue, or OWN. */
  readonly left: string;
  readonly right: string;
  readonly workload: WorkloadName;
  /** In the places of `owner`'s handler. */
  readonly schedule: readonly ScheduleItem[];
  readonly owner: Side;
  /** In the places of the other's handler: two runs are compared then; undefined: the same schedule, carried over. */
  readonly second: readonly ScheduleItem[] | undefined;
  /** What a link brought along; its handler may be the user's own. */
  readonly own: Scenario | undefined;
}

const FIRST = { left: "naive", right: "desnoyers-2010-repaired", schedule: "nmi@workload; nmi@page_touched" };

export const otherSide = (side: Side): Side => (side === "left" ? "right" : "left");

export function hasOwn({ own }: Pick<Wish, "own">): boolean {
  return own?.handler.kind === "source";
}

/** What the tool calls a handler of the catalogue that was edited. */
const editedTitle = (title: string): string => `${title}, edited`;

/** What an own handler is best set beside: what it was made from. */
function partnerOf(own: Scenario | undefined): string {
  const { handler } = own ?? {};
  if (handler?.kind !== "source") return handler?.name === FIRST.right ? FIRST.left : FIRST.right;
  return LISTING.find(({ title }) => handler.name === editedTitle(title))?.name ?? FIRST.right;
}

/** `search` with or without its "?"; what is wrong in it is as if it were not there. */
export function readWish(search: string, own: Scenario | undefined): Wish {
  const asked = new URLSearchParams(search);
  function handler(side: Side, otherwise: string): string {
    const name = asked.get(side) ?? "";
    return name === OWN && hasOwn({ own }) ? OWN : (findListed(name)?.name ?? otherwise);
  }
  const opened = own === undefined ? FIRST.left : own.handler.kind === "source" ? OWN : own.handler.name;
  const schedule = asked.get("schedule");
  const second = asked.get("second");
  const firstSchedule = own?.schedule ?? parseSchedule(FIRST.schedule).items;
  return {
    left: handler("left", findListed(opened) === undefined && opened !== OWN ? FIRST.left : opened),
    right: handler("right", partnerOf(own)),
    workload: WORKLOADS.find((name) => name === asked.get("workload")) ?? own?.workload ?? "kernel",
    schedule: schedule === null ? firstSchedule : parseSchedule(schedule).items,
    owner: asked.get("owner") === "right" ? "right" : "left",
    second: second === null ? undefined : parseSchedule(second).items,
    own,
  };
}

/** Without the fragment, which stays as it came. */
export function writeWish({ left, right, workload, schedule, owner, second }: Wish): string {
  const asked = new URLSearchParams({ left, right, workload, schedule: printSchedule(schedule), owner });
  if (second !== undefined) asked.set("second", printSchedule(second));
  return `?${asked.toString()}`;
}

/** Both sides run on the same CPU with the same regular code, but for what a handler cannot do without. */
export function scenarioFor(
  { own, workload, owner, ...wish }: Wish,
  side: Side,
  schedule: readonly ScheduleItem[],
): Scenario {
  const listed = findListed(wish[side]) ?? LISTING[0];
  const alone = wish[side] === OWN || listed === undefined ? own : scenarioOf(listed);
  if (alone === undefined) throw new Error(`there is no handler ${wish[side]}`);
  const body = own?.body ?? findListed(wish[owner])?.body ?? alone.body;
  if (own === undefined || alone === own) return { ...alone, body, workload, schedule };
  const { fred: _, ...shared } = own.options;
  return { ...alone, body, options: { ...shared, ...alone.options }, workload, schedule };
}

/** Exchanged, with the schedule in its owner's places still. */
export function swapped(wish: Wish): Wish {
  return { ...wish, left: wish.right, right: wish.left, owner: otherSide(wish.owner) };
}
