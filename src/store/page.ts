// The page's store: one state, the actions on it, and what happens by itself
// (saving the draft, remembering preferences). The only public face besides
// the types and selectors.

import { createStore, type StoreApi } from "zustand/vanilla";

import type { ConsoleWish } from "../protocol/messages.ts";
import type { Level } from "../scenario/level/level.ts";
import type { Shared } from "../scenario/link/link.ts";
import type { Scenario, SharedMoment } from "../scenario/scenario.ts";
import type { Connect, Surroundings } from "./connection.ts";
import { Desk } from "./desk.ts";
import { createExplorer, type ExplorerParts } from "./explorer/explorer.ts";
import type { ConnectExplorer } from "./explorer/line.ts";
import type { EventMover } from "./event-mover.ts";
import { EARLY_DRAFT } from "./keep/early-draft.ts";
import { Keep } from "./keep/keep.ts";
import type { LevelBuilder } from "./level-builder.ts";
import type { LinkCodec } from "./link.ts";
import type { LevelActions, LevelPorts } from "./level-actions.ts";
import { MachineActions } from "./machine-actions.ts";
import { Opening } from "./opening.ts";
import { createPageActions, type PageActions } from "./page-actions.ts";
import { ScheduleActions } from "./schedule-actions.ts";
import { SourceActions } from "./source-actions.ts";
import { differInPreferences, readPreferences, writePreferences } from "./preferences.ts";
import { INITIAL_STATE, type PageState } from "./state.ts";

export interface PagePorts {
  readonly connect: Connect;
  /** Undefined: a figure, without an explorer. */
  readonly connectExplorer?: ConnectExplorer;
  readonly codec: LinkCodec;
  readonly surroundings: Surroundings;
  readonly firstMoment: SharedMoment;
  readonly firstSource: string;
  clearAddress(): void;
  /** The levels that come with the project; loaded when first asked for. */
  readonly builtInLevels: () => Promise<readonly Level[]>;
}

export interface Page extends ExplorerParts {
  readonly store: StoreApi<PageState>;
  readonly machine: MachineActions;
  readonly source: SourceActions;
  readonly schedule: ScheduleActions;
  readonly view: PageActions;
  readonly opening: Opening;
  /** The user's work: kept, and its what-ifs walked. */
  readonly keep: Keep;
  /** Plays levels; loaded when first asked for. */
  levels(): Promise<LevelActions>;
  /** Makes levels; loaded when first asked for. */
  builder(): Promise<LevelBuilder>;
  /** Moves events along the run; loaded when first asked for. */
  mover(): Promise<EventMover>;
  readonly codec: LinkCodec;
  /** A catalogue handler, with the schedule kept; an edited one is kept aside. */
  openHandler(name: string): Promise<void>;
  openOwn(): Promise<void>;
  /** Schedule, workload and body of a demonstration, with the handler that is open. */
  openDemonstration(shown: Scenario): Promise<void>;
}

export function createPage(ports: PagePorts): Page {
  const { storage } = ports.surroundings;
  const store = createStore<PageState>(() => ({
    ...INITIAL_STATE,
    ...readPreferences(storage),
    sourceText: ports.firstSource,
  }));
  const desk = new Desk(store, ports.connect, ports.surroundings);
  const source = new SourceActions(store, desk, ports.surroundings);
  const machine = new MachineActions(
    store,
    desk,
    source,
    ports.surroundings,
    (wish) => void fulfil(wish, store, { ...parts, keep, levels }),
  );
  const { surroundings, codec, firstMoment } = ports;
  const parts = createExplorer({ store, machine, source, surroundings, connect: ports.connectExplorer });
  const opens = { open: (one: Shared) => machine.open(one), hold: <T>(opened: Promise<T>) => source.hold(opened) };
  const keep = new Keep(store, {
    load: surroundings.keeping,
    storage,
    hasKept: () => KEPT_BEFORE.some((key) => read(storage, key) !== undefined),
    after: (milliseconds, action) => surroundings.after(milliseconds, action),
    apply: () => source.apply(),
    ...opens,
    clearAddress: ports.clearAddress,
  });
  const opening = new Opening(store, { codec, keep, firstMoment, ...opens });
  store.subscribe((state, before) => {
    if (state.program !== before.program || state.scenario !== before.scenario) parts.explorer.noteChange();
    if (differInPreferences(state, before)) writePreferences(storage, state);
    const own = ownWork(state);
    if (own !== undefined && own !== state.ownScenario) store.setState({ ownScenario: own });
  });
  desk.connect();
  const builtIn = ports.builtInLevels;
  let played: Promise<LevelActions> | undefined;
  const levels = (): Promise<LevelActions> =>
    (played ??= makeLevels(store, { machine, source, explorer: parts.explorer, opening, surroundings, builtIn }));

  let mover: Promise<EventMover> | undefined;

  return {
    store,
    machine,
    source,
    schedule: new ScheduleActions(store, source),
    ...parts,
    view: createPageActions(store),
    opening,
    keep,
    levels,
    builder: () => makeBuilder(store, { ...ports, opening, levels }),
    mover: () => (mover ??= makeMover(store, source)),
    codec: ports.codec,
    openHandler(name) {
      // What was noted of another handler's steps is not of this one's.
      const { notes: _, ...scenario } = store.getState().scenario ?? ports.firstMoment.scenario;
      return machine.open({ scenario: { ...scenario, handler: { kind: "catalogue", name } }, position: 0 });
    },
    openDemonstration(shown) {
      const handler = store.getState().scenario?.handler ?? shown.handler;
      return machine.open({ scenario: { ...shown, handler }, position: 0 });
    },
    async openOwn() {
      const { ownScenario, scenario } = store.getState();
      if (ownScenario === undefined) return;
      const schedule = scenario?.schedule ?? ownScenario.schedule;
      await machine.open({ scenario: { ...ownScenario, schedule }, position: 0 });
    },
  };
}

async function makeBuilder(
  store: StoreApi<PageState>,
  { connect, connectExplorer, surroundings, opening, levels }: PagePorts & Pick<Page, "opening" | "levels">,
): Promise<LevelBuilder> {
  const { LevelBuilder: Builder } = await import("./level-builder.ts");
  return new Builder(store, { connect, connectExplorer, surroundings, opening, levels: await levels() });
}

/** What the console asks of the explorer; loaded with the first such wish. */
async function fulfil(
  wish: ConsoleWish,
  store: StoreApi<PageState>,
  parts: ExplorerParts & { readonly keep: Keep; readonly levels: () => Promise<LevelActions> },
): Promise<void> {
  const console = await import("./explorer/console.ts");
  await console.fulfil(wish, store, parts);
}

async function makeLevels(store: StoreApi<PageState>, parts: LevelPorts): Promise<LevelActions> {
  const { LevelActions: Actions } = await import("./level-actions.ts");
  return new Actions(store, parts);
}

async function makeMover(store: StoreApi<PageState>, source: SourceActions): Promise<EventMover> {
  const { EventMover: Mover } = await import("./event-mover.ts");
  return new Mover(store, source);
}

/** Keys that say that there is something to come back to, an older release's draft among them. */
const KEPT_BEFORE = ["nmi-stepper.keeps", "nmi-stepper.draft", EARLY_DRAFT];

/** Storage may refuse. */
function read(storage: Surroundings["storage"], key: string): string | undefined {
  try {
    return storage?.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function ownWork(state: PageState): Scenario | undefined {
  return state.scenario?.handler.kind === "source" ? state.scenario : undefined;
}
