// Which of the four layouts the window has room for. On paper it is the widest, made smaller. Measured in the
// reader's own text size: whoever has it twice as large has half the room.

import { useEffect, useState } from "react";

export type Layout = "wide" | "medium" | "narrow" | "phone";

const STEPS: readonly (readonly [Layout, string])[] = [
  ["phone", "screen and (max-width: 37.5em), screen and (max-height: 30em) and (max-width: 62.5em)"],
  ["narrow", "screen and (max-width: 73.75em)"],
  ["medium", "screen and (max-width: 87.5em)"],
];

function present(): Layout {
  return STEPS.find(([, query]) => matchMedia(query).matches)?.[0] ?? "wide";
}

export function useLayout(): Layout {
  const [layout, setLayout] = useState(present);
  useEffect(() => {
    const queries = STEPS.map(([, query]) => matchMedia(query));
    const update = (): void => setLayout(present());
    for (const query of queries) query.addEventListener("change", update);
    return () => {
      for (const query of queries) query.removeEventListener("change", update);
    };
  }, []);
  return layout;
}
