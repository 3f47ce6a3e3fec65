// Who may import whom: the one table. Folders of src/; everything not listed is
// forbidden. `types` are further folders that may be imported with `import type`.

export interface Layer {
  readonly may: readonly string[];
  readonly types?: readonly string[];
}

export const LAYERS: Readonly<Record<string, Layer>> = {
  base: { may: [] },
  isa: { may: ["base"] },
  asm: { may: ["isa", "base"] },
  core: { may: ["isa/vocabulary"] },
  machine: { may: ["core", "isa", "base"] },
  explore: { may: ["machine", "base"] },
  scenario: { may: ["base"] },
  session: {
    may: ["asm", "machine", "explore", "scenario", "isa", "base"],
    // The timeline's answers are what the protocol carries.
    types: ["protocol"],
  },
  protocol: { may: ["base"], types: ["session/views", "scenario", "asm/assembly", "machine/types"] },
  worker: { may: ["session", "protocol", "base"] },
  // The service worker stands alone.
  offline: { may: [] },
  cli: { may: ["session", "explore", "machine", "asm", "isa", "scenario", "base"], types: ["protocol"] },
  store: { may: ["protocol", "scenario", "base"], types: ["session/views", "asm/assembly", "machine/types"] },
  ui: {
    may: ["store", "base", "isa/names"],
    types: ["protocol", "scenario", "session/views", "asm/assembly", "machine/types"],
  },
  // Articles made at build time, with figures that the client brings to life.
  site: { may: ["ui", "store", "session", "protocol", "worker", "scenario", "base"] },
  // The composition root names the worker's file, to start it.
  "main.tsx": { may: ["ui", "store", "protocol", "worker", "base"] },
};

/** Folders whose code sees neither DOM nor Node, neither clock nor chance. */
export const ENGINE = ["base", "isa", "asm", "core", "machine", "explore", "scenario", "session", "protocol"];

/** Imports that the table forbids and that exist all the same. This list only shrinks. */
export const DEBTS: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [];
