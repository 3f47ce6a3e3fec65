// The source editor: its own chunk, loaded after the page is there. Shows the
// store's text and reports what is typed; marks and zones come from the views.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { editor } from "monaco-editor/editor/editor.api";

import type { Level } from "../../../../scenario/level/level.ts";
import type { Page } from "../../../../store/page.ts";
import { presentHeat } from "../../../../store/explorer/selectors.ts";
import { lockedLinesOf } from "../../../../store/level-play.ts";
import { shortAddress } from "../../../format.ts";
import { usePage, usePageState } from "../../../page-context.tsx";
import { TEXTS } from "../../../texts.ts";
import { unit, useThemeChange } from "../../../use-theme-change.ts";
import { breakPlaceOf, type CodeMarks } from "../code-marks.ts";
import { sourceRows, type SourceRow } from "../code-rows.ts";
import { useCodeMarks } from "../use-code-marks.ts";
import { addActions, BytesShown } from "./actions.ts";
import { decorateMoment, decorateText } from "./decorations.ts";
import { followText, keptText } from "./kept-text.ts";
import { registerLanguage } from "./language.ts";
import { registerFeatures } from "./language-features.ts";
import { SETTINGS } from "./settings.ts";
import { applyTheme, THEME } from "./theme.ts";
import { Zones } from "./zones.tsx";
import "./features.ts";
import "./editor.css";

type Instance = editor.IStandaloneCodeEditor;

/** The design's text size and line height at the usual root size of 10 pixels. */
const FONT_SIZE = 11.5;
const LINE_HEIGHT = 15;

/** Its label, and a line of comment. */
const LINES_ABOVE_ENTRY = 3;

export default function SourceEditor() {
  const level = usePageState((state) => state.level?.level);
  // Another text altogether, not an edit of the one before.
  return <TextEditor key={level?.id ?? ""} level={level} />;
}

function TextEditor({ level }: { level: Level | undefined }) {
  const host = useRef<HTMLDivElement>(null);
  const [instance, setInstance] = useState<Instance>();
  const rows = useRows();
  const rowsNow = useRef<readonly SourceRow[]>(rows);
  useLayoutEffect(() => {
    rowsNow.current = rows;
  }, [rows]);
  useCreate({ host, rows: rowsNow, level, onCreated: setInstance });
  useText(instance);
  useTheme(instance);
  const marks = useCodeMarks();
  useDecorations(instance, rows, marks);
  useReveal(instance, rows);
  return (
    <>
      <div className="editor" ref={host} />
      {instance === undefined ? null : <Zones instance={instance} rows={rows} marks={marks} />}
    </>
  );
}

function useRows(): readonly SourceRow[] {
  const source = usePageState((state) => state.sourceText);
  const program = usePageState((state) => state.program);
  return useMemo(() => sourceRows(source, program), [source, program]);
}

interface Wanted {
  readonly host: React.RefObject<HTMLDivElement | null>;
  readonly rows: React.RefObject<readonly SourceRow[]>;
  readonly level: Level | undefined;
  onCreated(instance: Instance): void;
}

function useCreate({ host, rows, level, onCreated }: Wanted): void {
  const page = usePage();
  useLayoutEffect(() => {
    if (host.current === null) return;
    registerLanguage();
    applyTheme();
    const kept = keptText(page, level);
    const created = editor.create(host.current, {
      model: kept.model,
      theme: THEME,
      ...SETTINGS,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
      fontSize: FONT_SIZE * unit(),
      lineHeight: LINE_HEIGHT * unit(),
      lineNumbers: (line) => gutterText(rows.current[line - 1], line),
      ariaLabel: `${TEXTS.code.region}. ${TEXTS.code.editorHint}`,
    });
    if (kept.view !== undefined) created.restoreViewState(kept.view);
    const bytes = new BytesShown();
    const actions = addActions(created, page, bytes);
    const features = registerFeatures(page, bytes);
    const stopBytes = page.store.subscribe((state, before) => {
      if (state.program !== before.program) bytes.refresh();
    });
    created.onDidChangeCursorPosition((event) => page.view.setCursorLine(event.position.lineNumber));
    created.onMouseDown(({ target }) => onGutterClick(page, target, rows.current));
    const container = host.current;
    const setWidth = ({ contentWidth }: editor.EditorLayoutInfo): void =>
      container.style.setProperty("--code-width", `${contentWidth}px`);
    setWidth(created.getLayoutInfo());
    created.onDidScrollChange(({ scrollLeft }) => container.style.setProperty("--code-scrolled", `${scrollLeft}px`));
    container.addEventListener("scroll", undoNativeScroll, { capture: true });
    // The editor hides its zones from assistive technology; ours hold the repairs.
    container.querySelector(".view-zones")?.removeAttribute("aria-hidden");
    created.onDidLayoutChange(setWidth);
    onCreated(created);
    return () => {
      stopBytes();
      actions.dispose();
      features.dispose();
      kept.view = created.saveViewState() ?? undefined;
      created.dispose();
    };
  }, [host, rows, page, level, onCreated]);
}

