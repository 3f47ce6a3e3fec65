// The whole page: top bar, sentence, columns, dock. Sets theme and size on the
// document and listens to keys.

import { lazy, Suspense, useEffect } from "react";

import type { Page } from "../../store/page.ts";
import { Console } from "../panels/console/console.tsx";
import { Controls } from "../panels/controls/controls.tsx";
import { Lanes } from "../panels/lanes/lanes.tsx";
import { SentenceStrip } from "../panels/sentence/sentence.tsx";
import { PageProvider, usePage, usePageState } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { listenToDrops } from "./drops.ts";
import { listenToKeys } from "./keys.ts";
import { listenToWatching } from "./watching.ts";
import { MainPart } from "./main-part.tsx";
import { SkipLinks } from "./skip-links.tsx";
import { NoticeStrip, Strips } from "./strips.tsx";
import { TopBar } from "./top-bar.tsx";
import { useLayout } from "./use-layout.ts";
import { useTheme } from "./use-theme.ts";
import "../styles/tokens.css";
import "../styles/base.css";
import "./app.css";
import "./paper.css";

// Not needed before somebody asks for them: chunks of their own.
const LevelBuilderDialog = lazy(() => import("../panels/level/builder.tsx"));
const LevelList = lazy(async () => ({ default: (await import("../panels/level/level-list.tsx")).LevelList }));
const HelpSheet = lazy(async () => ({ default: (await import("./help-sheet.tsx")).HelpSheet }));
const HistoryDialog = lazy(() => import("./history/dialog.tsx"));
const KeysDialog = lazy(async () => ({ default: (await import("./keys-dialog.tsx")).KeysDialog }));
const Play = lazy(() => import("./play.tsx"));
const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));
const OutcomeGraph = lazy(() => import("../panels/explore/outcome-graph.tsx"));
const ShareDialog = lazy(() => import("./share/dialog.tsx"));
const WatchMenu = lazy(() => import("./watch-menu.tsx"));
const StepList = lazy(async () => ({ default: (await import("./step-list.tsx")).StepList }));

export function App({ page }: { page: Page }) {
  return (
    <PageProvider page={page}>
      <ErrorBoundary onFailure={() => void page.opening.save()}>
        <Shell />
      </ErrorBoundary>
    </PageProvider>
  );
}

function Shell() {
  const page = usePage();
  const layout = useLayout();
  const isPlaying = usePageState((state) => state.playing);
  const hasMenu = usePageState((state) => state.watchMenu !== undefined);
  useTheme();
  useEffect(() => listenToKeys(page, window), [page]);
  useEffect(() => listenToWatching(page, document), [page]);
  useEffect(() => listenToDrops(page, window), [page]);
  return (
    <div className="app" data-layout={layout}>
      <SkipLinks layout={layout} />
      <TopBar />
      <Strips />
      <SentenceStrip />
      <main className="main-part">
        <MainPart layout={layout} />
        <NoticeStrip />
        {isPlaying ? (
          <Suspense fallback={null}>
            <Play />
          </Suspense>
        ) : null}
        {hasMenu ? (
          <Suspense fallback={null}>
            <WatchMenu />
          </Suspense>
        ) : null}
      </main>
      <section className="dock" aria-label={TEXTS.controls.region}>
        {layout === "phone" ? (
          <>
            <Lanes />
            <Controls />
          </>
        ) : (
          <>
            <Controls />
            <Lanes />
          </>
        )}
      </section>
      {layout === "phone" ? null : <Console />}
      <Suspense fallback={null}>
        <Dialogs />
      </Suspense>
    </div>
  );
}

function Dialogs() {
  return (
    <Suspense fallback={null}>
      <OpenDialog />
    </Suspense>
  );
}

function OpenDialog() {
  const dialog = usePageState((state) => state.dialog);
  switch (dialog) {
    case "palette":
      return <Palette />;
    case "help":
      return <HelpSheet />;
    case "keys":
      return <KeysDialog />;
    case "share":
      return <ShareDialog />;
    case "steps":
      return <StepList />;
    case "levels":
      return <LevelList />;
    case "make-level":
      return <LevelBuilderDialog />;
    case "outcomes":
      return <OutcomeGraph />;
    case "history":
      return <HistoryDialog />;
    case undefined:
      return null;
  }
}
