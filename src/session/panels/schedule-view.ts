// What became of every item of the schedule.

import type { ScheduleItem } from "../../scenario/scenario.ts";
import type { Tracker } from "../history/tracker.ts";
import type { AppliedItem, ScheduleDriver } from "../schedule-driver.ts";
import { formatItem, type ResolvedItem } from "../schedule-items.ts";
import type { ScheduleRow } from "../views.ts";
import { SCHEDULE_TEXTS } from "../texts/run.ts";

type Fate = Pick<ScheduleRow, "state" | "outcome" | "at" | "context">;

export function scheduleRows(
  items: readonly ScheduleItem[],
  resolved: readonly ResolvedItem[],
  driver: ScheduleDriver,
  tracker: Tracker,
  trials: ReadonlyMap<number, string> = new Map(),
): readonly ScheduleRow[] {
  const applied = new Map(driver.applied.map((item) => [item.index, item]));
  return items.map((item, index) => ({
    index,
    text: formatItem(item),
    off: item.off === true,
    ...fateOf(resolved[index], applied.get(index), tracker, trials.get(index)),
  }));
}

function fateOf(
  item: ResolvedItem | undefined,
  applied: AppliedItem | undefined,
  tracker: Tracker,
  trial: string | undefined,
): Fate {
  if (item === undefined || item.kind === "off") {
    const outcome = trial === undefined ? SCHEDULE_TEXTS.off : SCHEDULE_TEXTS.offWouldBe(trial);
    return { state: "off", outcome, at: undefined, context: undefined };
  }
  if (item.kind === "invalid") return { state: "invalid", outcome: item.reason, at: undefined, context: undefined };
  if (applied === undefined) {
    const what = item.when.kind === "step" ? SCHEDULE_TEXTS.endsBefore : SCHEDULE_TEXTS.placeMissed(item.when.nth);
    return { state: "unused", outcome: what, at: undefined, context: undefined };
  }
  return appliedFate(applied, tracker);
}

function appliedFate({ at, outcome }: AppliedItem, tracker: Tracker): Fate {
  switch (outcome.kind) {
    case "delivered":
      return { state: "delivered", outcome: SCHEDULE_TEXTS.delivered(at), at, context: tracker.steps.context(at) };
    case "pending": {
      const delivery = tracker.acceptedNmis.find(({ step }) => step >= at);
      return delivery === undefined
        ? { state: "pending", outcome: SCHEDULE_TEXTS.neverDelivered(at), at, context: undefined }
        : {
            state: "delivered",
            outcome: SCHEDULE_TEXTS.deliveredLater(at, delivery.step),
            at,
            context: delivery.context,
          };
    }
    case "merged": {
      const pending = tracker.nmi.at(at + 1)?.pendingFrom;
      return { state: "merged", outcome: SCHEDULE_TEXTS.merged(at, pending), at, context: undefined };
    }
    case "refused":
      return { state: "refused", outcome: outcome.reason, at, context: undefined };
  }
}
