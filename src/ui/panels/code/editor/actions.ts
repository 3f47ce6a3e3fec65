// Commands of the editor that are ours: the source in columns, bytes shown or not, and
// the page's own that work while the editor has the keys.

import { Emitter, KeyCode, KeyMod, type editor, type IDisposable } from "monaco-editor/editor/editor.api";

import type { ProgramView } from "../../../../session/views.ts";
import type { Page } from "../../../../store/page.ts";
import { COMMAND_TEXTS } from "../../../texts/commands.ts";
import { TYPE_TEXTS } from "../../../texts/type.ts";
import { formatSource } from "./format-source.ts";
import { replaceText } from "./replace-text.ts";

export class BytesShown {
  readonly #changed = new Emitter<void>();
  readonly event = this.#changed.event;
  isOn = false;

  toggle(): void {
    this.isOn = !this.isOn;
    this.#changed.fire();
  }

  /** The bytes themselves are others now. */
  refresh(): void {
    if (this.isOn) this.#changed.fire();
  }
}

/** Actions, not `addCommand`: nothing takes that away again, and it holds the editor for ever. */
export function addActions(instance: editor.IStandaloneCodeEditor, page: Page, bytes: BytesShown): IDisposable {
  const openPalette = (): void => page.view.openDialog("palette");
  const apply = (): void => void page.source.apply();
  const added = [
    {
      id: "format-source",
      label: TYPE_TEXTS.format,
      keybindings: [KeyMod.Shift | KeyMod.Alt | KeyCode.KeyF],
      run: () => format(instance, page),
    },
    {
      id: "toggle-bytes",
      label: TYPE_TEXTS.showBytes,
      keybindings: [KeyMod.Shift | KeyMod.Alt | KeyCode.KeyB],
      run: () => bytes.toggle(),
    },
    {
      id: "open-palette",
      label: COMMAND_TEXTS.palette,
      keybindings: [KeyMod.CtrlCmd | KeyCode.KeyK, KeyCode.F1],
      run: openPalette,
    },
    {
      id: "apply-source",
      label: COMMAND_TEXTS.apply,
      keybindings: [KeyMod.CtrlCmd | KeyCode.Enter, KeyMod.CtrlCmd | KeyCode.KeyS],
      run: apply,
    },
  ].map((action) => instance.addAction(action));
  return { dispose: () => added.forEach((one) => one.dispose()) };
}

/** Spaces only, and only if the assembler makes the same of both texts. */
async function format(instance: editor.IStandaloneCodeEditor, page: Page): Promise<void> {
  const model = instance.getModel();
  if (model === null) return;
  const before = model.getValue();
  const after = formatSource(before);
  const say = (notice: string): void => page.store.setState({ notice });
  if (after === before) return say(TYPE_TEXTS.formatNothing);
  const [was, is] = [await page.source.tryOut(before), await page.source.tryOut(after)];
  if (model.getValue() !== before || was === undefined || is === undefined) return;
  if (!was.assembled) return say(TYPE_TEXTS.formatBroken);
  if (!sameProgram(was, is)) return say(TYPE_TEXTS.formatRefused);
  model.pushStackElement();
  replaceText(model, after);
  model.pushStackElement();
  say(TYPE_TEXTS.formatted);
}

/** The same bytes at the same addresses from the same lines, and the same names. */
export function sameProgram(left: ProgramView, right: ProgramView): boolean {
  if (!right.assembled || left.handler.length !== right.handler.length) return false;
  if (left.symbols.size !== right.symbols.size) return false;
  for (const [name, address] of left.symbols) if (right.symbols.get(name) !== address) return false;
  return left.handler.every((line, n) => {
    const other = right.handler[n];
    return (
      other !== undefined &&
      other.address === line.address &&
      other.line === line.line &&
      other.bytes.length === line.bytes.length &&
      other.bytes.every((byte, at) => byte === line.bytes[at])
    );
  });
}
