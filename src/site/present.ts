// A lesson for an audience: large type, one part at a time, a clicker's keys. Plain
// code on the prerendered page; it knows parts, not what stands in them. The address
// says that, and which slide: a lecture goes on from lesson to lesson.

import { SITE_TEXTS } from "../ui/texts/site.ts";

const ON = "on-slide";
const FRAGMENT = /^#present(?:=(\d+|end))?$/;

type Move = { readonly to: number } | { readonly page: "next" | "prev" } | "leave" | undefined;

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
  show.beginAt(location.hash);
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

  beginAt(fragment: string): void {
    const found = FRAGMENT.exec(fragment);
    if (found === null) return;
    const last = this.slides.length - 1;
    this.#show(found[1] === "end" ? last : Math.max(0, Math.min(last, Number(found[1] ?? 1) - 1)));
  }

  toggle(): void {
    this.#show(this.#at === undefined ? 0 : undefined);
  }

  onKey(event: KeyboardEvent): void {
    if (this.#at === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (takesText(event.target) || (event.key === " " && isControl(event.target))) return;
    if (this.#stepFigure(event)) return;
    const move = this.#move(event.key, this.#at);
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (move === "leave") this.#show(undefined);
    else if ("to" in move) this.#show(move.to);
    else this.#open(move.page);
  }

  #move(key: string, at: number): Move {
    switch (key) {
      case " ":
      case ".":
      case "PageDown":
        return at + 1 < this.slides.length ? { to: at + 1 } : { page: "next" };
      case ",":
      case "PageUp":
        return at > 0 ? { to: at - 1 } : { page: "prev" };
      case "Escape":
        return "leave";
      default: {
        const figure = /^[1-9]$/.test(key) ? this.#figures()[Number(key) - 1] : undefined;
        return figure === undefined ? undefined : { to: figure };
      }
    }
  }

  /** As in the tool: s and b, or the arrows where they mean nothing else. */
  #stepFigure(event: KeyboardEvent): boolean {
    const isArrow = event.key === "ArrowRight" || event.key === "ArrowLeft";
    if (isArrow && takesArrows(event.target)) return false;
    const command = { s: "step", ArrowRight: "step", b: "back", ArrowLeft: "back" }[event.key];
    const button = command === undefined ? undefined : this.#button(command);
    button?.click();
    if (button !== undefined) event.preventDefault();
    return button !== undefined;
  }

  #button(command: string): HTMLElement | undefined {
    const parts = this.#at === undefined ? [] : (this.slides[this.#at] ?? []);
    for (const part of parts) {
      const button = part.querySelector<HTMLElement>(`[data-command="${command}"]`);
      if (button !== null) return button;
    }
    return undefined;
  }

  #open(which: "next" | "prev"): void {
    const link = this.page.querySelector<HTMLAnchorElement>(`a[rel="${which}"]`);
    if (link !== null) location.assign(`${link.href}#present${which === "prev" ? "=end" : ""}`);
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
    history.replaceState(undefined, "", at === undefined ? location.pathname : `#present=${at + 1}`);
    this.page.defaultView?.scrollTo(0, 0);
  }
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a, summary, [role=slider]") !== null;
}

function takesArrows(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("[role=slider], .stack, .plot, .code") !== null;
}
