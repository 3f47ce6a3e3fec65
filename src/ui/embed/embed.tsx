// The page inside another page: name and link to the whole tool, the sentence,
// the views that were asked for, controls and lanes.

import { useEffect, useRef } from "react";

import type { Page } from "../../store/page.ts";
import { COMMANDS } from "../commands.ts";
import { PageProvider, usePage } from "../page-context.tsx";
import { EditorSlot } from "../panels/code/editor-slot.tsx";
import { HandlerListing } from "../panels/code/code-panel.tsx";
import { Console } from "../panels/console/console.tsx";
import { Lanes } from "../panels/lanes/lanes.tsx";
import { Registers } from "../panels/registers/registers.tsx";
import { SentenceStrip } from "../panels/sentence/sentence.tsx";
import { StackPanel } from "../panels/stack/stack-panel.tsx";
import { ErrorBoundary } from "../shell/error-boundary.tsx";
import { listenToKeys } from "../shell/keys.ts";
import { NoticeStrip, Strips } from "../shell/strips.tsx";
import { useTheme } from "../shell/use-theme.ts";
import { TEXTS } from "../texts.ts";
import { converse } from "./conversation.ts";
import { EmbedBar, OpenInFull } from "./embed-bar.tsx";
import { EmbedControls } from "./embed-controls.tsx";
import type { EmbedOptions, EmbedView } from "./options.ts";
import { useAutoplay } from "./use-autoplay.ts";
import "../styles/tokens.css";
import "../styles/base.css";
import "../shell/app.css";
import "../panels/code/code.css";
import "./embed.css";

export function Embed({ page, options }: { page: Page; options: EmbedOptions }) {
  return (
    <PageProvider page={page}>
      <ErrorBoundary onFailure={() => {}}>
        <EmbedShell options={options} />
      </ErrorBoundary>
    </PageProvider>
  );
}

/** Moves always; what changes the scenario only if that is allowed. The host keeps all other keys. */
function keysOf(readOnly: boolean): ReadonlySet<string> {
  const groups = readOnly ? ["Time"] : ["Time", "Inject", "Code"];
  return new Set(COMMANDS.filter(({ group }) => groups.includes(group)).map(({ id }) => id));
}

function EmbedShell({ options }: { options: EmbedOptions }) {
  const page = usePage();
  const root = useRef<HTMLDivElement>(null);
  const autoplay = useAutoplay(options);
  const { pause } = autoplay;
  useTheme();
  useEffect(() => listenToKeys(page, window, keysOf(options.readOnly)), [page, options]);
  useEffect(() => converse(page, options, pause), [page, options, pause]);
  useEffect(() => leaveWheelToHost(root.current), []);
  const has = (view: EmbedView): boolean => options.views.includes(view);
  const panes = (["code", "stack", "regs"] as const).filter(has);
  return (
    <div
      ref={root}
      className="embed"
      data-views={options.views.join(" ")}
      data-hints={options.hints}
      data-panes={panes.length}
      onPointerDownCapture={(event) => {
        if (event.target instanceof Element && event.target.closest("[data-autoplay]") === null) pause();
      }}
      onKeyDownCapture={pause}
    >
      {options.toolbar ? (
        <EmbedBar title={options.title} />
      ) : (
        <h1 className="hidden-text">{options.title ?? TEXTS.name}</h1>
      )}
      <Strips />
      <div className="embed-sentence">
        <SentenceStrip fixed />
        {options.toolbar ? null : <OpenInFull />}
      </div>
      <main className="main-part">
        <div className="embed-panes">
          {panes.map((view) => (
            <div key={view} className={`embed-pane embed-${view}`} tabIndex={view === "regs" ? 0 : undefined}>
              <Pane view={view} readOnly={options.readOnly} />
            </div>
          ))}
        </div>
        <NoticeStrip />
      </main>
      <section className="dock" aria-label={TEXTS.controls.region}>
        {options.controls ? <EmbedControls readOnly={options.readOnly} autoplay={autoplay} /> : null}
        {has("lanes") ? <Lanes fixed={options.readOnly} /> : null}
      </section>
      {has("console") ? <Console /> : null}
    </div>
  );
}

function Pane({ view, readOnly }: { view: "code" | "stack" | "regs"; readOnly: boolean }) {
  switch (view) {
    case "code":
      return (
        <section className="pane code-pane" aria-label={TEXTS.code.region} id="code">
          <div className="code-panel">
            {readOnly ? <HandlerListing /> : <EditorSlot shown fallback={<HandlerListing />} />}
          </div>
        </section>
      );
    case "stack":
      return <StackPanel />;
    case "regs":
      return <Registers />;
  }
}

/** The wheel scrolls the host's page; with Ctrl held it zooms the lanes. */
function leaveWheelToHost(root: HTMLElement | null): () => void {
  const onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey) event.stopPropagation();
  };
  root?.addEventListener("wheel", onWheel, { capture: true, passive: true });
  return () => root?.removeEventListener("wheel", onWheel, { capture: true });
}
