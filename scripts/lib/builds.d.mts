// Types of builds.mjs, for tests.
export const CORE: string;
export const CLI: string;
export function buildCore(): Promise<boolean>;
export function buildPage(): Promise<boolean>;
export function buildCli(): Promise<boolean>;
