// First in the order of the Tab key: the three places one goes to most.

import { TEXTS } from "../texts.ts";
import "./skip-links.css";

const PLACES = [
  ["stack", TEXTS.skip.stack, ".stack-pane button.word[tabindex='0'], .stack-pane .stack"],
  ["code", TEXTS.skip.code, ".code-pane [role=tab][tabindex='0']"],
  ["controls", TEXTS.skip.controls, ".controls button[tabindex='0']"],
] as const;

export function SkipLinks() {
  return (
    <nav className="skip-links" aria-label={TEXTS.skip.label}>
      {PLACES.map(([id, text, target]) => (
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
