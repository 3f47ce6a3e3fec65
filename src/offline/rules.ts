// What the service worker decides, without a browser: which file of the build a
// request means, where its answer comes from, with which headers.

/** Files of one build: path from the root of the site, SHA-256 in hexadecimal. */
export type Files = Readonly<Record<string, string>>;

export const CACHE_PREFIX = "nmi-stepper ";

/**
 * Cross-origin isolation. All that the page loads is its own, so the strict form does; and a page
 * that is isolated itself may still frame this one.
 */
export const ISOLATION: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

export type Route =
  /** Its name changes with its content. */
  | { readonly kind: "cache-first"; readonly file: string }
  | { readonly kind: "network-first"; readonly file: string }
  | { readonly kind: "not-ours" };

/** `scope`: the folder of the site, with a slash at its end. */
export function routeOf(url: string, scope: string, method: string): Route {
  const { origin, pathname } = new URL(url);
  const base = new URL(scope);
  if (method !== "GET" || origin !== base.origin || !pathname.startsWith(base.pathname)) return { kind: "not-ours" };
  const path = decoded(pathname.slice(base.pathname.length));
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  return { kind: file.startsWith("assets/") ? "cache-first" : "network-first", file };
}

/** As it is, if it is no encoded text: then there is no such file. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Older caches to delete: all but this version's and the newest other one, which open tabs may still run. */
export function cachesToDrop(names: readonly string[], present: string): readonly string[] {
  const ours = names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== present);
  return ours.slice(0, -1);
}
