// Puts the embedded page on the document: at once, or once its reader asks.

import { useState } from "react";
import { createRoot } from "react-dom/client";

import type { Page } from "../../store/page.ts";
import { TEXTS } from "../texts.ts";
import { EMBED_TEXTS } from "../texts/embed.ts";
import { Embed } from "./embed.tsx";
import { readEmbedOptions, type EmbedOptions } from "./options.ts";

/** `makePage`: connects to a machine, so it is called only when that may start. */
export function mountEmbed(root: HTMLElement, makePage: () => Page): void {
  const options = readEmbedOptions(location.search);
  if (options.title !== undefined) document.title = `${options.title} · ${TEXTS.name}`;
  document.documentElement.dataset["embed"] = "";
  const start = (): Page => startPage(makePage(), options);
  const draw = createRoot(root);
  if (options.clickToLoad) draw.render(<ClickToLoad options={options} start={start} />);
  else draw.render(<Embed page={start()} options={options} />);
}

function startPage(page: Page, options: EmbedOptions): Page {
  page.store.setState({
    ...(options.theme === undefined ? {} : { theme: options.theme }),
    consoleOpen: options.views.includes("console"),
  });
  if (options.flavor !== undefined) void page.machine.showFlavor(options.flavor);
  const open = async (): Promise<void> => {
    await page.opening.start(location.hash);
    if (options.at !== undefined) await page.machine.seek(options.at);
  };
  void open();
  window.addEventListener("hashchange", () => void page.opening.follow(location.hash));
  return page;
}

function ClickToLoad({ options, start }: { options: EmbedOptions; start: () => Page }) {
  const [page, setPage] = useState<Page>();
  if (page !== undefined) return <Embed page={page} options={options} />;
  return (
    <main className="embed-poster" data-theme-wanted={options.theme}>
      <h1>{options.title ?? TEXTS.name}</h1>
      <button type="button" className="embed-load" onClick={() => setPage(start())}>
        {EMBED_TEXTS.load}
      </button>
      {options.hints ? <p className="dim">{EMBED_TEXTS.loadHint}</p> : null}
    </main>
  );
}
