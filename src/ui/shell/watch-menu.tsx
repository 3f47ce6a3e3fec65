// The menu of a word, a register or a variable: watch it, see where it came from.
// A chunk of its own, loaded when it is first opened.

import { useEffect, useRef } from "react";

import type { WatchAccess } from "../../protocol/messages.ts";
import type { HistoryOf } from "../../session/views/look.ts";
import type { WatchMenu as Menu } from "../../store/state.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { WATCH_TEXTS } from "../texts/watch.ts";
import { moveFocus } from "../widgets/roving.ts";
import "./watch-menu.css";

/** Room that it is given at the right and the lower edge. */
const WIDTH = 240;
const HEIGHT = 220;

export default function WatchMenu() {
  const menu = usePageState((state) => state.watchMenu);
  return menu === undefined ? null : <Open key={menu.target} menu={menu} />;
}

function Open({ menu }: { menu: Menu }) {
  const page = usePage();
  const root = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  const { target, x, y } = menu;
  const accesses: readonly WatchAccess[] = target.startsWith("$") ? ["write"] : ["write", "read", "access"];

  useEffect(() => {
    before.current = document.activeElement;
    root.current?.querySelector<HTMLElement>("button")?.focus();
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true)
        page.view.openWatchMenu(undefined);
    };
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [page]);

  function close(): void {
    page.view.openWatchMenu(undefined);
    if (before.current instanceof HTMLElement) before.current.focus();
  }

  function choose(action: () => void): () => void {
    return () => {
      close();
      action();
    };
  }

  return (
    <div
      ref={root}
      className="watch-menu"
      role="menu"
      tabIndex={-1}
      aria-label={WATCH_TEXTS.menu(target)}
      style={{
        left: Math.max(0, Math.min(x, innerWidth - WIDTH)),
        top: Math.max(0, Math.min(y, innerHeight - HEIGHT)),
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" || event.key === "Tab") {
          event.preventDefault();
          event.stopPropagation();
          close();
        }
        moveFocus(event, "button", "vertical");
      }}
    >
      <p className="dim mono" aria-hidden="true">
        {target}
      </p>
      {accesses.map((access) => (
        <Access key={access} target={target} access={access} onDone={close} />
      ))}
      <Looks target={target} choose={choose} />
    </div>
  );
}

/** What is looked at closer. */
function Looks({ target, choose }: { target: string; choose: (action: () => void) => () => void }) {
  const page = usePage();
  const registers = usePageState((state) => state.moment?.registers);
  const of = historyOf(target, registers);
  return (
    <>
      {of === undefined ? null : (
        <button type="button" role="menuitem" onClick={choose(() => page.view.look({ kind: "history", of }))}>
          {WATCH_TEXTS.origins}
        </button>
      )}
      {target.startsWith("*") ? (
        <button
          type="button"
          role="menuitem"
          onClick={choose(() => page.view.look({ kind: "memory", at: target.slice(1) }))}
        >
          {WATCH_TEXTS.memory}
        </button>
      ) : null}
      <button type="button" role="menuitem" onClick={choose(() => page.view.look({ kind: "stops" }))}>
        {WATCH_TEXTS.stops}
      </button>
    </>
  );
}

function Access({ target, access, onDone }: { target: string; access: WatchAccess; onDone: () => void }) {
  const page = usePage();
  const isSet = usePageState((state) =>
    state.breakpoints.some((place) => place.kind === "watch" && place.target === target && place.access === access),
  );
  return (
    <button
      type="button"
      role="menuitemcheckbox"
      aria-checked={isSet}
      onClick={() => {
        onDone();
        void page.machine.toggleBreakpoint({ kind: "watch", access, target });
      }}
    >
      <span aria-hidden="true">{isSet ? "✓" : ""}</span> {WATCH_TEXTS[access]}
      {access === "write" ? <kbd aria-hidden="true">{WATCH_TEXTS.key}</kbd> : null}
    </button>
  );
}

type Registers = readonly { readonly name: Extract<HistoryOf, { kind: "register" }>["name"] }[];

function historyOf(target: string, registers: Registers | undefined): HistoryOf | undefined {
  if (target.startsWith("*")) return { kind: "word", address: BigInt(target.slice(1)) & ~7n };
  const register = registers?.find(({ name }) => `$${name}` === target);
  return register === undefined ? undefined : { kind: "register", name: register.name };
}
