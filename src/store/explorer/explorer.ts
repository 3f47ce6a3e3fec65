// The explorer's parts, put together over one line to its worker.

import type { StoreApi } from "zustand/vanilla";

import type { Surroundings } from "../connection.ts";
import type { MachineActions } from "../machine-actions.ts";
import type { SourceActions } from "../source-actions.ts";
import type { PageState } from "../state.ts";
import { ExplorerActions } from "./actions.ts";
import { Counterexamples } from "./counterexamples.ts";
import { type ConnectExplorer, ExplorerLine } from "./line.ts";
import { ExplorerTasks } from "./tasks.ts";

export interface ExplorerParts {
  readonly explorer: ExplorerActions;
  readonly explorerTasks: ExplorerTasks;
  readonly counterexamples: Counterexamples;
}

interface Around {
  readonly store: StoreApi<PageState>;
  readonly machine: MachineActions;
  readonly source: SourceActions;
  readonly surroundings: Surroundings;
  /** Undefined: there is no explorer. */
  readonly connect: ConnectExplorer | undefined;
}

export function createExplorer({ store, machine, source, surroundings, connect }: Around): ExplorerParts {
  const counterexamples = new Counterexamples(store, machine, source);
  const line = new ExplorerLine(connect);
  const explorerTasks = new ExplorerTasks(store, line, counterexamples);
  const explorer = new ExplorerActions(store, source, line, explorerTasks, surroundings);
  return { explorer, explorerTasks, counterexamples };
}
