// A line across the page that says something and offers what to do.

import type { ReactNode } from "react";

export function Strip({ tone, children }: { tone: "bad" | "plain"; children: ReactNode }) {
  return (
    <div className={`strip ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      {children}
    </div>
  );
}
