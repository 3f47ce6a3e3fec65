// The left column: the handler in the editor (a plain listing until it comes),
// the default vectors and the workload as read-only listings.

import { lazy, Suspense, useEffect, useMemo } from "react";

import { lockedLinesOf } from "../../../store/level-play.ts";
import type { ProgramView } from "../../../session/views.ts";
import { presentHeat } from "../../../store/explorer/selectors.ts";
import { BODY_CHOICES } from "../../../store/catalogue.ts";
import { codeTabOf } from "../../../store/selectors.ts";
import type { CodeTab } from "../../../store/state.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { Tabs } from "../../widgets/tabs.tsx";
import { CodeFooter } from "./code-footer.tsx";
import { sourceRows } from "./code-rows.ts";
import { EditorSlot } from "./editor-slot.tsx";
import { CodeScroll, InstructionListing, SourceListing } from "./listing.tsx";
import { useCodeMarks } from "./use-code-marks.ts";
import "./code.css";

const HeatLegend = lazy(() => import("./heat-legend.tsx"));

const TABS: readonly CodeTab[] = ["handler", "vectors", "workload"];

export function CodePanel() {
  const page = usePage();
  const tab = usePageState((state) => state.codeTab);
  const program = usePageState((state) => state.program);
  const rip = usePageState((state) => state.moment?.rip);
  const heat = usePageState(presentHeat);
  useFollow(program, rip);
  const running = codeTabOf(program, rip);
  return (
    <section className="pane code-pane" aria-label={TEXTS.code.region} id="code">
      <header>
        <Tabs
          id="code"
          label={TEXTS.code.tabsLabel}
          selected={tab}
          onSelect={page.view.showCode}
          tabs={TABS.map((name) => ({
            name,
            title: (
              <>
                {TEXTS.code.tabs[name]}
                {running === name ? <i title={TEXTS.code.marks.next}>▶</i> : null}
              </>
            ),
          }))}
        />
        {heat === undefined ? null : (
          <Suspense fallback={null}>
            <HeatLegend heat={heat} />
          </Suspense>
        )}
      </header>
      <BodyChoice />
      <div className="code-panel" id="code-panel" role="tabpanel" aria-labelledby={`code-tab-${tab}`}>
        <EditorSlot shown={tab === "handler"} fallback={<HandlerListing />} />
        {tab === "handler" ? null : <ReadOnlyListing tab={tab} />}
      </div>
      <CodeFooter />
    </section>
  );
}

export function HandlerListing() {
  const source = usePageState((state) => state.sourceText);
  const program = usePageState((state) => state.program);
  const shown = usePageState((state) => state.shownCode ?? state.moment?.rip);
  const rows = useMemo(() => sourceRows(source, program), [source, program]);
  const marks = useCodeMarks();
  const play = usePageState((state) => state.level);
  const locked = useMemo(() => lockedLinesOf(play, source), [play, source]);
  return (
    <CodeScroll label={TEXTS.code.listing} follow={shown}>
      <SourceListing rows={rows} marks={marks} locked={locked} />
    </CodeScroll>
  );
}

export function ReadOnlyListing({ tab }: { tab: "vectors" | "workload" }) {
  const program = usePageState((state) => state.program);
  const workload = usePageState((state) => state.scenario?.workload ?? "");
  const shown = usePageState((state) => state.shownCode ?? state.moment?.rip);
  const marks = useCodeMarks();
  return (
    <CodeScroll label={TEXTS.code.tabs[tab]} follow={shown}>
      <p className="code-note">{tab === "vectors" ? TEXTS.code.vectorsNote : TEXTS.code.workloadNote(workload)}</p>
      <InstructionListing lines={program?.[tab] ?? []} marks={marks} />
    </CodeScroll>
  );
}

/** Shows the code that runs next, but never takes the editor from who types. */
function useFollow(program: ProgramView | undefined, rip: bigint | undefined): void {
  const page = usePage();
  useEffect(() => {
    const { moment, codeTab } = page.store.getState();
    if (program === undefined || rip === undefined || moment === undefined || moment.position === 0) return;
    if (document.querySelector(".monaco-editor:focus-within") !== null) return;
    const wanted = codeTabOf(program, rip);
    if (wanted !== undefined && wanted !== codeTab) page.view.showCode(wanted);
  }, [page, program, rip]);
}

/** Which code fills the `...` lines; shown if there are any. */
function BodyChoice() {
  const page = usePage();
  const body = usePageState((state) => state.scenario?.body);
  const hasBody = usePageState((state) => state.program?.handler.some((line) => line.fromBody) ?? false);
  if (!hasBody || body === undefined) return null;
  return (
    <label className="body-choice">
      {TEXTS.code.body}
      <select
        aria-label={TEXTS.top.body}
        title={TEXTS.top.body}
        value={body}
        onChange={(event) => void page.machine.choose({ body: event.target.value })}
      >
        {BODY_CHOICES.map(({ name, title }) => (
          <option key={name} value={name}>
            {name}: {title}
          </option>
        ))}
      </select>
    </label>
  );
}
