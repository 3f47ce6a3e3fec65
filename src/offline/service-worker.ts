// The service worker itself: installs a version whole, answers from it when the
// network does not, isolates what it answers. What is done when: `rules.ts`.

/// <reference lib="webworker" />

import { CACHE_PREFIX, cachesToDrop, ISOLATION, routeOf, type Files } from "./rules.ts";

/** Written here when the site is built. */
declare const OFFLINE_FILES: Files;
declare const OFFLINE_VERSION: string;
// The library knows the scope of any worker; this one's is a service worker's.
declare const self: ServiceWorkerGlobalScope;

const CACHE = CACHE_PREFIX + OFFLINE_VERSION;
const PARALLEL = 6;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const route = routeOf(request.url, self.registration.scope, request.method);
  if (route.kind === "not-ours") return;
  event.respondWith(route.kind === "cache-first" ? cacheFirst(request, route.file) : networkFirst(request, route.file));
});

/** Every file, checked; one that is wrong or missing leaves the present version in place. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const waiting = Object.entries(OFFLINE_FILES);
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await keep(cache, ...next);
  };
  try {
    await Promise.all(Array.from({ length: PARALLEL }, work));
  } catch (failure) {
    await caches.delete(CACHE);
    throw failure;
  }
}

async function keep(cache: Cache, file: string, hash: string): Promise<void> {
  const url = addressOf(file);
  const known = file.startsWith("assets/") ? await caches.match(url) : undefined;
  const response = known ?? (await fetch(url, { cache: "no-cache" }));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  const bytes = await response.clone().arrayBuffer();
  if ((await sha256(bytes)) !== hash) throw new Error(`${file} is not of this version`);
  await cache.put(url, response);
}

async function activate(): Promise<void> {
  for (const name of cachesToDrop(await caches.keys(), CACHE)) await caches.delete(name);
  await self.clients.claim();
}

async function cacheFirst(request: Request, file: string): Promise<Response> {
  const kept = await caches.match(addressOf(file));
  return isolated(kept ?? (await fetch(request)));
}

async function networkFirst(request: Request, file: string): Promise<Response> {
  try {
    return isolated(await fetch(request));
  } catch (failure) {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(addressOf(file));
    if (kept === undefined) throw failure;
    return isolated(kept);
  }
}

/** The same answer with the headers; a redirect is for the browser to follow. */
function isolated(response: Response): Response {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  const { status, statusText } = response;
  const hasBody = ![101, 204, 205, 304].includes(status);
  return new Response(hasBody ? response.body : undefined, { status, statusText, headers });
}

function addressOf(file: string): string {
  return new URL(file, self.registration.scope).href;
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
