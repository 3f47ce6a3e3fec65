// The end of NMI blocking. Who ends it, and when, is the instruction's business.

import { Block, Report } from "../block";
import { REPORT, field8, setField8 } from "../state";

export function unblockNmis(): void {
  if (!field8(Block.NmiBlocked)) return;
  setField8(Block.NmiBlocked, 0);
  store<u32>(REPORT + Report.Unblocked, 1);
}
