// The parts that a delivery or an IRET goes through, each with a title and what it did
// (SDM 3A, 6.7.1, 6.14.2). Loaded with the first look at one.

export const PHASE_TEXTS = {
  noStep: "No step has been taken yet.",
  neither: "Only a delivery or an IRET has phases: this step is neither.",
  delivery: (event: string) => `Delivery of ${event}`,
  iret: "IRET",

  cr2Written: "CR2 written",
  cr2: (value: string) => `CR2 = ${value}, before anything is pushed.`,
  notDelivered: (event: string) => `${event} could not be delivered`,
  deliveryFaulted: "Its own delivery faulted.",
  gateRead: "Gate read",
  gate: (
    {
      vector,
      at,
      ist,
      isTrap,
    }: { readonly vector: number; readonly at: string; readonly ist: bigint; readonly isTrap: boolean },
    target: string,
    selector: string,
  ) =>
    `Gate ${vector} at ${at} names ${target}, selector ${selector}, IST ${ist}, ${
      isTrap ? "a trap gate: IF stays" : "an interrupt gate: IF is cleared"
    }.`,
  istChosen: (ist: number) => `IST${ist} chosen`,
  istLoaded: (top: string, before: string) => `RSP is loaded with ${top}, whatever it was: ${before} before.`,
  rsp0Chosen: "RSP0 chosen",
  rsp0Loaded: "The privilege changes: RSP comes from RSP0 of the TSS.",
  stackKept: "Stack kept",
  belowRsp: (rsp: string) => `No IST and the same privilege: the frame goes below RSP, ${rsp}.`,
  aligned: "RSP aligned to 16",
  skipped: (bytes: number) => `${bytes} bytes are skipped (SDM 3A, 6.14.2).`,
  pushed: (role: string) => `${role} pushed`,
  pushedOver: (place: string, value: string, old: string | undefined) =>
    `${place} = ${value}${old === undefined ? "" : `, over ${old}`}.`,
  errorCodePushed: "Error code pushed",
  errorCode: (place: string, code: string) => `${place} = ${code}. IRET does not take it off: the handler must.`,
  flagsMasked: "RFLAGS masked",
  /** `cleared`: names of flags that had been set, apart from each other by blanks. */
  mask: (isTrap: boolean, cleared: string) =>
    `${isTrap ? "TF, NT, RF and VM are cleared" : "IF, TF, NT, RF and VM are cleared"}: ${
      cleared === "" ? "none of them was set" : `${cleared} ${cleared.includes(" ") ? "were" : "was"} set`
    }.`,
  handlerLoaded: "CS and RIP loaded",
  handler: (cs: string, rip: string, rsp: string) => `CS = ${cs}, RIP = ${rip}, RSP = ${rsp}.`,
  nmisBlocked: "NMIs blocked",
  untilIret: "Until the next IRET, whoever executes it (SDM 3A, 6.7.1).",

  nmisUnblocked: "NMIs unblocked",
  unblocked: "Blocking ends before a single word is read, and stays ended even if the IRET faults (SDM 3A, 6.7.1).",
  wasNotBlocked: "NMIs were not blocked: nothing changes.",
  popped: (role: string) => `${role} popped`,
  poppedFrom: (place: string, value: string | undefined) => `${place} = ${value ?? "unmapped"}.`,
  checks: "Checks",
  checked: (cs: string, ss: string, from: bigint, to: bigint) =>
    `RIP is canonical, CS ${cs} is a present 64-bit code segment, SS ${ss} fits it; ${
      from === to ? `CPL stays ${to}` : `CPL goes from ${from} to ${to}`
    }.`,
  registersLoaded: "Registers loaded",
  registers: (rip: string, rsp: string, flags: string) =>
    `RIP = ${rip}, RSP = ${rsp}, RFLAGS = ${flags || "none set"}.`,
  nmiPending: "An NMI is pending",
  taken: "It is taken at the boundary that this step ends with.",
} as const;
