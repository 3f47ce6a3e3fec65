// Hooks for what many panels look up in the views.

import { contextOf } from "../store/selectors.ts";
import type { ContextView } from "../session/views.ts";
import { usePageState } from "./page-context.tsx";

export function useContextView(id: number | undefined): ContextView | undefined {
  return usePageState((state) => contextOf(state.run, id));
}
