// The texts of the share dialog.

export const SHARE_TEXTS = {
  title: "Share this moment",
  label: "Link to this handler, schedule and step",
  making: "Making the link.",
  copy: "Copy link",
  copied: "Copied.",
  notCopied: "Select the text and copy it: the clipboard is not open to this page.",
  length: (length: string) => `${length} characters`,
  fits: "fits in mail and chat",
  mayBeCut: "works in mail, may be cut by chat programs",
  long: "long: send it as a file or in a code block",
  image: "Bootable image (.elf)",
  imageHolds:
    "The same memory and first state for another emulator, without the schedule. It begins at the symbol scenario_start.",
  imageHow: "Type, in two shells:",
  noImage: "No image was made.",
  holds: "The link holds the program, the options, the schedule and the step. Nothing is sent to a server.",
} as const;
