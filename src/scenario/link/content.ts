// Between today's scenario and the newest published shape. This is the only file
// of the links that changes when the scenario's type does.

import { findBody } from "../bodies.ts";
import { findListed } from "../catalogue/listing.ts";
import { WORKLOADS, type Scenario, type ScheduleItem, type SharedMoment } from "../scenario.ts";
import { parseItem, printItem } from "../schedule.ts";
import { invalid, type Failed } from "./failure.ts";
import { V1_DEFAULTS, viewOfV1 } from "./shapes/v1.ts";
import type { V3Content } from "./shapes/v3.ts";
import { CONTENT_TEXTS } from "../texts/links.ts";

/** What the sharer saw, so that a difference can be told. */
export interface OutcomeDigest {
  /** Hash of the last state, hexadecimal without 0x. */
  readonly state: string;
  readonly steps: number;
  /** RunEnd's kind. */
  readonly end: string;
}

/** How the page looked; small, flat, and never needed. */
export type ViewState = Readonly<Record<string, string | number | boolean>>;

export interface Shared extends SharedMoment {
  readonly digest?: OutcomeDigest;
  readonly view?: ViewState;
}

type StoredItem = NonNullable<V3Content["schedule"]>[number];

function writeItem(item: ScheduleItem): StoredItem {
  const text = printItem(item);
  return item.off === true ? { item: text, off: true } : text;
}

/** An item that the schedule's language refuses is kept as it is: it can be mended in the page. */
function readItem(stored: StoredItem): ScheduleItem | undefined {
  const { item, off } = typeof stored === "string" ? { item: stored, off: false } : stored;
  const mark = off ? ({ off: true } as const) : {};
  const parsed = parseItem(item);
  if (parsed.ok) return { ...parsed.value, ...mark };
  const at = item.indexOf("@");
  return at < 0 ? undefined : { event: item.slice(0, at), when: item.slice(at + 1), ...mark };
}

/** The oldest version that can say it: links without FRED and notes open in older releases too. */
export function versionOf({ options, notes }: Scenario): number {
  if (notes !== undefined) return 3;
  return options.fred === undefined ? 1 : 2;
}

/** Defaults are not written. */
export function toContent({ scenario, position, digest, view }: Shared): V3Content {
  const { handler, workload, body, options, schedule, title, note, notes } = scenario;
  const named = handler.kind === "source" && handler.name !== undefined ? { name: handler.name } : {};
  return {
    handler: handler.kind === "catalogue" ? handler.name : { source: handler.text, ...named },
    ...(workload === V1_DEFAULTS.workload ? {} : { workload }),
    ...(body === V1_DEFAULTS.body ? {} : { body }),
    ...(Object.keys(options).length === 0 ? {} : { options: { ...options } }),
    ...(schedule.length === 0 ? {} : { schedule: schedule.map(writeItem) }),
    ...(title === undefined ? {} : { title }),
    ...(note === undefined ? {} : { note }),
    ...(notes === undefined ? {} : { notes: notes.map(({ at, text }) => ({ at, text })) }),
    ...(position === V1_DEFAULTS.position ? {} : { position }),
    ...(digest === undefined ? {} : { digest: { ...digest } }),
    ...(view === undefined ? {} : { view }),
  };
}

function optionsOf(stored: V3Content["options"]): Scenario["options"] {
  const { faultingIretUnblocks, nullSsOnSameCplIst, stiBlocksNmi, fred } = stored ?? {};
  return {
    ...(faultingIretUnblocks === undefined ? {} : { faultingIretUnblocks }),
    ...(nullSsOnSameCplIst === undefined ? {} : { nullSsOnSameCplIst }),
    ...(stiBlocksNmi === undefined ? {} : { stiBlocksNmi }),
    ...(fred === undefined ? {} : { fred }),
  };
}

function handlerOf(stored: V3Content["handler"]): Scenario["handler"] {
  if (typeof stored === "string") return { kind: "catalogue", name: stored };
  const { source, name } = stored;
  return { kind: "source", text: source, ...(name === undefined ? {} : { name }) };
}

export function fromContent(content: V3Content): { readonly ok: true; readonly shared: Shared } | Failed {
  const handler = handlerOf(content.handler);
  if (handler.kind === "catalogue" && findListed(handler.name) === undefined) {
    return invalid("handler", CONTENT_TEXTS.noSuchHandler(handler.name));
  }
  const workload = WORKLOADS.find((name) => name === (content.workload ?? V1_DEFAULTS.workload));
  if (workload === undefined) return invalid("workload", CONTENT_TEXTS.noSuchWorkload(content.workload, WORKLOADS));
  const body = content.body ?? V1_DEFAULTS.body;
  if (findBody(body) === undefined) return invalid("body", CONTENT_TEXTS.noSuchBody(body));
  const schedule: ScheduleItem[] = [];
  for (const [index, stored] of (content.schedule ?? []).entries()) {
    const item = readItem(stored);
    if (item === undefined) return invalid(`schedule[${index}]`, CONTENT_TEXTS.noItem);
    schedule.push(item);
  }
  const { title, note, notes = [], digest } = content;
  const view = viewOfV1(content.view);
  return {
    ok: true,
    shared: {
      scenario: {
        handler,
        workload,
        body,
        options: optionsOf(content.options),
        schedule,
        ...(title === undefined ? {} : { title }),
        ...(note === undefined ? {} : { note }),
        ...(notes.length === 0 ? {} : { notes }),
      },
      position: content.position ?? V1_DEFAULTS.position,
      ...(digest === undefined ? {} : { digest }),
      ...(view === undefined ? {} : { view }),
    },
  };
}
