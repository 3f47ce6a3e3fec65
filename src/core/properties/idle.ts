// idle-clean: what must be true of the CPU and the per-CPU flags whenever the
// workload runs again.

import { Block } from "../block";
import { field8 } from "../state";
import { Ghost, putGhost8 } from "./block";
import { flagAtFirst, flagLinear, flagValue, idleFlags } from "./configure";
import { Cause, PropertyCode } from "./notes";
import { judgeServed } from "./service";
import { violate } from "./violate";

/** The workload is the running context and was resumed since this was last judged. */
export function judgeIdle(): void {
  const blocked = field8(Block.NmiBlocked) != 0;
  if (field8(Block.NmiPending) != 0 && !blocked) return;
  putGhost8(Ghost.IdleDue, 0);
  judgeServed();
  if (blocked) violate(PropertyCode.IdleClean, Cause.NmiBlocked, 0);
  for (let i = 0; i < idleFlags; i++) {
    const value = flagValue(i);
    const wanted = flagAtFirst(i);
    if (value == wanted) continue;
    violate(PropertyCode.IdleClean, Cause.FlagChanged, 0, 3, flagLinear(i), value, wanted);
    return;
  }
}
