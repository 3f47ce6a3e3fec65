// What a server of this project adds to its answers: the page is cross-origin
// isolated, and may be framed by any other, isolated or not.

/** @type {Record<string, string>} */
export const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
};
