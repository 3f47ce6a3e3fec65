// Questions about a run that change nothing: who answers which. Loaded with the
// first of them.

import { unreachable } from "../../base/assert.ts";
import type { Run } from "../run.ts";
import type { Sliced } from "../slices.ts";
import type { LookAnswer, RunQuestion } from "../views/look.ts";
import { historyOf } from "./history.ts";
import { memoryAt } from "./memory.ts";
import { walk } from "./page-walk.ts";
import { phasesOf } from "./phases.ts";
import { tableView } from "./tables.ts";
import { Trace } from "./trace.ts";
import { NO_RUN } from "../texts/moves.ts";

export class Looking {
  readonly #trace = new Trace();

  *answer(run: Run | undefined, question: RunQuestion): Sliced<LookAnswer> {
    if (run === undefined) return { kind: "refused", why: NO_RUN };
    switch (question.kind) {
      case "trace":
        return yield* this.#trace.window(run, question.filter, question.from, question.to);
      case "history":
        return historyOf(run, question.of);
      case "table":
        return { kind: "table", view: tableView(run, question.table) };
      case "walk":
        return walk(run, question.at);
      case "phases":
        return phasesOf(run);
      case "memory":
        return memoryAt(run, question.at, question.words);
      default:
        return unreachable(question);
    }
  }
}
