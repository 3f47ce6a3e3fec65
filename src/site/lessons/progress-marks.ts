// What was read and won on this computer: a lesson counts as read when its end came
// into view. Kept where the tool keeps its wins, and goes with them into a file.

import { lessonMark, mergeProgress, readProgress, writeProgress } from "../../store/progress.ts";
import { browserSurroundings } from "../../store/surroundings.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";

export function markWhenRead(article: HTMLElement): void {
  const end = article.querySelector(".lesson-sources");
  const id = article.dataset["lesson"];
  if (end === null || id === undefined) return;
  const watcher = new IntersectionObserver(([entry]) => {
    if (entry?.isIntersecting !== true) return;
    watcher.disconnect();
    const { storage } = browserSurroundings();
    writeProgress(storage, mergeProgress(readProgress(storage), { [lessonMark(id)]: 0 }));
  });
  watcher.observe(end);
}

export function showProgress(course: HTMLElement): void {
  const progress = readProgress(browserSurroundings().storage);
  const done = (selector: string): string[] => {
    const named = [...course.querySelectorAll<HTMLElement>(selector)].map(({ dataset }) => dataset["done"] ?? "");
    return named.filter((name) => name in progress);
  };
  for (const element of course.querySelectorAll<HTMLElement>("[data-done]")) {
    const isDone = (element.dataset["done"] ?? "") in progress;
    element.classList.toggle("done", isDone);
    for (const tick of element.querySelectorAll<HTMLElement>("[data-tick]"))
      if (tick.closest("[data-done]") === element) tick.hidden = !isDone;
  }
  const [read, won] = [done(".course-card"), done(".course-ladder > li")];
  const tally = course.querySelector("[data-tally]");
  if (tally === null || read.length + won.length === 0) return;
  const of = (selector: string): number => course.querySelectorAll(selector).length;
  tally.textContent = SITE_TEXTS.index.tally(read.length, of(".course-card"), won.length, of(".course-ladder > li"));
}
