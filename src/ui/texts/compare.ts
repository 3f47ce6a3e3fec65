// The words of the page that sets two handlers side by side.

export const COMPARE_TEXTS = {
  description:
    "Two handlers under one schedule, in step: registers, NMI stacks and lanes side by side, and the first event that only one of them has.",
  needsScripts:
    "Comparing runs two machines in your browser, which needs scripts. The handlers' pages can be read without.",
  pairs: "Pairs worth a look",
  loading: "Starting two machines.",
  failed: (reason: string) => `A machine gave up: ${reason}`,
  notAssembled: (side: string, reason: string) =>
    `The handler at the ${side.toLowerCase()} does not assemble: ${reason}`,
  badLink: (reason: string) => `The handler in the address cannot be read. ${reason}`,
  sides: { left: "Left", right: "Right" },
  own: "from the tool: ",
  swap: "Swap sides",
  workload: "Workload",
  schedule: (side: string) => `Schedule, in places of the handler at the ${side.toLowerCase()}`,
  second: (side: string) => `A schedule of its own at the ${side.toLowerCase()}`,
  secondSchedule: (side: string) => `Schedule at the ${side.toLowerCase()}`,
  apply: "Run both",
  search: "Find the schedule that separates them",
  stop: "Stop",
  bounds: { nmis: "NMIs", faults: "faults", machineChecks: "machine checks" },
  within: (nmis: number, faults: number, machineChecks: number) =>
    `${nmis} ${nmis === 1 ? "NMI" : "NMIs"}, ${faults} ${faults === 1 ? "fault" : "faults"}${
      machineChecks === 0 ? "" : `, ${machineChecks} machine ${machineChecks === 1 ? "check" : "checks"}`
    }`,
  stopped: (handler: string, states: string) =>
    `${handler} was not explored to the end (${states} states at most), and nothing was found so far.`,
  searching: (handler: string, states: string) => `Exploring ${handler}: ${states} states.`,
  none: (within: string) =>
    `Within ${within} nothing separates them: each shortest schedule that breaks one of them breaks the other the same way, if any does.`,
  unplaced: (within: string, schedules: number) =>
    `Within ${within} nothing was found that separates them. ${
      schedules === 1 ? "One shortest schedule" : `${schedules} shortest schedules`
    } could not be tried: the other handler has no such place.`,
  separates: (property: string, breaks: string, holds: string, within: string) =>
    `The shortest one found: ${property} breaks in ${breaks} and holds in ${holds}. Of ${within}, among the shortest schedules of each broken property.`,
  same: "Under this schedule both go the same way.",
  sameRuns: "Both runs go the same way.",
  diverge: (text: string) => `They part where only one of them has this: ${text}.`,
  byRole: (text: string) => `By its role: ${text}.`,
  notThere: (text: string) => `Not on the other side: ${text}.`,
  rows: "What happens, in step",
  controls: "Move both",
  start: "To the start",
  previousEvent: "Event back",
  back: "Back",
  step: "Step both",
  nextEvent: "Next event",
  divergence: "To the first divergence",
  keys: {
    back: "ArrowLeft",
    step: "ArrowRight",
    previousEvent: "Shift+ArrowLeft",
    nextEvent: "Shift+ArrowRight",
  },
  at: (row: number, rows: number, left: string, right: string) =>
    `Event ${row} of ${rows}. Left ${left}, right ${right}.`,
  stands: (position: number) => (position === 0 ? "at the start" : `after step ${position - 1}`),
  rowAt: (position: number) => (position === 0 ? "start" : String(position - 1)),
  here: "First divergence.",
  only: { left: "Left only:", right: "Right only:" },
  differences: "What differs now",
  alike: "Nothing differs here but where the code lies.",
  thing: "What",
  diffTitle: "The two programs, line by line",
  diff: (lines: number) => `The two programs, line by line: ${lines} ${lines === 1 ? "line differs" : "lines differ"}`,
  onlyIn: { left: "only in the left one", right: "only in the right one" },
} as const;

/** Events of a run that both may have: the same text is the same event. */
export const MILESTONE_TEXTS = {
  start: "start",
  delivered: (context: string) => `${context} is delivered`,
  over: (context: string) => `${context} is over`,
  merged: "an NMI is merged with one that waits",
  breaks: (property: string) => `${property} breaks`,
  ends: (end: string) => `the run ends: ${end}`,
} as const;

/** What an instruction is for in any handler. */
export const ROLE_TEXTS = {
  entry: "the entry",
  serviceStart: "the first instruction of the regular code",
  serviceEnd: "the first instruction behind the regular code",
  /** Counted from the last one, from 0. */
  return: (fromEnd: number) => (fromEnd === 0 ? "the last return" : `return ${fromEnd + 1} from the end`),
} as const;

/** What became of an event of the other handler's schedule. */
export const CARRIED_TEXTS = {
  sameBehind: (label: string) => `the same instruction behind ${label}`,
  byRole: (item: string, when: string, how: string) => `${item} is ${when} there: ${how}`,
  unplaced: (item: string, why: string) => `${item}: ${why}`,
  noPlace: "this is no place",
  stepNumber: "a step's number means another moment in another handler",
  noInstruction: "its own handler has no instruction there",
  noLabel: "the other handler has no such label, and nothing of the same role",
} as const;
