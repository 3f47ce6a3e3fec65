// Whether the address asks for the page that stands in a frame. Apart from the
// rest, because the first load reads it.

export function isEmbedded(search: string): boolean {
  return /[?&]embed(?:=(?:1|true|yes|on)?)?(?:&|$)/i.test(search);
}
