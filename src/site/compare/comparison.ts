// The comparing itself, outside React: what is wished, the two machines, where they
// stand, and the search for what separates them.

import { createStore } from "zustand/vanilla";

import type { ExploreBounds } from "../../session/views/exploration.ts";
import { type ExplorerLine, reasonOf } from "../../store/explorer/line.ts";
import { COMPARE_TEXTS as T } from "../../ui/texts/compare.ts";
import { firstDivergence } from "./alignment.ts";
import { differencesOf, type Difference } from "./differences.ts";
import { NotAssembled, brokenOn, linkTo, openPair, standingOf, type Compared, type Pair } from "./pair.ts";
import { FIRST_BOUNDS, MOST_STATES, separate, type Separated } from "./separating.ts";
import { placeOf, positionsAt, type Place } from "./stepping.ts";
import { SIDES, otherSide, scenarioFor, type Side, type Wish } from "./wish.ts";

/** Both machines opened, and where they stand. */
export interface Shown {
  readonly compared: Compared;
  readonly place: Place;
  readonly differences: readonly Difference[];
  /** "#v1..." to where each stands. */
  readonly links: Readonly<Record<Side, string>>;
}

export interface ComparisonState {
  readonly wish: Wish;
  /** Undefined: not yet, or they cannot be opened. */
  readonly shown: Shown | undefined;
  readonly status: string;
  readonly searching: boolean;
  readonly bounds: ExploreBounds;
}

export interface ComparisonPorts {
  readonly pair: Pair;
  readonly line: ExplorerLine;
  /** The page's address shall lead here again. */
  readonly noteWish: (wish: Wish) => void;
}

export class Comparison {
  readonly store;
  readonly pair: Pair;
  readonly #line: ExplorerLine;
  readonly #noteWish: (wish: Wish) => void;
  #isStopped = false;
  /** The latest of what was asked for: an earlier one is not shown any more. */
  #asked = 0;
  /** Above 0: both are being opened or moved by this, and what they report is no wish of the reader's. */
  #busy = 0;

  constructor(first: Wish, { pair, line, noteWish }: ComparisonPorts) {
    this.pair = pair;
    this.#line = line;
    this.#noteWish = noteWish;
    this.store = createStore<ComparisonState>(() => ({
      wish: first,
      shown: undefined,
      status: T.loading,
      searching: false,
      bounds: FIRST_BOUNDS,
    }));
    for (const side of SIDES) pair.pages[side].store.subscribe(() => this.#follow(side));
  }

  /** Opens both, at the first divergence. */
  async show(wish: Wish, saying?: string): Promise<void> {
    this.store.setState({ wish });
    this.#noteWish(wish);
    this.#busy++;
    try {
      const compared = await openPair(this.pair, wish);
      const at = firstDivergence(compared.rows);
      const alike = wish.second === undefined ? T.same : T.sameRuns;
      const status = saying ?? (at === undefined ? alike : T.diverge(compared.rows[at]?.text ?? ""));
      await this.#stand(compared, { row: at ?? 0, steps: 0 });
      this.store.setState({ status });
    } catch (failure) {
      this.store.setState({ shown: undefined, status: sayOf(failure) });
    } finally {
      this.#busy--;
    }
  }

  async go(place: Place): Promise<void> {
    const { shown } = this.store.getState();
    if (shown === undefined) return;
    // At once, so that a held key goes on from here.
    this.store.setState({ shown: { ...shown, place } });
    await this.#stand(shown.compared, place);
  }

  setBounds(bounds: ExploreBounds): void {
    this.store.setState({ bounds });
  }

  async search(): Promise<void> {
    const { wish, shown } = this.store.getState();
    if (shown === undefined) return;
    const { titles } = shown.compared;
    this.#isStopped = false;
    this.store.setState({ searching: true });
    try {
      const found = await this.#separate(wish, titles);
      await this.show(found.kind === "found" ? separatedWish(wish, found) : wish, this.#tellFound(found, titles));
    } catch (failure) {
      this.store.setState({ status: sayOf(failure) });
    } finally {
      this.store.setState({ searching: false });
    }
  }

  stopSearch(): void {
    this.#isStopped = true;
    this.#line.cancel();
  }

  async #stand(compared: Compared, place: Place): Promise<void> {
    const number = ++this.#asked;
    const at = positionsAt(compared.rows, place);
    const { left, right } = this.pair.pages;
    this.#busy++;
    await Promise.all([left.machine.seek(at.left), right.machine.seek(at.right)]);
    this.#busy--;
    const links = {
      left: await linkTo(this.pair, compared, "left"),
      right: await linkTo(this.pair, compared, "right"),
    };
    if (number !== this.#asked) return;
    const [ofLeft, ofRight] = [standingOf(this.pair, "left"), standingOf(this.pair, "right")];
    const differences = ofLeft === undefined || ofRight === undefined ? [] : differencesOf(ofLeft, ofRight);
    this.store.setState({ shown: { compared, place, links, differences } });
  }

  /** The reader has moved one side by its lanes: the other goes along. */
  #follow(side: Side): void {
    const { shown, searching } = this.store.getState();
    if (this.#busy > 0 || searching || shown === undefined) return;
    const position = this.pair.pages[side].store.getState().moment?.position;
    if (position === undefined || position === positionsAt(shown.compared.rows, shown.place)[side]) return;
    void this.go(placeOf(shown.compared.rows, side, position));
  }

  #separate(wish: Wish, titles: Compared["titles"]): Promise<Separated> {
    const { pair } = this;
    const { bounds } = this.store.getState();
    const scenarios = { left: scenarioFor(wish, "left", []), right: scenarioFor(wish, "right", []) };
    return separate(
      { scenarios, workload: wish.workload, bounds },
      {
        line: this.#line,
        isStopped: () => this.#isStopped,
        tell: (side, states) =>
          this.store.setState({ status: T.searching(titles[side], states.toLocaleString("en-GB")) }),
        async brokenOnOther(side, schedule) {
          const { carried } = await openPair(pair, { ...wish, schedule, owner: side, second: undefined });
          return carried.unplaced.length > 0 ? undefined : brokenOn(pair, otherSide(side));
        },
      },
    );
  }

  #tellFound(found: Separated, titles: Compared["titles"]): string {
    const { nmis, faults, machineChecks } = this.store.getState().bounds;
    const within = T.within(nmis, faults, machineChecks);
    if (found.kind === "stopped") return T.stopped(titles[found.side], MOST_STATES.toLocaleString("en-GB"));
    if (found.kind === "none") return found.unplaced === 0 ? T.none(within) : T.unplaced(within, found.unplaced);
    const { side, property } = found.separation;
    return T.separates(property, titles[side], titles[otherSide(side)], within);
  }
}

function separatedWish(wish: Wish, { separation: { side, schedule } }: Extract<Separated, { kind: "found" }>): Wish {
  return { ...wish, schedule, owner: side, second: undefined };
}

function sayOf(failure: unknown): string {
  if (failure instanceof NotAssembled) return T.notAssembled(T.sides[failure.side], failure.reason);
  return T.failed(reasonOf(failure));
}
