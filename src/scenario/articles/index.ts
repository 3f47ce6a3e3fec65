// All articles. Import this file lazily: nothing but a page that shows an article
// needs its text.

import type { Article } from "./article.ts";
import { ARTICLES_OF_2010 } from "./articles-2010.ts";
import { LESSON_ARTICLES } from "./articles-lessons.ts";
import { LINUX_ARTICLES } from "./articles-linux.ts";
import { PLAYED_ARTICLES } from "./articles-played.ts";

export type { Article, LayoutRow } from "./article.ts";

/** In the order of time, lessons last. */
export const ARTICLES: readonly Article[] = [
  ...ARTICLES_OF_2010,
  ...LINUX_ARTICLES,
  ...LESSON_ARTICLES,
  ...PLAYED_ARTICLES,
];

/** The article about a handler of the catalogue. */
export function articleAbout(entry: string): Article | undefined {
  return ARTICLES.find(({ entries }) => entries.includes(entry));
}
