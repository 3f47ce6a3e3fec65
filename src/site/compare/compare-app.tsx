// Two handlers side by side under one schedule: chosen, stepped together, with the
// first divergence marked, and the schedule that separates them searched for.

import { useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";

import { LISTING, findListed } from "../../scenario/catalogue/listing.ts";
import { WORKLOADS, type WorkloadName } from "../../scenario/scenario.ts";
import { parseSchedule, printSchedule } from "../../scenario/schedule.ts";
import { type ExplorerLine, reasonOf } from "../../store/explorer/line.ts";
import { Figure } from "../../ui/figures/figure.tsx";
import type { FigureSpec } from "../../ui/figures/figure-spec.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";
import { openExplorerLine } from "../explorer-line.ts";
import { firstDivergence } from "./alignment.ts";
import { CompareRows } from "./compare-rows.tsx";
import { brokenOn, makePair, openPair, scenarioFor, type Compared, type Pair, type Wish } from "./pair.ts";
import { separate, type Side } from "./separating.ts";
import { SourceDiff } from "./source-diff.tsx";
import "./compare.css";

const T = SITE_TEXTS.comparePage;
const SIDES = ["left", "right"] as const;

function wishOf(search: string): Wish {
  const asked = new URLSearchParams(search);
  const handler = (name: string, otherwise: string): string => findListed(asked.get(name) ?? "")?.name ?? otherwise;
  return {
    left: handler("left", "naive"),
    right: handler("right", "desnoyers-2010-repaired"),
    workload: WORKLOADS.find((name) => name === asked.get("workload")) ?? "kernel",
    schedule: parseSchedule(asked.get("schedule") ?? "nmi@workload; nmi@page_touched").items,
    owner: asked.get("owner") === "right" ? "right" : "left",
  };
}

function addressOf({ left, right, workload, schedule, owner }: Wish): string {
  const asked = new URLSearchParams({ left, right, workload, schedule: printSchedule(schedule), owner });
  return `?${asked.toString()}`;
}

interface Search {
  readonly line: ExplorerLine;
  readonly pair: Pair;
}

/** What to show then, and what to say of it. */
async function searchFor(
  { line, pair }: Search,
  wish: Wish,
  say: (text: string) => void,
): Promise<{ readonly wish: Wish; readonly text: string }> {
  const { left, right, workload } = wish;
  const scenarios = { left: scenarioFor(left, workload, []), right: scenarioFor(right, workload, []) };
  const found = await separate(scenarios, workload, {
    line,
    tell: (side, states) => say(T.searching(wish[side], states.toLocaleString("en-GB"))),
    async brokenOnOther(side: Side, schedule) {
      await openPair(pair, { ...wish, schedule, owner: side });
      return brokenOn(pair, side === "left" ? "right" : "left");
    },
  });
  if (found.kind !== "found") return { wish, text: found.kind === "none" ? T.none : T.stopped };
  const { side, property, schedule } = found.separation;
  const text = T.separates(property, wish[side], side === "left" ? right : left);
  return { wish: { ...wish, schedule, owner: side }, text };
}

function Compare() {
  const [wish, setWish] = useState<Wish>(() => wishOf(location.search));
  const [compared, setCompared] = useState<Compared>();
  const [row, setRow] = useState(0);
  const [status, setStatus] = useState<string>(T.loading);
  const [searching, setSearching] = useState(false);
  const made = useRef<Search>(undefined);

  async function show(next: Wish, saying?: string): Promise<void> {
    setWish(next);
    history.replaceState(undefined, "", addressOf(next));
    try {
      made.current ??= { line: openExplorerLine(), pair: makePair(next) };
      const opened = await openPair(made.current.pair, next);
      setCompared(opened);
      const at = firstDivergence(opened.rows);
      setStatus(saying ?? (at === undefined ? T.same : T.diverge(opened.rows[at]?.text ?? "")));
      await go(opened, at ?? 0);
    } catch (failure) {
      setStatus(T.failed(reasonOf(failure)));
    }
  }

  async function go(opened: Compared, index: number): Promise<void> {
    const at = opened.rows[index];
    if (at === undefined || made.current === undefined) return;
    setRow(index);
    const { pages } = made.current.pair;
    await Promise.all([pages.left.machine.seek(at.left), pages.right.machine.seek(at.right)]);
  }

  async function search(): Promise<void> {
    if (made.current === undefined) return;
    setSearching(true);
    try {
      const found = await searchFor(made.current, wish, setStatus);
      await show(found.wish, found.text);
    } catch (failure) {
      setStatus(T.failed(reasonOf(failure)));
    } finally {
      setSearching(false);
    }
  }

  // oxlint-disable-next-line react/exhaustive-deps -- once: what the address asks for
  useEffect(() => void show(wish), []);

  return (
    <>
      <Choice key={addressOf(wish)} wish={wish} busy={searching} onChange={(next) => void show(next)} />
      <div className="live-box">
        <button
          type="button"
          className="primary"
          onClick={() => (searching ? made.current?.line.cancel() : void search())}
        >
          {searching ? T.stop : T.search}
        </button>
        <p role="status">{status}</p>
      </div>
      {compared === undefined || made.current === undefined ? null : (
        <>
          <CarriedText compared={compared} />
          <CompareRows rows={compared.rows} row={row} onGo={(index) => void go(compared, index)} />
          <div className="compare-sides">
            {SIDES.map((side) => (
              <SideFigure key={side} side={side} wish={wish} pair={made.current?.pair} compared={compared} />
            ))}
          </div>
          <SourceDiff left={compared.sources.left} right={compared.sources.right} />
        </>
      )}
    </>
  );
}

function SideFigure({
  side,
  wish,
  pair,
  compared,
}: {
  side: Side;
  wish: Wish;
  pair: Pair | undefined;
  compared: Compared;
}) {
  if (pair === undefined) return null;
  const title = findListed(wish[side])?.title ?? wish[side];
  const spec: FigureSpec = {
    link: compared.links[side],
    views: ["lanes", "stack", "registers", "code"],
    events: [],
    title: `${T.sides[side]}: ${title}`,
  };
  return (
    <section className="compare-side" data-side={side}>
      <h2>
        <a href={`gallery/${wish[side]}.html`}>{title}</a>
      </h2>
      <Figure page={pair.pages[side]} spec={spec} tool="index.html" live />
    </section>
  );
}

function CarriedText({ compared: { carried } }: { compared: Compared }) {
  const { byRole, unplaced } = carried;
  if (byRole.length + unplaced.length === 0) return null;
  return (
    <ul className="carried">
      {byRole.map((text) => (
        <li key={text}>{T.byRole(text)}</li>
      ))}
      {unplaced.map((text) => (
        <li key={text} className="fails">
          {T.unplaced(text)}
        </li>
      ))}
    </ul>
  );
}

function Choice({ wish, busy, onChange }: { wish: Wish; busy: boolean; onChange: (wish: Wish) => void }) {
  const [text, setText] = useState(printSchedule(wish.schedule));
  const { items, problems } = parseSchedule(text);
  return (
    <form
      className="live-box"
      onSubmit={(event) => {
        event.preventDefault();
        if (problems.length === 0) onChange({ ...wish, schedule: items });
      }}
    >
      {SIDES.map((side) => (
        <label key={side}>
          {T.sides[side]}{" "}
          <select
            value={wish[side]}
            disabled={busy}
            onChange={({ target }) => onChange({ ...wish, [side]: target.value })}
          >
            {LISTING.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
      ))}
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
      <label className="compare-schedule">
        {T.schedule(T.sides[wish.owner])}{" "}
        <input value={text} disabled={busy} onChange={({ target }) => setText(target.value)} spellCheck={false} />
      </label>
      <button type="submit" disabled={busy || problems.length > 0}>
        {T.apply}
      </button>
      {problems.length === 0 ? null : <p role="alert">{problems[0]?.message}</p>}
    </form>
  );
}

export function enlivenCompare(element: HTMLElement): void {
  createRoot(element).render(<Compare />);
}
