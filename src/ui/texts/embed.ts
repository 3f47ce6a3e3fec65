// The texts of the page that stands in a frame.

export const EMBED_TEXTS = {
  openInFull: "Open in full",
  load: "Load the stepper",
  loadHint: "Starts an emulated computer in this frame. Nothing is sent anywhere.",
  play: "Play",
  pause: "Pause",
  again: "Play again",
  schedule: (events: string) => (events === "" ? "nothing injected" : events),
  about: (handler: string, events: string, workload: string) => `${handler}, ${events}, workload ${workload}`,
  own: "edited handler",
} as const;
