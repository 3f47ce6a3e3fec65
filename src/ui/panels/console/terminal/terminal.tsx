// The console's terminal. Typed lines go to the machine; what the machine says,
// and the commands that clicks stand for, appear here.

import { useEffect, useRef } from "react";
import { FitAddon } from "@xterm/addon-fit";
import { Terminal as Xterm, type ITheme } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";

import type { Page } from "../../../../store/page.ts";
import type { ConsoleEntry } from "../../../../store/state.ts";
import { usePage } from "../../../page-context.tsx";
import { TEXTS } from "../../../texts.ts";
import { unit, useThemeChange } from "../../../use-theme-change.ts";
import { Prompt } from "./prompt.ts";

const SCROLLBACK = 5000;
const FONT_SIZE = 11.5;

export default function Terminal() {
  const host = useRef<HTMLDivElement>(null);
  const page = usePage();
  const terminal = useRef<Xterm>(undefined);
  const fitted = useRef<FitAddon>(undefined);

  useEffect(() => {
    if (host.current === null) return;
    const created = new Xterm({
      screenReaderMode: true,
      convertEol: true,
      cursorBlink: false,
      fontSize: FONT_SIZE * unit(),
      lineHeight: 1.2,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
      scrollback: SCROLLBACK,
      theme: themeOf(),
    });
    const fit = new FitAddon();
    created.loadAddon(fit);
    created.open(host.current);
    fit.fit();
    // In a frame that the reader has not entered the focus stays with the host's page.
    if (document.hasFocus()) created.focus();
    terminal.current = created;
    fitted.current = fit;
    const stop = attach(created, page);
    const observer = new ResizeObserver(() => fit.fit());
    observer.observe(host.current);
    return () => {
      observer.disconnect();
      stop();
      created.dispose();
      terminal.current = undefined;
    };
  }, [page]);

  useThemeChange(() => {
    if (terminal.current === undefined) return;
    terminal.current.options.theme = themeOf();
    terminal.current.options.fontSize = FONT_SIZE * unit();
    fitted.current?.fit();
  });

  return <div className="terminal" ref={host} role="group" aria-label={TEXTS.console.region} />;
}

/** Lines so far, the prompt, and from then on every new line above the prompt. */
function attach(terminal: Xterm, page: Page): () => void {
  const prompt = new Prompt(terminal, {
    run: (line) => page.machine.console(line),
    complete: (line) => page.machine.complete(line),
    cancel: () => page.machine.cancel(),
    leave: () => page.view.toggleConsole(),
  });
  let shown = 0;
  const show = (entries: readonly ConsoleEntry[]): void => {
    const fresh = entries.filter((entry) => entry.id > shown);
    shown = entries.at(-1)?.id ?? shown;
    prompt.print(fresh);
  };
  show(page.store.getState().console);
  const unsubscribe = page.store.subscribe((state, before) => {
    if (state.console !== before.console) show(state.console);
  });
  return () => {
    unsubscribe();
    prompt.dispose();
  };
}

function themeOf(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    background: token("--sunk"),
    foreground: token("--fg"),
    cursor: token("--fg"),
    cursorAccent: token("--sunk"),
    selectionBackground: token("--line2"),
    brightBlack: token("--dim"),
    red: token("--bad"),
  };
}
