// The bodies that can stand where a handler file says `...`: "regular NMI code
// goes here". Text only; assembling it is the assembler's work.

export interface Body {
  readonly name: string;
  /** One line for a menu. */
  readonly title: string;
  /** Text in the place of the `...` line. */
  readonly inline: string;
  /** Text after the end of the file. */
  readonly appended: string;
}

export const DEFAULT_BODY = "touch";

/*
 * A body changes no register and leaves memory as it was, but for nmi_run_count:
 * so a handler that goes round and round comes back to the very same state, and
 * is found out.
 */

const COUNT: Body = {
  name: "count",
  title: "counts: cannot fault",
  inline: "    incq %gs:nmi_run_count\n",
  appended: "",
};

const TOUCH: Body = {
  name: "touch",
  title: "counts and touches a page that may be absent",
  inline: `    incq %gs:nmi_run_count
    pushq %rax
touch_page:
    movb touch0, %al
page_touched:
    movb %al, touch0
    popq %rax
`,
  appended: "",
};

const CALL: Body = {
  name: "call",
  title: "counts and calls a function, linked above the handler, that touches a page",
  inline: `    incq %gs:nmi_run_count
    call regular_helper
`,
  appended: `
regular_helper:
    pushq %rax
    movb touch1, %al
helper_touched:
    movb %al, touch1
    popq %rax
    ret
`,
};

export const BODIES: readonly Body[] = [TOUCH, COUNT, CALL];

export function findBody(name: string): Body | undefined {
  return BODIES.find((body) => body.name === name);
}
