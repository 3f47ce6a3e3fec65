// The texts of palette, help sheet and list of steps; loaded with those.

export const DIALOG_TEXTS = {
  steps: {
    title: "Steps as a list",
    range: (from: number, to: number, length: number) => `Steps ${from} to ${to} of ${length}. Enter goes to a step.`,
    delivery: (name: string) => `${name} delivered`,
    note: (text: string) => `Note: ${text}`,
  },

  help: {
    title: "Keys and commands",
    singleKeys: "Single letters act outside text fields",
    theme: "Theme",
    marks:
      "On the lanes: ▼ injected, ▽ injected and waiting, │ delivered, ○ an IRET that ends NMI blocking, ┄ suspended.",
    reading:
      "A step is one instruction or one delivery. A word keeps the colour, letter and pattern of the event that wrote it; dashed words are used up and nobody will read them.",
    editor: "In the editor, Ctrl+M makes Tab leave it.",
    change: "Choose other keys",
  },

  keys: {
    title: "Choose keys",
    resetAll: "All as delivered",
    allReset: "All keys are as delivered.",
    add: (command: string) => `Add a key for: ${command}`,
    addShort: "Add",
    reset: (command: string) => `Reset the keys of: ${command}`,
    resetShort: "Reset",
    remove: (key: string, command: string) => `Remove ${key} from: ${command}`,
    press: "Press a key; Esc leaves it",
    added: (key: string, command: string) => `${key} is a key of: ${command}.`,
    refused: (key: string) =>
      `${key === " " ? "Space" : key} belongs to the browser or moves the focus: press another.`,
    taken: (key: string, holders: readonly string[]) => `${key} is taken by: ${holders.join("; ")}.`,
    take: "Take it from there",
    leave: "Leave it",
  },

  palette: {
    title: "Commands",
    search: "Search commands",
    none: "No command has this name.",
    /** Other words for a command, which nobody sees. */
    also: {
      present: "audience projector lecture big large font zoom",
      share: "url qr copy export save print picture",
      back: "undo reverse rsi",
      "run-back": "reverse continue rc",
      run: "continue go",
      step: "si stepi next",
      over: "ni nexti",
      out: "finish",
      restart: "reset rewind begin",
      "inject-nmi": "send interrupt",
      explore: "search verify check prove model",
      theme: "dark light colour",
      help: "keys shortcuts manual",
      levels: "exercises game play teach",
      history: "drafts autosave recent",
      trace: "log filter",
      watch: "watchpoint",
      stops: "break catch list",
      flavor: "intel att syntax",
      note: "bookmark comment pin",
      compare: "diff two",
      "open-file": "load import upload",
      "save-source": "download",
    } as Readonly<Record<string, string>>,
    open: (title: string) => `Open handler: ${title}`,
    show: (title: string, schedule: string) => `Show: ${title}, ${schedule}`,
  },
} as const;
