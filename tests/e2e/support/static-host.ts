// A plain static host that sets no headers of its own, with the built page in a folder
// of it; it can be stopped, and can publish another version.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ttf": "font/ttf",
  ".webmanifest": "application/manifest+json",
};

export interface StaticHost {
  /** Address of the page's folder, with a slash at its end. */
  readonly url: string;
  /** Text of a file as this host has it; undefined: as it was built. */
  readonly changed: Map<string, (text: string) => string>;
  stop(): Promise<void>;
}

export async function startStaticHost(folder = "some/where/else"): Promise<StaticHost> {
  const changed: StaticHost["changed"] = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://host").pathname);
    const inside = normalize(path.slice(folder.length + 2));
    const file = inside === "." || inside.endsWith("/") ? join(inside, "index.html") : inside;
    const answer = async (): Promise<void> => {
      if (!path.startsWith(`/${folder}/`) || file.startsWith("..")) throw new Error("not here");
      const bytes = await readFile(join("dist", file));
      const change = changed.get(file);
      response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
      response.end(change === undefined ? bytes : change(bytes.toString("utf8")));
    };
    answer().catch(() => {
      response.statusCode = 404;
      response.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${folder}/`,
    changed,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
