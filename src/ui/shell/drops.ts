// Files dropped on the page are opened, wherever they fall; the reader of files is
// loaded with the first one.

import type { Page } from "../../store/page.ts";

export function listenToDrops(page: Page, target: Window): () => void {
  const onOver = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes("Files") === true) event.preventDefault();
  };
  const onDrop = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    void import("../../store/files.ts").then(({ openFile }) => openFile(page, file));
  };
  target.addEventListener("dragover", onOver, { capture: true });
  target.addEventListener("drop", onDrop, { capture: true });
  return () => {
    target.removeEventListener("dragover", onOver, { capture: true });
    target.removeEventListener("drop", onDrop, { capture: true });
  };
}
