// How components reach the page's store: one context, two hooks.

import { createContext, use, type ReactNode } from "react";
import { useStore } from "zustand";

import type { Page } from "../store/page.ts";
import type { PageState } from "../store/state.ts";

const PageContext = createContext<Page | undefined>(undefined);

export function PageProvider({ page, children }: { page: Page; children: ReactNode }) {
  return <PageContext value={page}>{children}</PageContext>;
}

const FigureTitle = createContext<string | undefined>(undefined);

/** Several figures stand on one page: the regions inside say which one they belong to. */
export function FigureProvider({ title, children }: { title: string; children: ReactNode }) {
  return <FigureTitle value={title}>{children}</FigureTitle>;
}

/** A region's name, unique also among figures. */
export function useRegionName(name: string): string {
  const figure = use(FigureTitle);
  return figure === undefined ? name : `${name}: ${figure}`;
}

/** A figure has no panels beside the stack. */
export function useInFigure(): boolean {
  return use(FigureTitle) !== undefined;
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
