// What a prerendered page is. Knows nothing of how it is written or served.

import type { ReactNode } from "react";

import type { Resting } from "./resting.ts";

export interface SitePage {
  /** Below the site's root: "gallery/naive.html". */
  readonly path: string;
  readonly title: string;
  /** One sentence, for search engines and previews. */
  readonly description: string;
  /** The content between the page's header and footer; may draw figures at rest. */
  readonly content: (resting: Resting) => Promise<ReactNode>;
}

/** "../" as often as the page lies below the root. */
export function rootFrom(path: string): string {
  return "../".repeat(path.split("/").length - 1);
}
