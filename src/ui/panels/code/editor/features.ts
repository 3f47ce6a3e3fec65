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
