// AT&T assembly for the editor: enough of a grammar for three inks.

import { languages } from "monaco-editor/editor/editor.api";

export const LANGUAGE = "gas-att";

export function registerLanguage(): void {
  if (languages.getLanguages().some((language) => language.id === LANGUAGE)) return;
  languages.register({ id: LANGUAGE });
  languages.setLanguageConfiguration(LANGUAGE, {
    comments: { lineComment: "#" },
    brackets: [["(", ")"]],
    // Names hold dots, registers a percent sign.
    wordPattern: /%?[\w.$]+/g,
  });
  languages.setMonarchTokensProvider(LANGUAGE, {
    tokenizer: {
      root: [
        [/\/\*/, "comment", "@comment"],
        [/#.*$|\/\/.*$/, "comment"],
        [/^(\s*)([\w.$]+:)(\s*)([A-Za-z][\w.]*)/, ["", "label", "", "mnemonic"]],
        [/^(\s*)([\w.$]+:)/, ["", "label"]],
        [/^\s*\.{3}\s*$/, "comment"],
        [/^(\s*)(\.[a-z][\w.]*)/, ["", "directive"]],
        [/^(\s*)([A-Za-z][\w.]*)/, ["", "mnemonic"]],
        [/(;\s*)([A-Za-z][\w.]*)/, ["", "mnemonic"]],
        [/"[^"]*"/, "string"],
        [/[^#/";]+|./, ""],
      ],
      comment: [
        [/\*\//, "comment", "@pop"],
        [/./, "comment"],
      ],
    },
  });
}
