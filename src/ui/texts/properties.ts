// The texts of the properties panel, loaded with it.

export const PROPERTY_TEXTS = {
  holds: "holds so far",
  holdsRun: "holds on this run",
  fails: (step: number) => `fails at ${step}`,
  failed: (step: number) => `failed at ${step}`,
  open: "Open",
  openTitle: (step: number) => `Go to step ${step}`,
  step: (step: number) => `step ${step}`,
  bounds: "Judged along this one run only; no other schedule was tried.",
  glyphs: { holds: "○", later: "◐", now: "✕" },
  glyphWords: { holds: "holds", later: "fails later in this run", now: "fails" },
} as const;
