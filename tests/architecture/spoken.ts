// The sentences in a file's code: what a reader may come to see, as far as code shows it.
import { parseSync } from "vite";

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

/** Words between tags, in attributes that are read out, and sentences among the literals. */
export function spoken(path: string, code: string): readonly string[] {
  const { program, errors } = parseSync(path, code);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? ""}`);
  const found: string[] = [];
  visit(program as unknown as Node, found);
  return found;
}

function visit(node: Node, found: string[]): void {
  if (isUnread(node)) return;
  const words = wordsOf(node);
  if (words !== undefined) found.push(words.trim());
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) visit(child, found);
  }
}

/**
 * Names of modules, types, classes of elements; what one types to a console; and what is
 * for programmers: errors thrown, assertions.
 */
function isUnread(node: Node): boolean {
  if (/^(?:Import|ExportAll)|^TS.*(?:Type|Keyword)$/.test(node.type)) return true;
  if (node.type === "Property") return /^(?:usage|example)$/.test(String(nameOf(node["key"])));
  if (node.type === "JSXAttribute") return /^(?:className|key)$/.test(String(nameOf(node["name"])));
  if (node.type === "NewExpression") return nameOf(node["callee"]) === "Error";
  return node.type === "CallExpression" && /^(?:assert|defined)$/.test(String(nameOf(node["callee"])));
}

const nameOf = (node: unknown): unknown => (isNode(node) ? node["name"] : undefined);

function wordsOf(node: Node): string | undefined {
  const text = textOf(node);
  if (text === undefined) return undefined;
  const isRead = node.type === "JSXText" || node.type === "JSXAttribute";
  return (isRead ? /[A-Za-z]{2,}/.test(text) : isSentence(text)) ? text : undefined;
}

const READ_OUT = /^(?:title|aria-label|placeholder|alt|label|aria-description)$/;

/** A value within a template is written as an ellipsis. */
function textOf(node: Node): string | undefined {
  const { value } = node;
  switch (node.type) {
    case "JSXText":
    case "Literal":
      return typeof value === "string" ? value : undefined;
    case "JSXAttribute":
      return READ_OUT.test(String(nameOf(node["name"]))) && isNode(value) ? textOf(value) : undefined;
    case "TemplateLiteral":
      return (node["quasis"] as readonly { readonly value: { readonly cooked: string } }[])
        .map((quasi) => quasi.value.cooked)
        .join("…");
    default:
      return undefined;
  }
}

const WORD = "(?:[A-Za-z][A-Za-z'-]*|…)";
/** At every word: it and the two behind it, read ahead so that rows may overlap. */
const ROW = new RegExp(`(?<![^\\s("])(?=(${WORD}[,:;]? ${WORD}[,:;]? ${WORD})(?![^\\s.,:;)"]))`, "g");

/** Three words in a row, one of which may be a value or a letter; or what ends like a sentence. */
function isSentence(text: string): boolean {
  if (isClasses(text)) return false;
  const rows = [...text.matchAll(ROW)].map(([, row = ""]) => row);
  return (
    rows.some((row) => (row.match(/[A-Za-z'-]{2,}/g)?.length ?? 0) >= 2) || /^[A-Z][a-z]+ \S.*[a-z…]\.$/.test(text)
  );
}

/** "pane look look-whole" */
const isClasses = (text: string): boolean => /^[a-z0-9-]+( [a-z0-9-]+)*$/.test(text) && /-|^verdict /.test(text);
