// The lines with which a figure is put into another page: the tool itself in a
// frame, at this moment.

import { useId, useState } from "react";

import { LEARN_TEXTS } from "../texts/learn.ts";
import type { FigureSpec, FigureView } from "./figure-spec.ts";

const NAMES: Partial<Record<FigureView, string>> = { code: "code", stack: "stack", lanes: "lanes", registers: "regs" };

export function FigureEmbed({ spec, tool }: { spec: FigureSpec; tool: string }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        {LEARN_TEXTS.figure.embed}
      </button>
      <div id={id} className="figure-embed" hidden={!isOpen}>
        {isOpen ? (
          <textarea
            readOnly
            rows={4}
            aria-label={LEARN_TEXTS.figure.embedLines}
            value={embedSnippet(spec, new URL(tool, location.href).href)}
            onFocus={(event) => event.target.select()}
          />
        ) : null}
      </div>
    </>
  );
}

/** `tool`: the whole address of the tool's page. */
export function embedSnippet(
  { link, views, title }: Pick<FigureSpec, "link" | "views" | "title">,
  tool: string,
): string {
  const shown = views.flatMap((view) => NAMES[view] ?? []);
  const query = new URLSearchParams({ embed: "1", view: shown.join(","), title });
  const height = 180 + (shown.some((view) => view !== "lanes") ? 420 : 0) + (shown.includes("lanes") ? 160 : 0);
  const src = escaped(`${tool}?${query.toString().replaceAll("%2C", ",")}${link}`);
  return `<iframe src="${src}" title="${escaped(title)}" loading="lazy" width="100%" height="${height}" style="border:0"></iframe>`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
