// The position as a range input: Home, End and arrows move it, and it says the
// step in words. Pointers drag on the plot itself.

import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";

export function Scrubber() {
  const page = usePage();
  const length = usePageState((state) => state.run?.length ?? 0);
  const position = usePageState((state) => state.moment?.position ?? 0);
  const what = usePageState((state) => state.moment?.sentence.what);
  const last = Math.max(0, length - 1);
  const words = what?.map((part) => part.text).join("") ?? "";
  return (
    <input
      className="scrubber"
      type="range"
      min={0}
      max={length}
      step={1}
      value={position}
      aria-label={TEXTS.lanes.scrubber}
      aria-valuetext={position === 0 ? TEXTS.lanes.atStart(last) : TEXTS.lanes.atStep(position - 1, last, words)}
      onChange={(event) => void page.machine.seek(Number(event.target.value))}
    />
  );
}
