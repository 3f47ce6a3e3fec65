// The texts of the pages that can be read without running anything. Not part of the
// tool's own.

export const SITE_TEXTS = {
  skip: "Skip to the content",
  navigation: "Site",
  lessons: "Lessons",
  gallery: "Gallery",
  galleryDescription:
    "Every published design for nested NMIs on x86-64, as a handler that runs, with its history and what breaks it.",
  lessonsDescription:
    "Ten short lessons on nested NMIs, and three bonus rooms: what the CPU does, what software did about it from 2010 on, and what breaks each design.",
  lessonNumber: (number: number, of: number, minutes: number) => `Lesson ${number} of ${of}, about ${minutes} minutes`,
  index: {
    title: "Nested NMIs, step by step",
    lead: "Linux needed five years to get this right. Here it takes an evening: an NMI can interrupt its own handler, is pushed onto the same five words, and the first one never gets home. Every figure is a real machine, in your browser, that steps forward and back; drag an NMI along the instructions and see at once what breaks.",
    begin: "Begin with lesson 1",
    play: "Play first: lose an NMI with two keys",
    teach: "Teach it: one hour, one link",
    minutes: (minutes: number) => `${minutes} min`,
    levels: "Levels",
    levelsLead:
      "You are the hardware, or you mend the handler. Each is won when the machine or the explorer says so, and never by a list of moves. Par is the fewest events; the explorer proves it.",
    roles: { attacker: "attack", defender: "defend", breaker: "break" },
    par: (par: number) => `par ${par}`,
    exercise: (title: string) => `Level: ${title}`,
    read: "read",
    won: "won",
    tally: (read: number, lessons: number, won: number, levels: number) =>
      `On this computer: ${read} of ${lessons} lessons read, ${won} of ${levels} levels won.`,
    build: "A lecturer can make levels, too: play in the tool, choose “Make a level of this”, copy the link.",
  },
  lecture: {
    link: "Teach",
    title: "One hour on nested NMIs",
    description:
      "A plan for a lecture: what to show, what to say, what to ask, minute by minute, with one link that opens it all.",
    begin: "Begin the lecture",
    how: [
      "The link opens lesson 1 in large type. Page Down, Space or . goes on, through all ten lessons; Page Up goes back; a clicker sends these. The keys 1 to 9 show a figure of the lesson, s and b step it. Esc leaves. The address names the slide: kept as a bookmark, it opens there.",
      "Each figure can be stepped, dragged and answered on the wall. Before you step, let the audience predict; whoever answers points at the picture. The tool itself has its schedules on the keys 1 to 9, for questions that no slide foresees.",
      "Print a lesson for a handout: text, figures and every step. Each figure has “Embed”, for your own slides. Levels are homework: a link each, and progress is kept on the learner's computer and can be handed in as a file.",
    ],
    table: "The hour",
    minutes: (from: number, to: number) => `${from} to ${to}`,
    heads: ["Minute", "Lesson", "Say", "Ask, then step", "Homework"],
  },
  present: "Present",
  presentKeys:
    "Space, Page Down or . goes on, into the next lesson too; Page Up goes back; s and b step the figure; 1 to 9 show a figure; Esc leaves",
  slide: (at: number, of: number) => `${at} of ${of}`,
  tryIt: "Try it",
  sources: "Sources",
  footer: "NMI Stepper. Everything runs in your browser; nothing is sent anywhere.",
  hazards: "Hazards",
  matrix: "Matrix",
  compare: "Compare",
  hazardsDescription:
    "Every way in which nested NMIs are known to go wrong: how it comes about, what one notices, which handlers have it, and a schedule that shows it.",
  entry: {
    dated: (author: string, date: string) => `${author}, ${date}`,
    about: "About it:",
    history: "History",
    idea: "The idea",
    layout: "On the NMI stack",
    layoutFigure: (title: string) => `The NMI stack of: ${title}`,
    layoutCaption: (label: string) => `The stack itself, one NMI after it was delivered: at ${label}.`,
    layoutNote: "T is the top of the NMI stack; the drawing below is the stack of a running machine.",
    place: "Place",
    holds: "Holds",
    weaknesses: "Known weaknesses",
    verdicts: "What exploring finds",
    verdictsNote:
      "Each row is declared beside the handler, and tests search all schedules within its bounds, both ways: what is declared is found, and nothing else. A link opens the shortest schedule, one step before the damage.",
    workload: "Workload",
    bounds: "Bounds",
    result: "Result",
    nothing: "all eight properties hold",
    breaks: (property: string) => `${property} breaks`,
    demonstrations: "Schedules to look at",
    hazards: "Hazards it has to do with",
    hazard: (number: number) => `hazard ${number}`,
    compareWith: "Compare it with",
    neighbours: "Handlers before and after",
    program: "The program",
    programNote: "As it is assembled here, line by line.",
    open: "Open it in the tool",
  },
  timeline: {
    expected: { holds: "holds", violated: "breaks" },
    lessons: "One defect each",
    lessonsNote: "Handlers made for this project: each shows one thing, most beside a twin in which it is mended.",
  },
  hazard: {
    numbered: (number: number) => `Hazard ${number}`,
    cause: "How it comes about",
    symptom: "What one notices",
    handlers: "Handlers that have it",
    scenarios: "See it",
    mended: "the same, mended",
    compare: "side by side",
    notShown: "Not shown here.",
    breaks: (properties: readonly string[]) =>
      properties.length === 0 ? "breaks no property" : `breaks ${properties.join(", ")}`,
    on: (handler: string, workload: string) => `${handler}, workload ${workload}`,
    cves: "The CVEs",
    cvesNote: "Three holes in Linux of 2015, each with a schedule that shows it and one where it is mended.",
    all: "All hazards",
  },
  matrixPage: {
    description:
      "Handlers and properties, workload by workload: what breaks within stated bounds, each break with the schedule that shows it.",
    how: "Green: no schedule within the bounds breaks the property. Red: at least one does; the number is that of its events, and the link opens it one step before the damage. Each red cell was run when this page was built.",
    origin:
      "What handlers declare of themselves is searched by the project's tests, both ways. Cells with a dotted edge are not declared: the explorer recorded them, with the same bounds. On the command line, matrix makes the same table.",
    bounds: (text: string) => `Bounds of each cell: ${text}.`,
    table: (workload: string) => `Workload ${workload}`,
    checked: "With one machine check, workload kernel",
    other: "Within other bounds",
    handler: "Handler",
    holds: (property: string, bounds: string) => `${property} holds: ${bounds}`,
    violated: (property: string, schedule: string) => `${property} breaks: ${schedule}`,
    unknown: "not searched yet: run it here",
    workload: "Workload",
    every: "every workload",
    run: "Run it here",
    stop: "Stop",
    live: "Make the table anew in this browser",
    hint: "The explorer tries every schedule within the bounds, in a worker of its own, and marks each cell: = the same, ≠ something else.",
    busy: (handler: string, workload: string, done: number, of: number, states: string) =>
      `${done} of ${of} searches done. Now ${handler}, ${workload}: ${states} states.`,
    done: (rows: number, different: number) =>
      `${rows} searches done: ${different === 0 ? "every cell agrees." : `${different} ${different === 1 ? "cell differs" : "cells differ"}.`}`,
    stopped: (rows: number) => `Stopped after ${rows} searches.`,
    same: "found again here",
    different: (verdict: string) => `not what was found here: ${verdict}`,
    failed: (reason: string) => `The explorer gave up: ${reason}`,
  },
} as const;

interface Bounds {
  readonly nmis: number;
  readonly faults: number;
  readonly machineChecks: number;
  readonly faultPoints?: string | undefined;
  readonly debugExceptions?: number | undefined;
}

/** "2 NMIs, 1 fault on lazy pages" */
export function boundsText({ nmis, faults, machineChecks, faultPoints, debugExceptions }: Bounds): string {
  const where = faultPoints === "region" ? "anywhere in the regular code" : "on lazy pages";
  const faultText = faults === 0 ? "no faults" : `${faults} ${faults === 1 ? "fault" : "faults"} ${where}`;
  const checks = machineChecks === 0 ? "" : `, ${machineChecks} machine ${machineChecks === 1 ? "check" : "checks"}`;
  const traps = debugExceptions === undefined ? "" : `, ${debugExceptions} #DB anywhere`;
  return `${nmis} ${nmis === 1 ? "NMI" : "NMIs"}, ${faultText}${checks}${traps}`;
}
