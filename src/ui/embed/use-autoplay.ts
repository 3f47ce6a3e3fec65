// Steps by itself, if that was asked for: slower near deliveries, at rest for
// readers who want little motion, and until somebody takes over.

import { useCallback, useEffect, useState } from "react";

import { restMs } from "../autoplay.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { useInSight } from "../use-in-sight.ts";
import type { EmbedOptions } from "./options.ts";

export interface Autoplay {
  readonly state: "none" | "playing" | "paused" | "ended";
  pause(): void;
  toggle(): void;
}

export function useAutoplay({ autoplay, speed }: EmbedOptions): Autoplay {
  const page = usePage();
  const inSight = useInSight();
  const [wants, setWants] = useState(() => autoplay && !matchMedia("(prefers-reduced-motion: reduce)").matches);
  const moment = usePageState((state) => state.moment);
  const run = usePageState((state) => state.run);
  const ended = moment !== undefined && moment.position >= (run?.length ?? 0);
  const pause = useCallback(() => setWants(false), []);

  useEffect(() => {
    if (!autoplay || !wants || !inSight || moment === undefined || ended) return;
    const timer = setTimeout(
      () => {
        if (!page.machine.isWaiting()) void page.machine.move("step");
      },
      restMs(run, moment, speed),
    );
    return () => clearTimeout(timer);
  }, [page, autoplay, wants, inSight, speed, moment, run, ended]);

  const toggle = (): void => {
    if (ended) void page.machine.move("restart");
    setWants(ended || !wants);
  };
  return { state: !autoplay ? "none" : ended ? "ended" : wants ? "playing" : "paused", pause, toggle };
}
