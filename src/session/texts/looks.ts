// What looking into a run says: histories, tables, page walks, memory, the trace. Loaded
// with the first look. `text` is an instruction as its author wrote it.

export const REFUSED_LOOK_TEXTS = {
  noPage: (address: string) => `No page at ${address}.`,
  noAddress: (text: string) => `"${text}" is no address: type a number (0x…), a symbol or a register ($rsp).`,
  ripInTrace: "RIP changes with every step: the trace shows it.",
  notKept: (register: string) => `Changes of ${register} are not kept one by one.`,
} as const;

export const HISTORY_TEXTS = {
  delivery: (event: string | undefined) => `delivery of ${event ?? "an event"}`,
  anInstruction: "an instruction",
} as const;

/** Stations of a value on its way, the newest first. */
export const ORIGIN_TEXTS = {
  pushed: (role: string, place: string) => `the CPU pushed ${role === "" ? "it" : role} to ${place} with the delivery`,
  stored: (text: string, place: string) => `${text} stored it at ${place}`,
  isNamed: (role: string) => `it is the ${role} of that moment`,
  heldFromStart: (holder: string) => `${holder} held it from the start`,
  deliverySet: (register: string) => `the delivery set ${register}`,
  loaded: (text: string, register: string) => `${text} loaded it into ${register}`,
  popped: (text: string) => `${text} took it off the stack`,
  copied: (text: string) => `${text} copied it`,
  computed: (text: string, register: string) => `${text} computed ${register}`,
  tookFromFrame: (text: string, register: string) => `${text} took ${register} from the frame`,
} as const;

export const TRACE_TEXTS = {
  delivery: "delivery",
  delivered: (event: string) => `${event} delivered`,
  injected: (event: string) => `${event} injected`,
} as const;

export const WALK_TEXTS = {
  notCanonical: "Not canonical: bits 63 to 48 are not all bit 47. Its use is #GP (#SS through RSP), never #PF.",
  unreadable: (entry: string) => `The ${entry} cannot be read.`,
  notPresent: (entry: string) => `Not present at the ${entry}: its use is #PF with P = 0.`,
  mapped: ({ writable, user, noExecute }: Rights) =>
    `${["read", ...(writable ? ["write"] : []), ...(noExecute ? [] : ["execute"])].join(", ")}; ${
      user ? "CPL 3 and 0" : "CPL 0 to 2 only"
    }.`,
} as const;

interface Rights {
  readonly writable: boolean;
  readonly user: boolean;
  readonly noExecute: boolean;
}

export const STACK_NAMES = {
  nmi: "NMI stack",
  doubleFault: "#DF stack",
  machineCheck: "#MC stack",
  kernel: "kernel stack",
  user: "user stack",
} as const;
