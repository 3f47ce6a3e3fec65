// What a run stops at: breakpoints, watchpoints, caught events. Each can be switched
// off, given a condition, deleted, and led to its nearest hit.

import { useState, type FormEvent } from "react";

import type { BreakPlace, CaughtEvent } from "../../../protocol/messages.ts";
import type { StopFacts } from "../../../session/views/look.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { LOOK_TEXTS } from "../../texts/look.ts";
import { useAnswer } from "./use-answer.ts";

const TEXTS = LOOK_TEXTS.stops;

export function StopsPanel() {
  const stops = usePageState((state) => state.breakpoints);
  const answer = useAnswer({ kind: "stops" }, stops);
  const facts = answer?.kind === "stops" && answer.stops.length === stops.length ? answer.stops : [];
  return (
    <div className="look-scroll stops" tabIndex={0} role="group" aria-label={TEXTS.list}>
      {stops.length === 0 ? <p className="dim">{TEXTS.none}</p> : null}
      <ul>
        {stops.map((place, index) => (
          <Stop key={`${index} ${textOf(place)}`} place={place} index={index} facts={facts[index]} />
        ))}
      </ul>
      <AddStop />
    </div>
  );
}

function Stop({ place, index, facts }: { place: BreakPlace; index: number; facts: StopFacts | undefined }) {
  const page = usePage();
  const what = textOf(place);
  const name = `${kindOf(place)} ${what}`;

  function change(next: BreakPlace | undefined): void {
    const present = page.store.getState().breakpoints;
    void page.machine.setBreakpoints(present.flatMap((other, at) => (at !== index ? [other] : (next ?? []))));
  }

  return (
    <li className={place.off === true ? "stop off" : "stop"}>
      <label className="stop-what">
        <input
          type="checkbox"
          checked={place.off !== true}
          aria-label={TEXTS.enabled(name)}
          onChange={() => change(place.off === true ? without(place, "off") : { ...place, off: true })}
        />
        <span className="dim">
          {facts?.number} {kindOf(place)}
        </span>
        <code>{what}</code>
      </label>
      <Condition place={place} name={name} onChange={change} />
      <span className="stop-buttons">
        <Hit at={facts?.last} title={TEXTS.lastTitle(name)} label={`◂ ${TEXTS.last}`} />
        <Hit at={facts?.next} title={TEXTS.nextTitle(name)} label={`${TEXTS.next} ▸`} />
        <button type="button" className="look-choice" aria-label={TEXTS.remove(name)} onClick={() => change(undefined)}>
          ✕
        </button>
      </span>
      <span className="stop-facts dim">
        {facts === undefined ? "" : facts.hits === undefined ? TEXTS.conditional : TEXTS.hits(facts.hits)}
        {(place.ignore ?? 0) > 0 ? `, ${TEXTS.ignore(place.ignore ?? 0)}` : ""}
        {facts?.now === undefined ? "" : `, ${TEXTS.now(facts.now)}`}
        {facts?.problem === undefined ? null : <b className="stop-problem"> {facts.problem}</b>}
      </span>
    </li>
  );
}

function Condition({
  place,
  name,
  onChange,
}: {
  place: BreakPlace;
  name: string;
  onChange: (next: BreakPlace) => void;
}) {
  const [text, setText] = useState(place.condition ?? "");
  function apply(): void {
    const wanted = text.trim();
    if (wanted === (place.condition ?? "")) return;
    onChange(wanted === "" ? without(place, "condition") : { ...place, condition: wanted });
  }
  return (
    <input
      className="stop-condition mono"
      aria-label={TEXTS.condition(name)}
      placeholder={TEXTS.conditionHint}
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="off"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === "Enter") apply();
      }}
    />
  );
}

function Hit({ at, title, label }: { at: number | undefined; title: string; label: string }) {
  const page = usePage();
  return (
    <button
      type="button"
      className="look-choice"
      aria-label={title}
      title={at === undefined ? TEXTS.noHit : LOOK_TEXTS.go(at - 1)}
      disabled={at === undefined}
      onClick={() => at !== undefined && void page.machine.seek(at)}
    >
      {label}
    </button>
  );
}

const COMMANDS = { break: "b", write: "watch", read: "rwatch", access: "awatch", catch: "catch" } as const;
const KINDS = ["write", "read", "access", "break", "catch"] as const;
const EVENTS = Object.keys(TEXTS.events) as readonly CaughtEvent[];

/** The console reads it, and says what is wrong. */
function AddStop() {
  const page = usePage();
  const [kind, setKind] = useState<(typeof KINDS)[number]>("write");
  const [text, setText] = useState("");
  const [event, setEvent] = useState<CaughtEvent>("overwritten");
  const [problem, setProblem] = useState<string>();

  async function submit(form: FormEvent): Promise<void> {
    form.preventDefault();
    const wrong = await page.machine.command(`${COMMANDS[kind]} ${kind === "catch" ? event : text}`);
    setProblem(wrong);
    if (wrong === undefined) setText("");
  }

  return (
    <form className="look-bar" onSubmit={(form) => void submit(form)}>
      <select
        aria-label={TEXTS.addKind}
        value={kind}
        onChange={(change) => setKind(KINDS.find((one) => one === change.target.value) ?? "write")}
      >
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {TEXTS.kinds[one]}
          </option>
        ))}
      </select>
      {kind === "catch" ? (
        <select
          aria-label={TEXTS.addEvent}
          value={event}
          onChange={(change) => setEvent(EVENTS.find((one) => one === change.target.value) ?? "overwritten")}
        >
          {EVENTS.map((one) => (
            <option key={one} value={one}>
              {TEXTS.events[one]}
            </option>
          ))}
        </select>
      ) : (
        <input
          aria-label={TEXTS.addWhat}
          placeholder={kind === "break" ? "do_nmi" : "*$rsp"}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={text}
          onChange={(change) => setText(change.target.value)}
        />
      )}
      <button type="submit" className="small-button">
        {TEXTS.add}
      </button>
      {problem === undefined ? null : (
        <p role="alert" className="stop-problem">
          {problem}
        </p>
      )}
    </form>
  );
}

function kindOf(place: BreakPlace): string {
  if (place.kind === "watch") return TEXTS.kinds[place.access];
  return place.kind === "catch" ? TEXTS.kinds.catch : TEXTS.kinds.break;
}

function textOf(place: BreakPlace): string {
  switch (place.kind) {
    case "line":
      return TEXTS.line(place.line);
    case "place":
      return place.place;
    case "watch":
      return place.target;
    case "catch":
      return TEXTS.events[place.event];
  }
}

function without(place: BreakPlace, name: "condition" | "off"): BreakPlace {
  const { [name]: _, ...rest } = place;
  return rest;
}
