// The module's exports: what the TypeScript face may call, no more.

export { memoryHash } from "./journal";
