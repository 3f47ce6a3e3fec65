// The list of all pages of the site, each from its own folder.

import { GALLERY_PAGES } from "./gallery/gallery-pages.tsx";
import type { SitePage } from "./site-page.ts";

export const SITE_PAGES: readonly SitePage[] = [...GALLERY_PAGES];