/** The heat column opens the schedule of its mark; the rest of the gutter is for breakpoints. */
function onGutterClick(page: Page, target: editor.IMouseTarget, rows: readonly SourceRow[]): void {
  const instruction = rows[(target.position?.lineNumber ?? 0) - 1]?.instruction;
  if (instruction === undefined) return;
  const inGlyphs = target.type === editor.MouseTargetType.GUTTER_GLYPH_MARGIN;
  const place = presentHeat(page.store.getState())?.places.get(instruction.address);
  const isHeat = inGlyphs && target.detail.glyphMarginLane === editor.GlyphMarginLane.Center;
  if (isHeat && place?.schedule !== undefined) void page.counterexamples().then((found) => found.showHarm(place));
  else if (inGlyphs || target.type === editor.MouseTargetType.GUTTER_LINE_NUMBERS)
    void page.machine.toggleBreakpoint(breakPlaceOf(instruction));
}

/** The editor scrolls by moving its content; what the browser scrolls in it (find in page) would stay out of sight. */
function undoNativeScroll({ target }: Event): void {
  if (!(target instanceof HTMLElement) || target instanceof HTMLTextAreaElement) return;
  if (target.closest(".editor-widget, .monaco-hover") === null) target.scrollTo(0, 0);
}

/** "1000   13": the address in its section, then the line. */
function gutterText(row: SourceRow | undefined, line: number): string {
  const address = row?.instruction === undefined ? "    " : shortAddress(row.instruction.address);
  return `${address} ${String(line).padStart(4, "\u00a0")}`.replaceAll(" ", "\u00a0");
}

function useText(instance: Instance | undefined): void {
  const page = usePage();
  useEffect(() => {
    const model = instance?.getModel();
    if (model === undefined || model === null) return;
    const stop = followText(page, model);
    const typed = model.onDidChangeContent(() => page.source.type(model.getValue()));
    return () => {
      typed.dispose();
      stop();
    };
  }, [instance, page]);
}

function useTheme(instance: Instance | undefined): void {
  useThemeChange(() => {
    applyTheme();
    instance?.updateOptions({ fontSize: FONT_SIZE * unit(), lineHeight: LINE_HEIGHT * unit() });
  });
}

function useCollection(instance: Instance | undefined): editor.IEditorDecorationsCollection | undefined {
  return useMemo(() => instance?.createDecorationsCollection(), [instance]);
}

function useDecorations(instance: Instance | undefined, rows: readonly SourceRow[], marks: CodeMarks): void {
  const ofText = useCollection(instance);
  const ofMoment = useCollection(instance);
  const body = usePageState((state) => state.scenario?.body ?? "");
  const locked = useLockedLines();
  useEffect(() => void ofText?.set(decorateText(rows, body, locked)), [ofText, rows, body, locked]);
  useEffect(() => void ofMoment?.set(decorateMoment(rows, marks)), [ofMoment, rows, marks]);
  useEffect(() => {
    // Line numbers carry addresses: drawn anew when these change.
    instance?.updateOptions({ lineNumbers: (line) => gutterText(rows[line - 1], line) });
  }, [instance, rows]);
}

function useLockedLines(): readonly number[] {
  const play = usePageState((state) => state.level);
  const source = usePageState((state) => state.sourceText);
  return useMemo(() => lockedLinesOf(play, source), [play, source]);
}

/**
 * Keeps the next instruction in sight, unless someone types. While control is
 * elsewhere: the line that it will return to; of a catalogue handler, before
 * anything has happened, the entry.
 */
function useReveal(instance: Instance | undefined, rows: readonly SourceRow[]): void {
  const moment = usePageState((state) => state.moment);
  const rip = moment?.rip;
  const returns = moment?.returns;
  const shown = usePageState((state) => state.shownCode);
  const isFromCatalogue = usePageState((state) => state.scenario?.handler.kind === "catalogue");
  useEffect(() => {
    if (instance === undefined || rip === undefined || instance.hasTextFocus()) return;
    const wanted = [shown ?? rip, rip, ...(returns ?? [])];
    const row = wanted.map((address) => rowAt(rows, address)).find((found) => found !== undefined);
    if (row !== undefined) instance.revealLineInCenterIfOutsideViewport(row.line, editor.ScrollType.Immediate);
    else if (isFromCatalogue && instance.getScrollTop() === 0) revealEntry(instance, rows);
  }, [instance, shown, rip, returns, rows, isFromCatalogue]);
}

function rowAt(rows: readonly SourceRow[], address: bigint): SourceRow | undefined {
  return rows.find((row) => [...row.instructions, ...row.body].some((line) => line.address === address));
}

/** The header comment gives way to the code, if they do not fit together. */
function revealEntry(instance: Instance, rows: readonly SourceRow[]): void {
  const first = rows.find((row) => row.instruction !== undefined);
  const last = rows.findLast((row) => row.instruction !== undefined);
  if (first === undefined || last === undefined) return;
  const { height } = instance.getLayoutInfo();
  if (instance.getBottomForLineNumber(last.line) <= height) return;
  const above = Math.max(1, first.line - LINES_ABOVE_ENTRY);
  instance.setScrollTop(instance.getTopForLineNumber(above), editor.ScrollType.Immediate);
}
