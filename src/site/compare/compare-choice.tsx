// The form above: two handlers, a workload, the schedule and whose places it names.

import { useState } from "react";

import { LISTING } from "../../scenario/catalogue/listing.ts";
import { WORKLOADS, type WorkloadName } from "../../scenario/scenario.ts";
import { parseSchedule, printSchedule } from "../../scenario/schedule.ts";
import { COMPARE_TEXTS as T } from "../../ui/texts/compare.ts";
import { OWN, hasOwn, otherSide, swapped, type Side, type Wish } from "./wish.ts";

interface ChoiceProps {
  readonly wish: Wish;
  readonly busy: boolean;
  readonly onChange: (wish: Wish) => void;
}

export function CompareChoice({ wish, busy, onChange }: ChoiceProps) {
  const [text, setText] = useState(printSchedule(wish.schedule));
  const [second, setSecond] = useState(wish.second && printSchedule(wish.second));
  const read = [parseSchedule(text), parseSchedule(second ?? "")] as const;
  const [problem] = read.flatMap(({ problems }) => problems);
  const other = T.sides[otherSide(wish.owner)];
  return (
    <form
      className="live-box"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem !== undefined) return;
        onChange({ ...wish, schedule: read[0].items, second: second === undefined ? undefined : read[1].items });
      }}
    >
      <HandlerChoice side="left" wish={wish} busy={busy} onChange={onChange} />
      <button type="button" disabled={busy} onClick={() => onChange(swapped(wish))}>
        <span aria-hidden="true">⇄</span> {T.swap}
      </button>
      <HandlerChoice side="right" wish={wish} busy={busy} onChange={onChange} />
      <label>
        {T.workload}{" "}
        <select
          value={wish.workload}
          disabled={busy}
          onChange={({ target }) => onChange({ ...wish, workload: target.value as WorkloadName })}
        >
          {WORKLOADS.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <ScheduleField label={T.schedule(T.sides[wish.owner])} text={text} busy={busy} onText={setText} />
      {second === undefined ? null : (
        <ScheduleField label={T.secondSchedule(other)} text={second} busy={busy} onText={setSecond} />
      )}
      <label>
        <input
          type="checkbox"
          checked={second !== undefined}
          disabled={busy}
          onChange={({ target }) => setSecond(target.checked ? text : undefined)}
        />{" "}
        {T.second(other)}
      </label>
      <button type="submit" disabled={busy || problem !== undefined}>
        {T.apply}
      </button>
      {problem === undefined ? null : <p role="alert">{problem.message}</p>}
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly text: string;
  readonly busy: boolean;
  readonly onText: (text: string) => void;
}

function ScheduleField({ label, text, busy, onText }: FieldProps) {
  return (
    <label className="compare-schedule">
      {label}{" "}
      <input
        value={text}
        disabled={busy}
        onChange={({ target }) => onText(target.value)}
        spellCheck={false}
        autoCapitalize="none"
      />
    </label>
  );
}

function HandlerChoice({ side, wish, busy, onChange }: ChoiceProps & { side: Side }) {
  const { handler } = wish.own ?? {};
  const groups = [...new Set(LISTING.map(({ group }) => group))];
  return (
    <label>
      {T.sides[side]}{" "}
      <select value={wish[side]} disabled={busy} onChange={({ target }) => onChange({ ...wish, [side]: target.value })}>
        {hasOwn(wish) ? (
          <option value={OWN}>
            {T.own}
            {handler?.name}
          </option>
        ) : null}
        {groups.map((group) => (
          <optgroup key={group} label={group}>
            {LISTING.filter((entry) => entry.group === group).map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
