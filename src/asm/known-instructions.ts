// Bytes of instructions that depend on nothing but their text: between two edits of a
// source all but a few of its lines stay as they were. Holds what the last two texts had.

export class KnownInstructions {
  private before = new Map<string, readonly number[]>();
  private now = new Map<string, readonly number[]>();

  /** A text is begun: what the last one did not use is dropped. */
  begin(): void {
    this.before = this.now;
    this.now = new Map();
  }

  bytes(text: string): readonly number[] | undefined {
    const known = this.now.get(text);
    if (known !== undefined) return known;
    const older = this.before.get(text);
    if (older !== undefined) this.now.set(text, older);
    return older;
  }

  keep(text: string, bytes: readonly number[]): void {
    this.now.set(text, bytes);
  }
}
