// What the editor knows of the language: hover, completion, definitions, references,
// renaming, outline, folds, repairs, bytes. Registered once for one page; text and
// program are read when asked.

import {
  type editor,
  languages,
  Range,
  type IDisposable,
  type IRange,
  type Position,
} from "monaco-editor/editor/editor.api";

import { describeMnemonic, knownMnemonics } from "../../../../isa/names.ts";
import { presentHeat } from "../../../../store/explorer/selectors.ts";
import type { Page } from "../../../../store/page.ts";
import { TYPE_TEXTS } from "../../../texts/type.ts";
import { sourceRows } from "../code-rows.ts";
import type { BytesShown } from "./actions.ts";
import { DIRECTIVES, REGISTERS } from "./completion-words.ts";
import { instructionHover, nameHover, plain } from "./hover-text.ts";
import { LANGUAGE } from "./language.ts";
import { foldsOf, mnemonicOf, nameAt, placesOf, symbolsOf, type NamePlace, type SymbolKind } from "./source-symbols.ts";

const { CompletionItemKind, SymbolKind: Symbols } = languages;

export function registerFeatures(page: Page, bytes: BytesShown): IDisposable {
  const registered = [
    languages.registerHoverProvider(LANGUAGE, { provideHover: (model, position) => hover(page, model, position) }),
    languages.registerCompletionItemProvider(LANGUAGE, {
      triggerCharacters: ["%", "."],
      provideCompletionItems: (model, position) => ({ suggestions: completions(page, model, position) }),
    }),
    languages.registerDefinitionProvider(LANGUAGE, { provideDefinition: definition }),
    languages.registerReferenceProvider(LANGUAGE, { provideReferences: references }),
    languages.registerRenameProvider(LANGUAGE, {
      resolveRenameLocation: renameLocation,
      provideRenameEdits: (model, position, name) => renameEdits(page, model, position, name),
    }),
    languages.registerDocumentSymbolProvider(LANGUAGE, { provideDocumentSymbols: outline }),
    languages.registerFoldingRangeProvider(LANGUAGE, { provideFoldingRanges: folds }),
    languages.registerCodeActionProvider(LANGUAGE, {
      provideCodeActions: (model, range) => repairs(page, model, range),
    }),
    languages.registerInlayHintsProvider(LANGUAGE, {
      onDidChangeInlayHints: bytes.event,
      provideInlayHints: (model, range) => ({
        hints: bytes.isOn ? byteHints(page, model, range) : [],
        dispose: () => undefined,
      }),
    }),
  ];
  return { dispose: () => registered.forEach((one) => one.dispose()) };
}

const rangeOf = ({ line, column, endColumn }: NamePlace): Range => new Range(line, column, line, endColumn);

function hover(page: Page, model: editor.ITextModel, { lineNumber, column }: Position): languages.Hover | undefined {
  const state = page.store.getState();
  const source = model.getValue();
  const row = sourceRows(source, state.program)[lineNumber - 1];
  if (row === undefined) return undefined;
  const mnemonic = mnemonicOf(row.text);
  const name = nameAt(source, lineNumber, column);
  const isMnemonic = mnemonic !== undefined && column >= mnemonic.column && column <= mnemonic.endColumn;
  const texts =
    isMnemonic || name === undefined
      ? isMnemonic
        ? instructionHover(row, presentHeat(state))
        : []
      : nameHover(name.name, source, state.program);
  if (texts.length === 0) return undefined;
  const place = isMnemonic ? { ...mnemonic, line: lineNumber } : name;
  return { contents: texts.map((value) => ({ value })), ...(place === undefined ? {} : { range: rangeOf(place) }) };
}

