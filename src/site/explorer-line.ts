// The explorer's worker for the site's pages: started with the first question.

import { connectWorker } from "../protocol/connect.ts";
import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "../protocol/exploration.ts";
import { ExplorerLine } from "../store/explorer/line.ts";
import { browserSurroundings } from "../store/surroundings.ts";

function makeExplorer(): Worker {
  return new Worker(new URL("../worker/explore-worker.ts", import.meta.url), { type: "module", name: "explorer" });
}

export function openExplorerLine(): ExplorerLine {
  const { after } = browserSurroundings();
  return new ExplorerLine(
    (events) => connectWorker<ExplorerQuestion, ExplorerAnswer, ExplorerProgress>(makeExplorer, events, after),
    after,
  );
}
