// The whole page: top bar, sentence, columns, dock. Sets theme and size on the
// document and listens to keys.

import { lazy, Suspense, useEffect } from "react";

import type { Page } from "../../store/page.ts";
import { Console } from "../panels/console/console.tsx";
import { Controls } from "../panels/controls/controls.tsx";
import { LevelList } from "../panels/level/level-list.tsx";
import { Lanes } from "../panels/lanes/lanes.tsx";
import { SentenceStrip } from "../panels/sentence/sentence.tsx";
import { PageProvider, usePage, usePageState } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { HelpSheet } from "./help-sheet.tsx";
import { listenToKeys } from "./keys.ts";
import { MainPart } from "./main-part.tsx";
import { Palette } from "./palette.tsx";
import { ShareDialog } from "./share-dialog.tsx";
import { SkipLinks } from "./skip-links.tsx";
import { StepList } from "./step-list.tsx";
import { NoticeStrip, Strips } from "./strips.tsx";
import { TopBar } from "./top-bar.tsx";
import { useLayout } from "./use-layout.ts";
import { useTheme } from "./use-theme.ts";
import "../styles/tokens.css";
import "../styles/base.css";
import "./app.css";

const LevelBuilderDialog = lazy(() => import("../panels/level/builder.tsx"));

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
  useTheme();
  useEffect(() => listenToKeys(page, window), [page]);
  return (
    <div className="app" data-layout={layout}>
      <SkipLinks layout={layout} />
      <TopBar />
      <Strips />
      <SentenceStrip />
      <main className="main-part">
        <MainPart layout={layout} />
        <NoticeStrip />
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
      <Dialogs />
    </div>
  );
}

function Dialogs() {
  const dialog = usePageState((state) => state.dialog);
  switch (dialog) {
    case "palette":
      return <Palette />;
    case "help":
      return <HelpSheet />;
    case "share":
      return <ShareDialog />;
    case "steps":
      return <StepList />;
    case "levels":
      return <LevelList />;
    case "make-level":
      return (
        <Suspense fallback={null}>
          <LevelBuilderDialog />
        </Suspense>
      );
    case undefined:
      return null;
  }
}
