// The explorer's parts, put together over one line to its worker.

import type { StoreApi } from "zustand/vanilla";

import type { Surroundings } from "../connection.ts";
import type { MachineActions } from "../machine-actions.ts";
import type { SourceActions } from "../source-actions.ts";
import type { PageState } from "../state.ts";
import { ExplorerActions } from "./actions.ts";
import type { Counterexamples } from "./counterexamples.ts";
import { type ConnectExplorer, ExplorerLine } from "./line.ts";
import type { ExplorerTasks } from "./tasks.ts";

export interface ExplorerParts {
  readonly explorer: ExplorerActions;
  /** What is asked besides; loaded when first asked for, as the next. */
  explorerTasks(): Promise<ExplorerTasks>;
  counterexamples(): Promise<Counterexamples>;
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
  const line = new ExplorerLine(connect, (milliseconds, action) => surroundings.after(milliseconds, action));
  let found: Promise<Counterexamples> | undefined;
  let tasks: Promise<ExplorerTasks> | undefined;
  const counterexamples = (): Promise<Counterexamples> =>
    (found ??= import("./counterexamples.ts").then((made) => new made.Counterexamples(store, machine, source)));
  const explorerTasks = (): Promise<ExplorerTasks> =>
    (tasks ??= import("./tasks.ts").then((made) => new made.ExplorerTasks(store, line, counterexamples)));
  const explorer = new ExplorerActions(store, source, line, explorerTasks, surroundings);
  return { explorer, explorerTasks, counterexamples };
}
