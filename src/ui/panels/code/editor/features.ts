// The parts of the editor that this page uses: nothing that needs a language
// server or a worker of its own.

import "monaco-editor/features/find/register";
import "monaco-editor/features/hover/register";
import "monaco-editor/features/comment/register";
import "monaco-editor/features/clipboard/register";
import "monaco-editor/features/linesOperations/register";
import "monaco-editor/features/wordOperations/register";
import "monaco-editor/features/cursorUndo/register";
import "monaco-editor/features/bracketMatching/register";
import "monaco-editor/features/toggleTabFocusMode/register";
// The part named features/suggest is of inline suggestions only.
import "monaco-editor/editor/contrib/suggest/browser/suggestController";
import "monaco-editor/features/gotoSymbol/register";
import "monaco-editor/features/referenceSearch/register";
import "monaco-editor/features/rename/register";
import "monaco-editor/features/folding/register";
import "monaco-editor/features/codeAction/register";
import "monaco-editor/features/inlayHints/register";
import "monaco-editor/features/quickOutline/register";
