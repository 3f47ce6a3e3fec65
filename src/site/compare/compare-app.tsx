// Two handlers side by side under one schedule: chosen, stepped together, with the
// first divergence marked, and the schedule that separates them searched for.

import { createRoot } from "react-dom/client";
import { useStore } from "zustand";

import { SCENARIO_LINKS } from "../../store/scenario-link.ts";
import { Figure } from "../../ui/figures/figure.tsx";
import type { FigureSpec } from "../../ui/figures/figure-spec.ts";
import { COMPARE_TEXTS as T } from "../../ui/texts/compare.ts";
import { openExplorerLine } from "../explorer-line.ts";
import { CompareChoice } from "./compare-choice.tsx";
import { CompareControls } from "./compare-controls.tsx";
import { CompareRows } from "./compare-rows.tsx";
import { DifferencesTable } from "./differences-table.tsx";
import { Comparison, type ComparisonState, type Shown } from "./comparison.ts";
import { makePair, type Pair } from "./pair.ts";
import { SourceDiff } from "./source-diff.tsx";
import { OWN, SIDES, readWish, writeWish, type Side, type Wish } from "./wish.ts";
import "./compare.css";

function Compare({ comparison }: { comparison: Comparison }) {
  const { wish, shown, status, searching, bounds } = useStore(comparison.store);
  const go = (place: Shown["place"]): void => void comparison.go(place);
  return (
    <>
      <CompareChoice
        key={JSON.stringify(wish)}
        wish={wish}
        busy={searching}
        onChange={(next) => void comparison.show(next)}
      />
      <div className="live-box">
        <button
          type="button"
          className="primary"
          onClick={() => (searching ? comparison.stopSearch() : void comparison.search())}
        >
          {searching ? T.stop : T.search}
        </button>
        <BoundsChoice bounds={bounds} busy={searching} onChange={(next) => comparison.setBounds(next)} />
        <p role="status">{status}</p>
      </div>
      {shown === undefined ? null : (
        <>
          <CarriedText shown={shown} />
          <CompareControls rows={shown.compared.rows} place={shown.place} onGo={go} />
          <div className="compare-now">
            <CompareRows rows={shown.compared.rows} row={shown.place.row} onGo={(row) => go({ row, steps: 0 })} />
            <DifferencesTable differences={shown.differences} />
          </div>
          <div className="compare-sides">
            {SIDES.map((side) => (
              <SideFigure key={side} side={side} wish={wish} pair={comparison.pair} shown={shown} />
            ))}
          </div>
          <SourceDiff left={shown.compared.sources.left} right={shown.compared.sources.right} />
        </>
      )}
    </>
  );
}

const CHOICES = { nmis: [1, 2, 3], faults: [0, 1, 2], machineChecks: [0, 1] } as const;
const BOUNDS = ["nmis", "faults", "machineChecks"] as const;

interface BoundsProps {
  readonly bounds: ComparisonState["bounds"];
  readonly busy: boolean;
  readonly onChange: (bounds: ComparisonState["bounds"]) => void;
}

function BoundsChoice({ bounds, busy, onChange }: BoundsProps) {
  return BOUNDS.map((name) => (
    <label key={name}>
      <select
        value={bounds[name]}
        disabled={busy}
        onChange={({ target }) => onChange({ ...bounds, [name]: Number(target.value) })}
      >
        {CHOICES[name].map((number) => (
          <option key={number}>{number}</option>
        ))}
      </select>{" "}
      {T.bounds[name]}
    </label>
  ));
}

function SideFigure({ side, wish, pair, shown }: { side: Side; wish: Wish; pair: Pair; shown: Shown }) {
  const title = shown.compared.titles[side];
  const spec: FigureSpec = {
    link: shown.links[side],
    views: ["lanes", "stack", "code", "registers"],
    events: [],
    title: `${T.sides[side]}: ${title}`,
  };
  return (
    <section className="compare-side" data-side={side}>
      <h2>{wish[side] === OWN ? title : <a href={`gallery/${wish[side]}.html`}>{title}</a>}</h2>
      <Figure page={pair.pages[side]} spec={spec} tool="index.html" live moves={false} />
    </section>
  );
}

function CarriedText({ shown }: { shown: Shown }) {
  const { byRole, unplaced } = shown.compared.carried;
  if (byRole.length + unplaced.length === 0) return null;
  return (
    <ul className="carried">
      {byRole.map((text) => (
        <li key={text}>{T.byRole(text)}</li>
      ))}
      {unplaced.map((text) => (
        <li key={text} className="fails">
          {T.notThere(text)}
        </li>
      ))}
    </ul>
  );
}

export async function enlivenCompare(element: HTMLElement): Promise<void> {
  const root = createRoot(element);
  const read = location.hash.length > 1 ? await SCENARIO_LINKS.decode(location.hash) : undefined;
  const first = readWish(location.search, read?.kind === "opened" ? read.moment.scenario : undefined);
  const noteWish = (wish: Wish): void => history.replaceState(undefined, "", writeWish(wish) + location.hash);
  const comparison = new Comparison(first, { pair: makePair(first), line: openExplorerLine(), noteWish });
  root.render(
    <>
      {read?.kind === "bad" ? <p role="alert">{T.badLink(read.message)}</p> : null}
      <Compare comparison={comparison} />
    </>,
  );
  await comparison.show(first);
}
