import type { Browser } from "playwright-core";

export interface BuiltPage {
  readonly browser: Browser;
  /** Address of the page, with a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

export function openBuiltPage(base?: string): Promise<BuiltPage | undefined>;
