// Links as the store sees them: a fragment to a moment and back. The codec
// itself lives with the scenario.

import type { Shared } from "../scenario/link/link.ts";

export type LinkRead =
  | { readonly kind: "opened"; readonly moment: Shared; readonly remark?: string }
  /** `salvaged`: the program text, if that much could be read. */
  | { readonly kind: "bad"; readonly message: string; readonly salvaged?: string };

export interface LinkCodec {
  /** With the leading "#". */
  encode(shared: Shared): Promise<string>;
  decode(fragment: string): Promise<LinkRead>;
}
