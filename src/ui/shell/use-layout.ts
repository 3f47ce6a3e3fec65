// Which of the four layouts the window has room for. On paper it is the widest, made smaller.

import { useEffect, useState } from "react";

export type Layout = "wide" | "medium" | "narrow" | "phone";

const STEPS: readonly (readonly [Layout, string])[] = [
  ["phone", "screen and (max-width: 600px)"],
  ["narrow", "screen and (max-width: 1180px)"],
  ["medium", "screen and (max-width: 1400px)"],
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
