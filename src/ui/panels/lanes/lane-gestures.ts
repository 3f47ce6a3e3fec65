// Pointer and wheel on the lanes: to a step, nearer and farther, along.

import { useEffect, useRef, type PointerEvent, type RefObject } from "react";

import type { LaneFold, LaneWindow } from "../../../store/state.ts";
import { usePage } from "../../page-context.tsx";
import { inColumns } from "./lane-fold.ts";
import type { LaneLayout } from "./lane-layout.ts";
import { panned, zoomed } from "./lane-window.ts";

/** Presses and drags on the plot move the position. */
export function useDrag(layout: LaneLayout | undefined, length: number) {
  const page = usePage();
  function seek(event: PointerEvent<HTMLDivElement>): void {
    if (layout === undefined) return;
    const { window } = layout;
    const box = event.currentTarget.getBoundingClientRect();
    const at = layout.stepAt(((event.clientX - box.left) / box.width) * layout.x(window.to));
    void page.machine.seek(Math.max(0, Math.min(length, at < window.from ? window.from : Math.floor(at) + 1)));
  }
  return {
    onPointerDown(event: PointerEvent<HTMLDivElement>): void {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button") !== null)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      seek(event);
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>): void {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(event);
    },
  };
}

/** The wheel zooms about the pointer; with Shift, or sideways, it pans. */
export function useWheel(
  plot: RefObject<HTMLDivElement | null>,
  window: LaneWindow,
  length: number,
  fold: LaneFold | undefined,
): void {
  const page = usePage();
  const latest = useRef({ window, length, fold });
  useEffect(() => {
    latest.current = { window, length, fold };
  }, [window, length, fold]);
  useEffect(() => {
    const target = plot.current;
    if (target === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { window: current, length: all, fold: folded } = latest.current;
      const steps = folded?.columns ?? all;
      const set = (change: (shown: LaneWindow) => LaneWindow): void =>
        page.view.setLaneWindow(inColumns(folded, current, change));
      const box = target.getBoundingClientRect();
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        set((shown) => panned(shown, (sideways / box.width) * (shown.to - shown.from), steps));
        return;
      }
      const anchor = (event.clientX - box.left) / box.width;
      set((shown) => zoomed(shown, event.deltaY > 0 ? 1.25 : 0.8, anchor, steps));
    };
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  }, [page, plot]);
}
