// What is said of the bootable image. By itself: whoever exports an image needs no other export.

export const IMAGE_TEXTS = {
  notAssembling: "There is no image to make: the source does not assemble.",
  refused: (reason: string) => `There is no image to make: ${reason}.`,
  saved: (file: string) => `${file}: the scenario from its first instruction; its schedule is not in it.`,
} as const;
