// What is wrong with a handler as the machine would load it, beside what the assembler says.

export const YOUR_HANDLER = "your handler";

/** In the place of an instruction, where there is none. */
export const NO_PROGRAM = "(no program here)";

export const edited = (title: string): string => `${title}, edited`;

export const HANDLER_TEXTS = {
  noEntry: 'There is no label "nmi": it is where the CPU enters the handler.',
  tooLarge: (bytes: number, room: number) => `The code has ${bytes} bytes; the machine has room for ${room}.`,
  dataTooLarge: (room: number) => `The data sections do not fit into ${room} bytes.`,
  fredEntry:
    "FRED's two entry points have one address: fred_entry_user must lie at the start of a page (.balign 4096), fred_entry_kernel 256 bytes behind it.",
  noSuchHandler: (name: string) => `There is no handler "${name}" in the catalogue.`,
} as const;
