// What is said of files that are opened and saved. Loaded with the first one.

export const FILE_TEXTS = {
  notOpened: (name: string, why: string) => `${name} was not opened: ${why}`,
  tooLarge: "it is larger than one megabyte.",
  noText: "it is no text (UTF-8). A program is a .S file, a scenario or a level is JSON.",
  zeroBytes: "it holds zero bytes, so it is no text.",
  machineStarting: "The machine is starting: open the file once it has.",
  nothingToSave: "There is nothing to save yet.",
} as const;
