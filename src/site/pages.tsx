// The list of all pages of the site, each from its own folder.

import { COMPARE_PAGE } from "./compare/compare-page.tsx";
import { GALLERY_PAGES } from "./gallery/gallery-pages.tsx";
import { LESSON_PAGES } from "./lessons/lesson-pages.tsx";
import type { SitePage } from "./site-page.ts";

export const SITE_PAGES: readonly SitePage[] = [...LESSON_PAGES, ...GALLERY_PAGES, COMPARE_PAGE];
