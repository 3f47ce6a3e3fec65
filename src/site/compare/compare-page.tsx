// The page that sets two handlers side by side. Without scripts: which pairs are
// worth it, and why it needs them.

import { CATALOGUE } from "../../scenario/catalogue/catalogue.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";
import type { SitePage } from "../site-page.ts";

const T = SITE_TEXTS.comparePage;

/** Each beside what answered it. */
const PAIRS = [
  ["naive", "desnoyers-2010-repaired"],
  ["desnoyers-2010", "desnoyers-2010-repaired"],
  ["rostedt-3.3", "rostedt-3.4"],
  ["rostedt-3.4", "rostedt-3.5"],
  ["rostedt-3.7", "lutomirski-4.2"],
  ["lutomirski-4.2", "mainline"],
] as const;

const titleOf = (name: string): string => CATALOGUE.find((entry) => entry.name === name)?.title ?? name;

export const COMPARE_PAGE: SitePage = {
  path: "compare.html",
  title: SITE_TEXTS.compare,
  description: T.description,
  content: () =>
    Promise.resolve(
      <>
        <h1>{SITE_TEXTS.compare}</h1>
        <p>{T.description}</p>
        <div data-compare="" />
        <noscript>
          <p>{T.needsScripts}</p>
        </noscript>
        <h2>{T.pairs}</h2>
        <ul>
          {PAIRS.map(([left, right]) => (
            <li key={left + right}>
              <a href={`compare.html?left=${left}&right=${right}`}>
                {titleOf(left)} / {titleOf(right)}
              </a>
            </li>
          ))}
        </ul>
      </>,
    ),
};
