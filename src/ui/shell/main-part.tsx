// The main part in the layout that the window has room for: three columns, two
// with the code as a tab, or the phone's four tabs.

import { lazy, Suspense, useState } from "react";

import { CodePanel } from "../panels/code/code-panel.tsx";
import { FlagVariables } from "../panels/flags/flag-variables.tsx";
import { NmiStatePanel } from "../panels/nmi/nmi-state.tsx";
import { Registers } from "../panels/registers/registers.tsx";
import { usePage, usePageState } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";
import { Tabs } from "../widgets/tabs.tsx";
import { Columns } from "./columns.tsx";
import { SideColumn, SideTabs } from "./side-column.tsx";
import { Middle } from "./middle.tsx";
import type { Layout } from "./use-layout.ts";

const LevelPanel = lazy(async () => ({ default: (await import("../panels/level/level-panel.tsx")).LevelPanel }));

export function MainPart({ layout }: { layout: Layout }) {
  const presenting = usePageState((state) => state.presenting);
  if (presenting && (layout === "wide" || layout === "medium")) return <ForAnAudience />;
  switch (layout) {
    case "wide":
      return (
        <Columns
          layout={layout}
          columns={[
            { id: "code", content: <CodeColumn />, size: "41.8rem", least: "20rem" },
            { id: "stack", content: <Middle />, least: "46rem" },
            { id: "state", content: <SideColumn />, size: "36.2rem", least: "28rem" },
          ]}
        />
      );
    case "medium":
      return (
        <Columns
          layout={layout}
          columns={[
            { id: "code", content: <CodeColumn />, least: "20rem" },
            { id: "stack", content: <Middle />, size: "64rem", least: "44rem" },
            { id: "state", content: <SideColumn />, size: "32.6rem", least: "28rem" },
          ]}
        />
      );
    case "narrow":
      return (
        <Columns
          layout={presenting ? "narrow-presenting" : layout}
          columns={[
            { id: "stack", content: <StackOrCode />, least: "30rem" },
            { id: "state", content: <SideColumn />, size: "32.6rem", least: "26rem" },
          ]}
        />
      );
    case "phone":
      return <PhonePanels />;
  }
}

/** The code; below it what the level tells, if one is played. */
function CodeColumn() {
  const isLevel = usePageState((state) => state.level !== undefined);
  if (!isLevel) return <CodePanel />;
  return (
    <div className="code-column">
      <CodePanel />
      <section className="pane level-dock" aria-label={TEXTS.level.told} tabIndex={0}>
        <h2 className="hidden-text">{TEXTS.level.told}</h2>
        <Suspense fallback={null}>
          <LevelPanel />
        </Suspense>
      </section>
    </div>
  );
}

/** In larger type: the state column makes room. */
function ForAnAudience() {
  return (
    <Columns
      layout="presenting"
      columns={[
        { id: "code", content: <CodeColumn />, least: "16rem" },
        { id: "stack", content: <Middle />, size: "72rem", least: "44rem", keepsShare: true },
      ]}
    />
  );
}

function StackOrCode() {
  const [tab, setTab] = useState<"stack" | "code">("stack");
  return (
    <div className="stack-or-code">
      <Tabs<"stack" | "code">
        id="narrow"
        label={TEXTS.narrowTabs.label}
        selected={tab}
        onSelect={setTab}
        tabs={[
          { name: "stack", title: TEXTS.narrowTabs.stack },
          { name: "code", title: TEXTS.narrowTabs.code },
        ]}
      />
      <div className="narrow-panel" id="narrow-panel" role="tabpanel" aria-labelledby={`narrow-tab-${tab}`}>
        {tab === "stack" ? <Middle /> : <CodeColumn />}
      </div>
    </div>
  );
}

function PhonePanels() {
  const page = usePage();
  const tab = usePageState((state) => state.phoneTab);
  return (
    <div className="phone">
      <Tabs
        id="phone"
        label={TEXTS.phone.label}
        selected={tab}
        onSelect={page.view.showPhone}
        tabs={(["stack", "code", "state", "schedule"] as const).map((name) => ({ name, title: TEXTS.phone[name] }))}
      />
      <div className="phone-panel" id="phone-panel" role="tabpanel" tabIndex={0} aria-labelledby={`phone-tab-${tab}`}>
        {tab === "stack" ? <Middle /> : null}
        {tab === "code" ? <CodePanel /> : null}
        {tab === "state" ? (
          <>
            <NmiStatePanel />
            <FlagVariables />
            <Registers />
          </>
        ) : null}
        {tab === "schedule" ? <SideTabs /> : null}
      </div>
    </div>
  );
}
