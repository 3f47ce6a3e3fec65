// Registers the service worker once the page stands still, and says when a newer
// version waits. Nothing of it in a frame, nor for those who save data.

import type { Page } from "../../store/page.ts";

export function registerOffline(page: Page): void {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined || savesData()) return;
  const start = (): void => void serviceWorker.register("./sw.js").then((found) => watch(page, found), ignore);
  if ("requestIdleCallback" in globalThis) requestIdleCallback(start, { timeout: 10_000 });
  else setTimeout(start, 2000);
}

/** The page works without: a private window, a host that is not secure. */
function ignore(): void {}

function savesData(): boolean {
  const connection: unknown = Reflect.get(navigator, "connection");
  return (
    typeof connection === "object" && connection !== null && "saveData" in connection && connection.saveData === true
  );
}

/** Undefined: what stands in for registering where it is forbidden. */
function watch(page: Page, registration: ServiceWorkerRegistration | undefined): void {
  if (registration === undefined) return;
  const { serviceWorker } = navigator;
  const tell = (): void => {
    // The first version is no news.
    if (registration.waiting === null || serviceWorker.controller === null) return;
    page.store.setState({ newVersion: () => void takeOver(page, registration) });
  };
  tell();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", tell));
}

/** What was typed is kept first. */
async function takeOver(page: Page, { waiting }: ServiceWorkerRegistration): Promise<void> {
  await page.keep.saveIfAny();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  if (waiting === null) location.reload();
  else waiting.postMessage("take-over", []);
}
