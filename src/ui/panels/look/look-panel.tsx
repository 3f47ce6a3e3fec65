// The panel that looks closer: trace, origins of a value, tables, memory, phases.
// A chunk of its own, loaded when one of them is opened.

import { useState } from "react";

import type { Look } from "../../../store/state.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { LOOK_TEXTS } from "../../texts/look.ts";
import { Tabs } from "../../widgets/tabs.tsx";
import { HistoryPanel } from "./history.tsx";
import { MemoryPanel } from "./memory.tsx";
import { PhasesPanel } from "./phases.tsx";
import { StopsPanel } from "./stops.tsx";
import { TablesPanel } from "./tables.tsx";
import { TracePanel } from "./trace.tsx";
import "./look.css";

const KINDS = ["trace", "history", "phases", "memory", "table", "stops"] as const;

export default function LookPanel() {
  const page = usePage();
  const look = usePageState((state) => state.look);
  const word = usePageState((state) => state.selectedWord);
  const [isWhole, setWhole] = useState(false);
  if (look === undefined) return null;

  function open(kind: Look["kind"]): void {
    if (kind === "table") page.view.look({ kind, table: "idt" });
    else if (kind === "memory") page.view.look({ kind, at: "$rsp" });
    else if (kind === "history")
      page.view.look({ kind, of: word === undefined ? undefined : { kind: "word", address: word } });
    else page.view.look({ kind });
  }

  return (
    <section className={isWhole ? "pane look look-whole" : "pane look"} aria-label={LOOK_TEXTS.region}>
      <header>
        <Tabs
          id="look"
          label={LOOK_TEXTS.region}
          selected={look.kind}
          onSelect={open}
          tabs={KINDS.map((name) => ({ name, title: LOOK_TEXTS.tabs[name] }))}
        />
        <span className="look-buttons">
          <button type="button" className="link-button" aria-pressed={isWhole} onClick={() => setWhole(!isWhole)}>
            {LOOK_TEXTS.wider}
          </button>
          <button
            type="button"
            className="link-button"
            aria-label={LOOK_TEXTS.close}
            title={LOOK_TEXTS.close}
            onClick={() => page.view.look(undefined)}
          >
            ✕
          </button>
        </span>
      </header>
      <div className="look-body" id="look-panel" role="tabpanel" aria-labelledby={`look-tab-${look.kind}`}>
        <Body look={look} />
      </div>
    </section>
  );
}

function Body({ look }: { look: Look }) {
  switch (look.kind) {
    case "trace":
      return <TracePanel />;
    case "history":
      return <HistoryPanel of={look.of} />;
    case "stops":
      return <StopsPanel />;
    case "phases":
      return <PhasesPanel />;
    case "memory":
      return <MemoryPanel key={look.at} at={look.at} />;
    case "table":
      return <TablesPanel look={look} />;
  }
}
