// Text to deflated bytes and back, by the platform's own streams. Inflating stops
// at a limit while it runs: a small link must not become a large memory.

export type Inflated =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "too-large" | "truncated" | "damaged" };

/** What the platforms say of input that ends too early. */
const ENDS_EARLY = /Z_BUF_ERROR|unexpected end|unexpected eof|truncat|incomplete/i;

const ignore = () => undefined;

function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Everything that comes out of `stream` when `bytes` go in; undefined above `limit` bytes. */
async function pass(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  // Whatever goes wrong on this side is seen by the reader as well.
  writer
    .write(bytes)
    .then(() => writer.close(), ignore)
    .catch(ignore);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const chunk = await reader.read();
    if (chunk.done) return join(chunks, length);
    length += chunk.value.length;
    if (length > limit) {
      reader.cancel().catch(ignore);
      writer.abort().catch(ignore);
      return undefined;
    }
    chunks.push(chunk.value);
  }
}

export async function deflate(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await pass(new CompressionStream("deflate-raw"), new TextEncoder().encode(text), Infinity);
  return bytes ?? new Uint8Array();
}

export async function inflate(bytes: Uint8Array<ArrayBuffer>, limitBytes: number): Promise<Inflated> {
  if (bytes.length === 0) return { kind: "truncated" };
  let plain: Uint8Array<ArrayBuffer> | undefined;
  try {
    plain = await pass(new DecompressionStream("deflate-raw"), bytes, limitBytes);
  } catch (error) {
    const said = error instanceof Error ? `${error.message} ${"code" in error ? String(error.code) : ""}` : "";
    return { kind: ENDS_EARLY.test(said) ? "truncated" : "damaged" };
  }
  if (plain === undefined) return { kind: "too-large" };
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(plain) };
  } catch {
    return { kind: "damaged" };
  }
}
