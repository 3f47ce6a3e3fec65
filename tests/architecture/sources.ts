// The project's own files, and the imports in them. Reads text; runs nothing.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SKIPPED = new Set(["node_modules", "build", "dist", ".git"]);

/** Paths below `folder` with forward slashes, relative to the root, sorted. */
export function filesUnder(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...filesUnder(path));
    else if (entry.isFile()) found.push(path);
  }
  return found.sort();
}

export const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
export const isFile = (path: string): boolean =>
  statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile() ?? false;

export const sourceFiles = (): string[] =>
  filesUnder("src").filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts"));

export interface Import {
  readonly from: string;
  /** Path from the root for a relative import, else the package's name. */
  readonly to: string;
  readonly isPackage: boolean;
  readonly typeOnly: boolean;
}

const IMPORT =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;
const WORKER_URL = /new URL\(\s*["'](\.[^"']+\.tsx?)["']\s*,\s*import\.meta\.url\s*\)/g;

function resolve(from: string, specifier: string): string {
  const path = posix.join(dirname(from).split(sep).join("/"), specifier.replace(/\?.*$/, ""));
  return [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find(isFile) ?? path;
}

export function importsOf(path: string, text: string = read(path)): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    const isPackage = !specifier.startsWith(".");
    found.push({ from: path, to: isPackage ? specifier : resolve(path, specifier), isPackage, typeOnly });
  };
  for (const [, , type, plain, dynamic] of code.matchAll(IMPORT)) {
    const specifier = plain ?? dynamic;
    if (specifier !== undefined) add(specifier, type !== undefined);
  }
  for (const [, specifier] of code.matchAll(WORKER_URL)) if (specifier !== undefined) add(specifier, false);
  return found;
}

/** The code with its comments blanked; line numbers stay. Strings and templates stay too. */
export function withoutComments(text: string): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/g;
  return text.replace(token, (match) => (/^\/[/*]/.test(match) ? match.replace(/[^\n]/g, " ") : match));
}

/** As `withoutComments`, with the insides of strings blanked as well. */
export function codeOnly(text: string): string {
  return withoutComments(text).replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (match) =>
    match.replace(/[^\n]/g, " "),
  );
}

/** "machine" of "src/machine/step.ts"; "main.tsx" of that file. */
export function folderOf(path: string): string {
  const [, second = ""] = path.split("/");
  return second;
}
