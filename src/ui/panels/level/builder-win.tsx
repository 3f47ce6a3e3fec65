// What wins the level that is made, and what its learner may send.

import { LEVEL_EVENTS, type LevelDraft, WITNESSES } from "../../../store/level-builder.ts";
import { usePageState } from "../../page-context.tsx";
import { TEXTS as PAGE_TEXTS } from "../../texts.ts";
import { BUILDER_TEXTS as TEXTS } from "../../texts/builder.ts";

interface WinFieldsProps {
  readonly draft: LevelDraft;
  change(change: Partial<LevelDraft>): void;
}

export function WinFields({ draft, change }: WinFieldsProps) {
  return draft.role === "defender" ? (
    <Bounds draft={draft} change={change} />
  ) : (
    <>
      <Shown draft={draft} change={change} />
      <Sent draft={draft} change={change} />
    </>
  );
}

function Bounds({ draft, change }: WinFieldsProps) {
  return (
    <fieldset className="builder-set">
      <legend>
        {TEXTS.win} {TEXTS.winHolds}
      </legend>
      {(["nmis", "faults", "machineChecks"] as const).map((name) => (
        <label key={name}>
          <input
            type="number"
            min={0}
            max={8}
            value={draft.bounds[name]}
            onChange={(e) => change({ bounds: { ...draft.bounds, [name]: whole(e.target.value, 8) } })}
          />{" "}
          {TEXTS[name]}
        </label>
      ))}
    </fieldset>
  );
}

function Shown({ draft, change }: WinFieldsProps) {
  const run = usePageState((state) => state.run);
  const names = run?.properties.map(({ property }) => property) ?? [];
  return (
    <fieldset className="builder-set">
      <legend>{TEXTS.win}</legend>
      <select
        aria-label={TEXTS.win}
        value={draft.winKind}
        onChange={(e) => change({ winKind: e.target.value === "seen" ? "seen" : "broken", par: undefined })}
      >
        <option value="broken">{TEXTS.winBroken}</option>
        <option value="seen">{TEXTS.winSeen}</option>
      </select>
      {draft.winKind === "broken" ? (
        names.map((name) => (
          <Check
            key={name}
            label={name}
            checked={draft.properties.includes(name)}
            onChange={(on) => change({ properties: toggled(draft.properties, name, on), par: undefined })}
          />
        ))
      ) : (
        <select
          aria-label={TEXTS.winSeen}
          value={draft.witness}
          onChange={(e) => {
            const witness = WITNESSES.find((one) => one === e.target.value);
            if (witness !== undefined) change({ witness, par: undefined });
          }}
        >
          {WITNESSES.map((name) => (
            <option key={name} value={name}>
              {TEXTS.witnesses[name]}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}

function Sent({ draft, change }: WinFieldsProps) {
  return (
    <fieldset className="builder-set">
      <legend>{TEXTS.events}</legend>
      {LEVEL_EVENTS.map((name) => (
        <Check
          key={name}
          label={PAGE_TEXTS.controls.events[name]}
          checked={draft.events.includes(name)}
          onChange={(on) => change({ events: toggled(draft.events, name, on), par: undefined })}
        />
      ))}
      <label>
        {TEXTS.most}{" "}
        <input
          type="number"
          min={0}
          max={100}
          value={draft.mostEvents}
          onChange={(e) => change({ mostEvents: whole(e.target.value, 100) })}
        />
      </label>
    </fieldset>
  );
}

function Check({ label, checked, onChange }: { label: string; checked: boolean; onChange(on: boolean): void }) {
  return (
    <label>
      <input type="checkbox" checked={checked} onChange={(e) => onChange(e.target.checked)} /> {label}
    </label>
  );
}

const toggled = (names: readonly string[], name: string, on: boolean): readonly string[] =>
  on ? [...names.filter((one) => one !== name), name] : names.filter((one) => one !== name);

const whole = (text: string, most: number): number => Math.min(most, Math.max(0, Math.floor(Number(text) || 0)));
