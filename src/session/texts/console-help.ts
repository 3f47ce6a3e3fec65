// What the console's help says: a line or two for each command and each subject of info.
// Names, usage and examples are what one types: they stand with the commands.

export const COMMAND_HELP = {
  // Moving
  stepi: "Take one step, or N: an instruction, or a delivery.",
  nexti: "Take one step; what interrupts it runs to its return first.",
  finish: "Run until the handler that runs now has returned.",
  continue: "Run to the next breakpoint or violation, or to the end of the run; with N, to the N-th.",
  "reverse-stepi": "Take one step back, or N.",
  "reverse-nexti": "Step back; what had interrupted is taken back as a whole.",
  "reverse-continue": "Run back to the last breakpoint or violation, or to the start.",
  "reverse-finish": "Go back to before the delivery of the handler that runs now.",
  advance: "Run until RIP is at a place: advance nmi_atomic+0x4.",
  until:
    "As ni, but out of a loop: what jumps back runs until the code behind it is reached. With a place, as advance.",
  run: "Go back to the start; run N goes to position N, as in rr. The schedule stays.",
  seek: "Go to the boundary after N steps, or one step before the damage of an explored violation.",
  when: "Where in the run we are.",
  violation: "Go to where a property breaks.",

  // Changing the experiment
  nmi: "An NMI arrives at this boundary.",
  inject:
    "An event here, at a place, or N steps from here: inject pf(touch0), inject nmi@nmi_atomic+0x4, inject mc after 3.",
  undo: "Take the last change of schedule, program or settings back; or the last injection.",
  redo: "What undo took back, again.",
  schedule: "The events of this run and what became of each.",
  workload: "What the NMIs interrupt.",
  body: 'What stands where the handler has a line "...".',
  option: "How the CPU decides where vendors differ.",

  // Notes
  note: "The notes of this run; pins one to this moment, or to the one after AT steps; takes one away.",

  // Looking
  print: "Compute: p $rsp, p/x nmi_stack_top-40, p nmi_run_count, p *($rsp+8).",
  x: "Memory: x/8gx $rsp, x/4i $rip, x/1bx nmi_stack_nesting.",
  disassemble: "The handler, or from another label to the next; /r with bytes, /s with the source.",
  list: "The handler's source.",
  backtrace: "Who runs, whom it interrupted, and what became of each return frame.",

  // Stops
  break: "Stop at a place, or at a line of the handler.",
  tbreak: "A breakpoint that goes when it is hit.",
  watch: "Stop when the value changes. An address that an expression gives is taken now, and stays.",
  rwatch: "Stop when an instruction has read it. What the CPU reads by itself (tables, page walks) does not count.",
  awatch: "Stop when it is read or written, changed or not.",
  catch: "Stop after an event: a delivery, a return, a frame overwritten, an NMI latched or lost, a property broken.",
  condition: "Breakpoint N stops only if this holds; without a condition, always. Comparisons are signed.",
  ignore: "Pass breakpoint N that many times before it stops.",
  commands: "Lines to run whenever breakpoint N stops a command: on this line, or one per line up to end.",
  enable: "Breakpoints stop again.",
  disable: "Breakpoints stay in the list and stop nothing.",

  // Exploring
  explore: "Try every schedule within the bounds; goto violation N opens what is found.",
  minimise: "Make the schedule smaller: the fewest events that still break the same.",

  // Displays
  display: "Show a value, or memory, again after every move; alone: show all now.",
  undisplay: "Show them no longer.",

  // Remembered positions
  last: "Who wrote it last: step, writer, the value before. Alone: the word at the top of the stack.",
  "when-end": "Where the run ends, and how.",
  checkpoint: "Remember this position under a number.",
  restart: "Go to a checkpoint.",
  back: "Where we were before the last move; again: further back.",
  forward: "Undoes back.",
  ugo: "Go to the start, the end, a position or a bookmark.",
  ubookmark: "Remember this position under a name.",
  delete: "Delete breakpoints by number; without one, all.",

  // Pictures
  telescope: "Words with what they point to, who wrote them and when; from RSP if no address is given.",
  stack: "The words at the top of the stack.",
  context: "Registers (* changed by the last step), code, stack and backtrace at once.",

  // Settings
  set: "set exec-direction forward|reverse: which way si, ni, c and finish go. set disassembly-flavor att|intel: how instructions are shown; kept in this browser. Registers and memory cannot be set.",
  show: "Settings, or the lines typed so far.",
  save: "Save the lines typed so far, or what sets the breakpoints, as a script; pasted into the console, it runs again.",

  // The page's own
  share: "The link to this moment, with what it holds.",
  level: "The list of levels, or the one of this name: level one-at-a-time.",
  hint: "The next hint of the level that is played.",
  solve: "Shows the solution of the level that is played, and plays it.",

  // The console itself
  explain: "The last step in words: what happened, why it could, what it broke.",
  help: "These lines, or one command.",

  // With the names that they take
  export: (formats: readonly string[]) =>
    `Saves ${formats.join(", ")}: text is this moment for a mailing list, run the whole run, svg a picture, test a shell script, gdb a script that replays the schedule on QEMU; image (the default) boots on another emulator, without the schedule.`,
  info: (subjects: readonly string[]) => `About ${subjects.join(", ")}.`,
} as const;

const FOLLOWS = "a run follows from its scenario alone, so that a link repeats it";

/** Commands of gdb that there are not, and what to do instead: their help, and their answer. */
export const REFUSED_COMMANDS = {
  jump: `jump is refused: ${FOLLOWS}. Change the source (jmp LABEL), or go to the place: advance LABEL, seek N.`,
  call: `call is refused: ${FOLLOWS}. Write the call in the handler.`,
  return: `return is refused: ${FOLLOWS}. finish goes to where the handler has returned.`,
  frame:
    "No frame is selected here: the CPU has one set of registers. bt tells whom each interrupted, info frame what it returns to; finish and reverse-finish go there.",
  exec: `exec is refused: ${FOLLOWS}. Write the instruction in the handler: with the schedule kept, the run is made anew at once.`,
  quit: "There is nothing to quit: the page keeps everything in its link.",
} as const;

export const INFO_HELP = {
  registers: "registers, or those named",
  "all-registers": "control and debug registers too",
  breakpoints: "breakpoints",
  watchpoints: "watchpoints alone",
  display: "what is shown after every move",
  checkpoints: "remembered positions",
  nmi: "blocked, pending, lost, depth",
  violations: "broken properties with their causes, of this run and of all explored schedules",
  symbol: "what is at an address",
  line: "the source line of an address",
  frame: "what the handler that runs returns through",
  "frame-regions": "named ranges of the stack",
} as const;

export const HELP_TEXTS = {
  intro: "Commands, as in gdb; short forms and unambiguous beginnings will do. An empty line repeats the last.",
  example: (line: string) => `Example: ${line}`,
  also: (names: readonly string[]) => `Also: ${names.join(", ")}.`,
} as const;
