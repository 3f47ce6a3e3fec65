// Steps by itself while the user lets it play; it ends with the run, or with the first
// thing that the user does to the machine. Loaded with the first wish to play.

import { useEffect } from "react";

import { restMs } from "../autoplay.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { useInSight } from "../use-in-sight.ts";

export default function Play() {
  const page = usePage();
  const inSight = useInSight();
  const speed = usePageState((state) => state.playSpeed);
  const moment = usePageState((state) => state.moment);
  const run = usePageState((state) => state.run);
  const ready = usePageState(({ health }) => health.kind === "ready" || health.kind === "busy");
  const ended = moment === undefined || moment.position >= (run?.length ?? 0);

  useEffect(() => {
    if (!ready || moment === undefined || ended) return page.view.play(false);
    if (!inSight) return;
    const timer = setTimeout(() => void page.machine.move("step"), restMs(run, moment, speed));
    return () => clearTimeout(timer);
  }, [page, inSight, speed, moment, run, ready, ended]);
  return null;
}
