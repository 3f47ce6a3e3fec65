// The layer table is kept: nobody imports what layers.ts does not allow, and no
// import leads back to where it started.
import { describe, expect, it } from "vitest";
import { DEBTS, ENGINE, LAYERS, type Layer } from "./layers.ts";
import { filesUnder, folderOf, importsOf, sourceFiles, type Import } from "./sources.ts";

const files = sourceFiles();
const imports = files.flatMap((file) => importsOf(file));

/** "isa/names.ts" is within "isa" and within "isa/names". */
function isWithin(path: string, place: string): boolean {
  const inside = path.replace(/^src\//, "").replace(/\.tsx?$/, "");
  return inside === place || inside.startsWith(`${place}/`);
}

function isAllowed({ from, to, typeOnly }: Import, layer: Layer): boolean {
  const folder = folderOf(from);
  if (folderOf(to) === folder || to.startsWith("build/")) return true;
  if (layer.may.some((place) => isWithin(to, place))) return true;
  if (typeOnly && layer.types?.some((place) => isWithin(to, place))) return true;
  return DEBTS.some((debt) => debt.from === from && debt.to === to);
}

function complaints(): string[] {
  const found: string[] = [];
  for (const one of imports) {
    if (one.isPackage) continue;
    const folder = folderOf(one.from);
    const layer = LAYERS[folder];
    if (layer === undefined) found.push(`${one.from} lies in no layer of layers.ts`);
    else if (!one.to.startsWith("src/") && !one.to.startsWith("build/"))
      found.push(`${one.from} imports ${one.to}, outside of src/`);
    else if (!isAllowed(one, layer)) {
      const types = layer.types ? `; types of ${layer.types.join(", ")}` : "";
      found.push(
        `${one.from} may not import ${one.to} (allowed to ${folder}: ${layer.may.join(", ") || "nothing"}${types})`,
      );
    }
  }
  return found;
}

/** Every cycle of files, as the list of its members; types count as well as values within src/. */
function cycles(): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, isPackage, typeOnly } of imports) {
    if (!isPackage && !typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const state = new Map<string, "open" | "done">();
  const path: string[] = [];
  const found: string[] = [];
  const visit = (file: string): void => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      found.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      return;
    }
    state.set(file, "open");
    path.push(file);
    for (const to of next.get(file) ?? []) visit(to);
    path.pop();
    state.set(file, "done");
  };
  for (const file of files) visit(file);
  return found;
}

describe("layers", () => {
  it("are kept by every import", () => {
    expect(complaints()).toEqual([]);
  });

  it("have no cycles", () => {
    expect(cycles()).toEqual([]);
  });

  it("list no debt that is paid", () => {
    const paid = DEBTS.filter((debt) => !imports.some(({ from, to }) => from === debt.from && to === debt.to));
    expect(paid).toEqual([]);
  });

  it("keep packages out of the engine, but for valibot in the link codec", () => {
    const foreign = imports.filter(
      ({ from, to, isPackage }) =>
        isPackage && ENGINE.includes(folderOf(from)) && !(to === "valibot" && isWithin(from, "scenario")),
    );
    expect(foreign.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("are those of the folders that exist", () => {
    const folders = new Set(
      filesUnder("src")
        .filter((path) => path.split("/").length > 2)
        .map(folderOf),
    );
    expect([...folders].filter((folder) => LAYERS[folder] === undefined)).toEqual([]);
  });
});

describe("reading imports", () => {
  it("sees every form and leaves comments and strings alone", () => {
    const text = [
      `import { a } from "./a.ts";`,
      `import type { B } from "../base/b.ts";`,
      `export * from "./c.ts";`,
      `import "./d.css";`,
      `const e = await import("./e.ts");`,
      `// import { f } from "./f.ts";`,
      `/* import { g } from "./g.ts"; */`,
      `new Worker(new URL("./h.ts", import.meta.url));`,
      `import {\n  i,\n  j,\n} from "vitest";`,
    ].join("\n");
    expect(importsOf("src/isa/x.ts", text).map(({ to, typeOnly }) => (typeOnly ? `type ${to}` : to))).toEqual([
      "src/isa/a.ts",
      "type src/base/b.ts",
      "src/isa/c.ts",
      "src/isa/d.css",
      "src/isa/e.ts",
      "vitest",
      "src/isa/h.ts",
    ]);
  });
});