function completions(page: Page, model: editor.ITextModel, position: Position): languages.CompletionItem[] {
  const before = model.getLineContent(position.lineNumber).slice(0, position.column - 1);
  if (/#|\/\//.test(before)) return [];
  const typed = /%?[\w.$]*$/.exec(before)?.[0] ?? "";
  const range = new Range(position.lineNumber, position.column - typed.length, position.lineNumber, position.column);
  const item = (
    label: string,
    kind: languages.CompletionItemKind,
    detail: string,
    documentation = "",
  ): languages.CompletionItem => ({ label, kind, detail, insertText: label, range, documentation });
  if (typed.startsWith("%"))
    return REGISTERS.map((name) => item(`%${name}`, CompletionItemKind.Variable, TYPE_TEXTS.register));
  const source = model.getValue();
  const symbols = symbolsOf(source);
  const isFirstWord = /^(?:\s*[\w.$]+:)*\s*[\w.$]*$/.test(before);
  if (isFirstWord)
    return [
      ...knownMnemonics().map((name) => item(name, CompletionItemKind.Keyword, "", describeMnemonic(name)?.what ?? "")),
      ...DIRECTIVES.map((name) => item(name, CompletionItemKind.Module, TYPE_TEXTS.directive)),
      ...symbols
        .filter(({ kind }) => kind === "macro")
        .map(({ name }) => item(name, CompletionItemKind.Function, TYPE_TEXTS.kinds.macro)),
    ];
  const { program } = page.store.getState();
  const own = symbols.filter(({ kind }) => kind !== "macro");
  const known = new Set(own.map(({ name }) => name));
  const variables = (program?.perCpu ?? []).filter(({ name }) => !known.has(name));
  for (const { name } of variables) known.add(name);
  return [
    ...own.map(({ name, kind, line }) =>
      item(name, CompletionItemKind.Reference, TYPE_TEXTS.defined(TYPE_TEXTS.kinds[kind], line)),
    ),
    ...variables.map(({ name, offset, sizeBytes }) =>
      item(name, CompletionItemKind.Field, TYPE_TEXTS.perCpu(offset, sizeBytes)),
    ),
    ...[...(program?.symbols.keys() ?? [])]
      .filter((name) => !known.has(name))
      .map((name) => item(name, CompletionItemKind.Constant, TYPE_TEXTS.predefined)),
  ];
}

function definition(model: editor.ITextModel, { lineNumber, column }: Position): languages.Definition | undefined {
  const source = model.getValue();
  const name = nameAt(source, lineNumber, column);
  const found = symbolsOf(source).find((symbol) => symbol.name === name?.name);
  return found === undefined ? undefined : { uri: model.uri, range: rangeOf(found) };
}

function references(model: editor.ITextModel, { lineNumber, column }: Position): languages.Location[] {
  const source = model.getValue();
  const name = nameAt(source, lineNumber, column);
  if (name === undefined) return [];
  return placesOf(source, name.name).map((place) => ({ uri: model.uri, range: rangeOf(place) }));
}

function renameLocation(
  model: editor.ITextModel,
  { lineNumber, column }: Position,
): languages.RenameLocation & languages.Rejection {
  const source = model.getValue();
  const name = nameAt(source, lineNumber, column);
  if (name === undefined || !symbolsOf(source).some((symbol) => symbol.name === name.name))
    return {
      range: new Range(lineNumber, column, lineNumber, column),
      text: "",
      rejectReason: TYPE_TEXTS.renameNothing,
    };
  return { range: rangeOf(name), text: name.name };
}

function renameEdits(
  page: Page,
  model: editor.ITextModel,
  { lineNumber, column }: Position,
  newName: string,
): languages.WorkspaceEdit & languages.Rejection {
  const source = model.getValue();
  const name = nameAt(source, lineNumber, column);
  const { program } = page.store.getState();
  if (name === undefined) return { edits: [], rejectReason: TYPE_TEXTS.renameNothing };
  if (!/^[A-Za-z_.][\w.$]*$/.test(newName)) return { edits: [], rejectReason: TYPE_TEXTS.renameInvalid(newName) };
  const isTaken =
    newName !== name.name && (placesOf(source, newName).length > 0 || program?.symbols.has(newName) === true);
  if (isTaken) return { edits: [], rejectReason: TYPE_TEXTS.renameTaken(newName) };
  return {
    edits: placesOf(source, name.name).map((place) => ({
      resource: model.uri,
      versionId: model.getVersionId(),
      textEdit: { range: rangeOf(place), text: newName },
    })),
  };
}

const OUTLINE_KINDS: Readonly<Record<SymbolKind, languages.SymbolKind>> = {
  label: Symbols.Function,
  macro: Symbols.Method,
  constant: Symbols.Constant,
};

function outline(model: editor.ITextModel): languages.DocumentSymbol[] {
  return symbolsOf(model.getValue()).map((symbol) => ({
    name: symbol.name,
    detail: TYPE_TEXTS.kinds[symbol.kind],
    kind: OUTLINE_KINDS[symbol.kind],
    tags: [],
    range: new Range(symbol.line, 1, symbol.endLine, model.getLineMaxColumn(symbol.endLine)),
    selectionRange: rangeOf(symbol),
  }));
}

function folds(model: editor.ITextModel): languages.FoldingRange[] {
  return foldsOf(model.getValue()).map(({ from, to, kind }) => ({
    start: from,
    end: to,
    ...(kind === "comment" ? { kind: languages.FoldingRangeKind.Comment } : {}),
  }));
}

/** The assembler's repairs of these lines, as one edit each. */
function repairs(page: Page, model: editor.ITextModel, range: IRange): languages.CodeActionList {
  const { program } = page.store.getState();
  const isCurrent = program !== undefined && program.source === model.getValue();
  const found = (isCurrent ? program.diagnostics : []).filter(
    ({ line }) => line >= range.startLineNumber && line <= range.endLineNumber,
  );
  const actions = found.flatMap(({ fixes }) =>
    fixes.map((fix) => ({
      title: fix.title,
      kind: "quickfix",
      edit: {
        edits: [
          {
            resource: model.uri,
            versionId: model.getVersionId(),
            textEdit: { range: new Range(fix.line, fix.column, fix.line, fix.endColumn), text: fix.text },
          },
        ],
      },
    })),
  );
  return { actions, dispose: () => undefined };
}

function byteHints(page: Page, model: editor.ITextModel, range: IRange): languages.InlayHint[] {
  return sourceRows(model.getValue(), page.store.getState().program)
    .filter(
      ({ line, instruction }) =>
        instruction !== undefined && line >= range.startLineNumber && line <= range.endLineNumber,
    )
    .map(({ line, instruction }) => ({
      position: { lineNumber: line, column: model.getLineMaxColumn(line) },
      label: Array.from(instruction?.bytes ?? [], (byte) => byte.toString(16).padStart(2, "0")).join(" "),
      paddingLeft: true,
      tooltip: plain(instruction?.place ?? ""),
    }));
}
