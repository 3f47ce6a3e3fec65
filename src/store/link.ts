// Links as the store sees them: a fragment to a moment and back. The codec
// itself lives with the scenario.

import type { SharedMoment } from "../scenario/scenario.ts";

export type LinkRead =
  | { readonly kind: "opened"; readonly moment: SharedMoment; readonly remark?: string }
  /** `salvaged`: the program text, if that much could be read. */
  | { readonly kind: "bad"; readonly message: string; readonly salvaged?: string };

export interface LinkCodec {
  /** With the leading "#". */
  encode(moment: SharedMoment): Promise<string>;
  decode(fragment: string): Promise<LinkRead>;
}
