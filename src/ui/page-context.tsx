// How components reach the page's store: one context, two hooks.

import { createContext, use, type ReactNode } from "react";
import { useStore } from "zustand";

import type { Page } from "../store/page.ts";
import type { PageState } from "../store/state.ts";

const PageContext = createContext<Page | undefined>(undefined);

export function PageProvider({ page, children }: { page: Page; children: ReactNode }) {
  return <PageContext value={page}>{children}</PageContext>;
}

export function usePage(): Page {
  const page = use(PageContext);
  if (page === undefined) throw new Error("no page around this component");
  return page;
}

/** The selector must return the same value for the same state: pick, do not build. */
export function usePageState<T>(selector: (state: PageState) => T): T {
  return useStore(usePage().store, selector);
}
