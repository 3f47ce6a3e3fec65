// The little that the history wants to know of an instruction: does it move a word
// between a register and memory, or take words off the stack?

export interface MemoryShape {
  /** General register 0-15 in Intel's numbers, "rip", or none. */
  readonly base: number | "rip" | undefined;
  readonly index: number | undefined;
  readonly scale: number;
  readonly displacement: bigint;
  readonly segment: "fs" | "gs" | undefined;
}

export type Shape =
  | { readonly kind: "push-register"; readonly register: number }
  | { readonly kind: "push-memory"; readonly memory: MemoryShape }
  | { readonly kind: "push-named"; readonly role: string }
  | { readonly kind: "pop-register"; readonly register: number }
  /** Quadword from memory into a register. */
  | { readonly kind: "load"; readonly register: number; readonly memory: MemoryShape }
  | { readonly kind: "load-named"; readonly register: number; readonly role: string }
  | { readonly kind: "move"; readonly register: number; readonly from: number }
  /** Quadword from a register to memory. */
  | { readonly kind: "store"; readonly register: number; readonly memory: MemoryShape }
  /** Takes words off the stack: RET, POPF, ADD to RSP, LEAVE. */
  | { readonly kind: "unwind" }
  | { readonly kind: "iret"; readonly sizeBytes: number }
  | { readonly kind: "other" };

export const OTHER: Shape = { kind: "other" };
