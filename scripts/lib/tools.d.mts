// Types of tools.mjs, for tests: `describe.skipIf(findQemu() === undefined)`.
export interface OutsideTool {
  readonly name: string;
  readonly path: string | undefined;
  readonly checks: string;
  readonly get: string;
}
export function findBrowser(): Promise<string | undefined>;
export function findAssembler(): string | undefined;
export function findLinker(): string | undefined;
export function findGdb(): string | undefined;
export function findCompiler(): string | undefined;
export function findQemu(): string | undefined;
export function outsideTools(): Promise<OutsideTool[]>;
