// Where commands read and write: the process, or a test's own.

export interface Terminal {
  out(text: string): void;
  outBytes(bytes: Uint8Array): void;
  error(text: string): void;
  /** All of standard input. */
  input(): Uint8Array;
  readFile(path: string): Uint8Array;
  writeFile(path: string, bytes: Uint8Array): void;
}

/** Bad usage or bad input: said on standard error, exit status 2. */
export class Refusal extends Error {
  override name = "Refusal";
}
