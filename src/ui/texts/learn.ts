// The texts of levels and figures; part of the page's texts.

export const LEARN_TEXTS = {
  level: {
    region: "Goal of the level",
    told: "About this level",
    own: "Level:",
    numbered: (number: number) => `Level ${number}:`,
    goal: "Goal:",
    won: (events: number, par: number | undefined) =>
      `Won${events === 0 ? "" : ` with ${events} ${events === 1 ? "event" : "events"}`}.${
        par === undefined || events === 0
          ? ""
          : events <= par
            ? " That is par: the explorer proves that fewer do not do it."
            : ` Par is ${par}.`
      }`,
    foul: (reason: string) => `Not in this level: ${reason}`,
    putBack: "Put it back",
    lockedLine: "Locked in this level",
    tryExplorer: "Let the explorer try",
    trying: (states: string) => `The explorer tries every schedule: ${states} states so far.`,
    stopTrying: "Stop",
    explorerWins: (bounds: string) => `The explorer wins (${bounds}) with`,
    showIt: "Show it",
    backToEditing: "Back to my schedule",
    explorerFinds: (bounds: string) => `The explorer finds nothing within ${bounds}.`,
    explorerUnsure: (why: string) => `The explorer did not finish: ${why}.`,
    explorerWaits: "The explorer has not tried this text yet.",
    notAssembled: "The text does not assemble yet.",
    deleted: (line: number, text: string) => `Line ${line} is deleted: ${text}`,
    notDeleted: "Nothing is deleted yet.",
    shortestDelete: (line: number) => `Delete line ${line}, then`,
    buttons: "Help with this level",
    hint: (shown: number, of: number) => `Hint ${Math.min(shown + 1, of)} of ${of}`,
    hintNumber: (number: number) => `Hint ${number}.`,
    undo: "Undo",
    reset: "Reset",
    solution: "Solution",
    all: "Levels",
    leave: "Leave",
    next: "Next level",
    why: "Why",
    shortest: "The shortest way:",
    sources: "Sources",
    allowed: (events: readonly string[], most: number) => `Yours to send: ${events.join(", ")}; at most ${most}.`,
    listTitle: "Levels",
    roles: { attacker: "attack", defender: "defend", breaker: "break" },
    wonWith: (events: number, par: number | undefined) =>
      events === 0 || par === undefined ? "won" : `won with ${events}, par ${par}`,
    openFile: "Open a level file",
    make: "Make a level of this",
    saveProgress: "Save progress",
    loadProgress: "Load progress",
  },
  figure: {
    openTool: "Open in the tool",
    step: (position: number, last: number) => `Step ${position} of ${last}`,
    start: "Nothing has run yet.",
    holds: (end: string) => `With this schedule all properties hold. ${end}`,
    fails: (property: string, step: number, summary: string) =>
      `With this schedule ${property} breaks at step ${step}: ${summary}`,
    restart: "To the start",
    back: "Back",
    stepOn: "Step",
    run: "Run",
    inject: (event: string) => `Send ${event} here`,
    undo: "Undo",
    drag: "Drag the NMI along the instructions, or use the arrow keys",
    dragHandle: "Where the NMI arrives",
    dragAt: (place: string, outcome: string) => `before ${place}: ${outcome}`,
    outcome: { safe: "nothing breaks", harmful: "breaks", unreached: "not reached" },
    quizAsk: "Predict:",
    quizChoose: "Choose the word in the picture, then step.",
    quizRight: "Right.",
    quizWrong: (chosen: string, answers: string) => `You chose ${chosen}; it is ${answers}.`,
    quizReveal: "Show the answer",
  },
} as const;
