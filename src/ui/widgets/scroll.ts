// Scrolling an element into sight within the page. The browser's own scrollIntoView
// would scroll a host page too, if this one stands in a frame.

export function scrollNear(element: Element | null | undefined): void {
  if (element === null || element === undefined) return;
  if (window.self === window.top) return element.scrollIntoView({ block: "nearest" });
  const box = element.getBoundingClientRect();
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    if (around.scrollHeight <= around.clientHeight || getComputedStyle(around).overflowY === "visible") continue;
    const view = around.getBoundingClientRect();
    if (box.top < view.top) around.scrollTop -= view.top - box.top;
    else if (box.bottom > view.bottom) around.scrollTop += box.bottom - view.bottom;
    return;
  }
}
