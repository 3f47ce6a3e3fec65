// The page that sets two handlers side by side. Without scripts: which pairs are
// worth it, and why it needs them.

import { CATALOGUE } from "../../scenario/catalogue/catalogue.ts";
import { COMPARE_TEXTS as T } from "../../ui/texts/compare.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";
import type { SitePage } from "../site-page.ts";

/** Each beside what answered it, with a schedule that tells them apart. */
export const PAIRS = [
  { left: "naive", right: "desnoyers-2010-repaired", workload: "kernel", schedule: "nmi@workload; nmi@page_touched" },
  {
    left: "desnoyers-2010-step-3",
    right: "desnoyers-2010-step-4",
    workload: "kernel",
    schedule: "nmi@workload; nmi@vec_14",
  },
  { left: "rostedt-3.3", right: "rostedt-3.4", workload: "syscall", schedule: "nmi@workload+0xf" },
  { left: "rostedt-3.4", right: "rostedt-3.5", workload: "page-fault", schedule: "nmi@vec_14" },
  { left: "rostedt-3.7", right: "lutomirski-4.2", workload: "syscall", schedule: "nmi@entry_syscall" },
  { left: "desnoyers-2010-repaired", right: "lutomirski-4.2", workload: "user-swapgs", schedule: "nmi@workload" },
  { left: "mainline", right: "fred", workload: "kernel", schedule: "nmi@workload; nmi@nmi; mc@nmi" },
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
          {PAIRS.map((pair) => (
            <li key={pair.left}>
              <a href={`compare.html?${new URLSearchParams(pair).toString()}`}>
                {titleOf(pair.left)} / {titleOf(pair.right)}
              </a>{" "}
              <code>{pair.schedule}</code>
            </li>
          ))}
        </ul>
      </>,
    ),
};
