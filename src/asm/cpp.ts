// Lines that look like the C preprocessor's and are not taken as such (see
// preprocess.ts for those that are): comments, as to GNU as, but not in silence.

import type { Program } from "./program.ts";
import type { Comment } from "./statement.ts";

const DIRECTIVE = /^#(define|undef|include|if|ifdef|ifndef|elif|else|endif|pragma|error)\b/;
const PROSE = /^#[ \t]+(define|undef|include|if|ifdef|ifndef|elif|else|endif|error|warning|pragma|import)\b/;

/** `comment` fills its line from the first visible character. */
export function noteCpp(program: Program, comment: Comment, alone: boolean): void {
  if (!alone) return;
  const origin = {
    line: comment.line,
    column: comment.column,
    exact: true,
    length: comment.text.length,
    fromBody: false,
  };
  const directive = DIRECTIVE.exec(comment.text);
  if (directive !== null) {
    program.report("warning", origin, 0, comment.text.length, {
      code: "cpp-directive",
      message: `"#${directive[1]}" is of the C preprocessor, which does not read it here: the line is a comment`,
      explanation:
        "Write .set NAME, VALUE for constants, .macro for code, .if and .ifdef for conditions, and paste what a header would give.",
    });
    return;
  }
  const prose = PROSE.exec(comment.text);
  if (prose === null) return;
  program.report("note", origin, 0, prose[0].length, {
    code: "cpp-would-choke",
    message: `the C preprocessor would read this comment as #${prose[1]}`,
    explanation:
      "Here it is a comment. In a .S file that gcc assembles, a line that begins with # and a word of the preprocessor is a " +
      "directive, spaces or not: put another word first, or write the comment between /* and */.",
  });
}
