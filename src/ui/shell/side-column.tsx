// The right column: what is looked up, not read. Registers, NMI state, flags,
// and the tabs with schedule and properties.

import { lazy, Suspense } from "react";

import { usePage, usePageState } from "../page-context.tsx";
import { failedCount } from "../../store/selectors.ts";
import { TEXTS } from "../texts.ts";
import { FlagVariables } from "../panels/flags/flag-variables.tsx";
import { NmiStatePanel } from "../panels/nmi/nmi-state.tsx";
import { Registers } from "../panels/registers/registers.tsx";
import { Schedule } from "../panels/schedule/schedule.tsx";
import { Tabs } from "../widgets/tabs.tsx";
import { useLayout } from "./use-layout.ts";

const LevelPanel = lazy(async () => ({ default: (await import("../panels/level/level-panel.tsx")).LevelPanel }));
const Properties = lazy(async () => ({ default: (await import("../panels/properties/properties.tsx")).Properties }));
const WhatIfsPanel = lazy(() => import("../panels/what-ifs/what-ifs.tsx"));
const ExplorerPanel = lazy(() => import("../panels/explore/explorer.tsx"));

export function SideColumn() {
  return (
    <div className="side">
      <div className="side-state">
        <Registers />
        <NmiStatePanel />
        <FlagVariables />
      </div>
      <SideTabs />
    </div>
  );
}

function PhoneLevel() {
  return (
    <>
      <h2 className="hidden-text">{TEXTS.level.told}</h2>
      <Suspense fallback={null}>
        <LevelPanel />
      </Suspense>
    </>
  );
}

export function SideTabs() {
  const page = usePage();
  const level = usePageState((state) => state.level);
  const chosen = usePageState((state) => state.sideTab);
  const isPhone = useLayout() === "phone";
  const hasLevel = level !== undefined && isPhone;
  const tab = chosen === "level" && !hasLevel ? "schedule" : chosen;
  const run = usePageState((state) => state.run);
  const items = run?.schedule.length ?? 0;
  const explored = usePageState((state) => state.explorer.result?.violations.length || "");
  const failed = run === undefined ? 0 : failedCount(run);
  return (
    <section className="pane side-tabs" aria-label={TEXTS.side.label}>
      <header>
        <Tabs
          id="side"
          label={TEXTS.side.label}
          selected={tab}
          onSelect={page.view.showSide}
          tabs={[
            ...(!hasLevel ? [] : [{ name: "level" as const, title: TEXTS.side.level }]),
            {
              name: "schedule",
              title: (
                <>
                  {TEXTS.side.schedule}
                  <i>{items}</i>
                </>
              ),
            },
            {
              name: "explorer",
              title: (
                <>
                  {TEXTS.side.explorer}
                  <i>{explored}</i>
                </>
              ),
            },
            {
              name: "properties",
              title: (
                <>
                  {TEXTS.side.properties}
                  <i>{failed === 0 ? "" : `✕${failed}`}</i>
                </>
              ),
            },
            { name: "what-ifs", title: TEXTS.side.whatIfs },
          ]}
        />
      </header>
      <div className="side-panel" id="side-panel" role="tabpanel" aria-labelledby={`side-tab-${tab}`} tabIndex={0}>
        {tab === "level" ? <PhoneLevel /> : null}
        {tab === "schedule" ? <Schedule /> : null}
        <Suspense fallback={tab === "explorer" ? <p className="dim">{TEXTS.explore.loading}</p> : null}>
          {tab === "properties" ? <Properties /> : null}
          {tab === "what-ifs" ? <WhatIfsPanel /> : null}
          {tab === "explorer" ? <ExplorerPanel /> : null}
        </Suspense>
      </div>
    </section>
  );
}
