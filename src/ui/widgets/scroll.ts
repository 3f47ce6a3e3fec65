// Scrolling an element into sight. The browser's own scrollIntoView also scrolls the
// article that a figure stands in, and the host page of a frame.

/** For what the user moves to by keyboard: the page itself may scroll. */
export function scrollNear(element: Element | null | undefined): void {
  if (element === null || element === undefined) return;
  if (window.self === window.top) element.scrollIntoView({ block: "nearest" });
  else scrollInBox(element);
}

/** For what follows the machine: moves nothing but the box that scrolls it. */
export function scrollInBox(element: Element | null | undefined): void {
  if (element === null || element === undefined) return;
  const box = element.getBoundingClientRect();
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    if (around.scrollHeight <= around.clientHeight || getComputedStyle(around).overflowY === "visible") continue;
    const view = around.getBoundingClientRect();
    const scale = scaleOf(around);
    if (box.top < view.top) around.scrollTop -= (view.top - box.top) / scale;
    else if (box.bottom > view.bottom) around.scrollTop += (box.bottom - view.bottom) / scale;
    return;
  }
}

/** How much larger than its own units an element is drawn: figures are zoomed for an audience. */
export function scaleOf(element: HTMLElement): number {
  const { offsetHeight } = element;
  return offsetHeight === 0 ? 1 : element.getBoundingClientRect().height / offsetHeight;
}
