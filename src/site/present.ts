// A lesson for an audience: large type, one part at a time, a clicker's keys. Plain
// code on the prerendered page; it knows parts, not what stands in them.

import { SITE_TEXTS } from "../ui/texts/site.ts";

const ON = "on-slide";

/** Adds the button; does nothing on pages that are no lesson. */
export function offerPresentation(page: Document): void {
  const article = page.querySelector<HTMLElement>("article.lesson");
  if (article === null) return;
  const show = new Presentation(page, slidesOf(article));
  const button = page.createElement("button");
  button.type = "button";
  button.className = "present-button";
  button.textContent = SITE_TEXTS.present;
  button.title = SITE_TEXTS.presentKeys;
  button.addEventListener("click", () => show.toggle());
  article.prepend(button);
  // Before the parts' own keys: a clicker goes on also while the focus is in a figure.
  page.addEventListener("keydown", (event) => show.onKey(event), { capture: true });
}

/** The heading, then each figure alone, and the text between figures together. */
function slidesOf(article: HTMLElement): readonly (readonly Element[])[] {
  const slides: Element[][] = [[]];
  let isAfterFigure = true;
  for (const part of article.children) {
    if (!part.classList.contains("lesson-part")) {
      if (slides.length === 1) slides[0]?.push(part);
      continue;
    }
    const isFigure = part.querySelector("figure") !== null;
    if (isFigure || isAfterFigure || part.querySelector("h2") !== null) slides.push([]);
    slides.at(-1)?.push(part);
    isAfterFigure = isFigure;
  }
  return slides;
}

class Presentation {
  #at: number | undefined;
  readonly #status: HTMLElement;

  constructor(
    private readonly page: Document,
    private readonly slides: readonly (readonly Element[])[],
  ) {
    this.#status = page.createElement("p");
    this.#status.className = "present-status";
    this.#status.setAttribute("role", "status");
    page.body.append(this.#status);
  }

  toggle(): void {
    this.#show(this.#at === undefined ? 0 : undefined);
  }

  onKey(event: KeyboardEvent): void {
    if (this.#at === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (takesText(event.target) || (event.key === " " && isControl(event.target))) return;
    const next = this.#next(event.key, this.#at);
    if (next === "none") return;
    event.preventDefault();
    event.stopPropagation();
    this.#show(next);
  }

  #next(key: string, at: number): number | undefined | "none" {
    switch (key) {
      case " ":
      case ".":
      case "PageDown":
        return Math.min(at + 1, this.slides.length - 1);
      case ",":
      case "PageUp":
        return Math.max(at - 1, 0);
      case "Escape":
        return undefined;
      default:
        return /^[1-9]$/.test(key) ? (this.#figures()[Number(key) - 1] ?? "none") : "none";
    }
  }

  #figures(): readonly number[] {
    return this.slides.flatMap((parts, index) => (parts.some((part) => part.querySelector("figure")) ? [index] : []));
  }

  #show(at: number | undefined): void {
    this.#at = at;
    this.page.body.classList.toggle("presenting", at !== undefined);
    for (const [index, parts] of this.slides.entries())
      for (const part of parts) part.classList.toggle(ON, index === at);
    this.#status.textContent = at === undefined ? "" : SITE_TEXTS.slide(at + 1, this.slides.length);
    this.page.defaultView?.scrollTo(0, 0);
  }
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a, summary, [role=slider]") !== null;
}
