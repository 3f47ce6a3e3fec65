// First in the order of the Tab key: the three places one goes to most.

import { TEXTS } from "../texts.ts";
import type { Layout } from "./use-layout.ts";
import "./skip-links.css";

const PLACES = [
  ["stack", TEXTS.skip.stack, ".stack-pane button.word[tabindex='0'], .stack-pane .stack"],
  ["code", TEXTS.skip.code, ".code-pane [role=tab][tabindex='0']"],
  ["controls", TEXTS.skip.controls, ".controls button[tabindex='0']"],
] as const;

/** Stack and code are places of their own only where both are columns. */
export function SkipLinks({ layout }: { layout: Layout }) {
  const hasColumns = layout === "wide" || layout === "medium";
  return (
    <nav className="skip-links" aria-label={TEXTS.skip.label}>
      {PLACES.filter(([id]) => hasColumns || id === "controls").map(([id, text, target]) => (
        <a
          key={id}
          href={`#${id}`}
          onClick={(event) => {
            event.preventDefault();
            document.querySelector<HTMLElement>(target)?.focus();
          }}
        >
          {text}
        </a>
      ))}
    </nav>
  );
}
