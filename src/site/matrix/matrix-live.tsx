// Makes the matrix anew in this browser: each row of a table is a search in the
// explorer's worker, each cell is marked as found again or not.

import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";

import { defined } from "../../base/assert.ts";
import { findListed, scenarioOf } from "../../scenario/catalogue/listing.ts";
import { WORKLOADS, type WorkloadName } from "../../scenario/scenario.ts";
import { type ExplorerLine, reasonOf } from "../../store/explorer/line.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";
import { openExplorerLine } from "../explorer-line.ts";

const T = SITE_TEXTS.matrixPage;
const BOUNDS = { nmis: 2, faults: 1, machineChecks: 0, faultPoints: "lazy" } as const;
const MOST_STATES = 4_000_000;

interface Work {
  readonly line: ExplorerLine;
  readonly rows: readonly HTMLTableRowElement[];
  readonly say: (text: string) => void;
  readonly isStopped: () => boolean;
}

function rowsOf(workload: WorkloadName | "every"): readonly HTMLTableRowElement[] {
  const of = workload === "every" ? "" : `[data-workload="${workload}"]`;
  return [...document.querySelectorAll<HTMLTableRowElement>(`.matrix tr[data-handler]${of}`)];
}

/** Number of cells that differ; undefined: stopped. */
async function searchRow({ line, say, rows }: Work, index: number): Promise<number | undefined> {
  const row = defined(rows[index], "a row of the matrix");
  const handler = row.dataset["handler"] ?? "";
  const workload = defined(
    WORKLOADS.find((name) => name === row.dataset["workload"]),
    "the row's workload",
  );
  const scenario = scenarioOf(defined(findListed(handler), `the handler ${handler}`));
  const tell = (states: number): void =>
    say(T.busy(handler, workload, index, rows.length, states.toLocaleString("en-GB")));
  tell(0);
  const asked = { kind: "explore", scenario, workloads: [workload], bounds: BOUNDS, maxStates: MOST_STATES } as const;
  const answer = await line.ask(asked, (progress) => {
    if (progress.kind === "searching") tell(progress.states);
  });
  const part = answer?.kind === "explored" ? answer.parts[0] : undefined;
  if (part === undefined || part.stopped) return undefined;
  const broken = new Set<string>(part.report.violations.map(({ property }) => property));
  const isComplete = part.report.verdict !== "incomplete";
  let different = 0;
  for (const cell of row.querySelectorAll<HTMLElement>("td[data-property]")) {
    const found = broken.has(cell.dataset["property"] ?? "") ? "violated" : isComplete ? "holds" : "incomplete";
    if (!mark(cell, found)) different++;
  }
  return different;
}

/** True: as the page says, or the page says nothing. */
function mark(cell: HTMLElement, found: string): boolean {
  const said = cell.dataset["verdict"];
  const isSame = said === found || said === "unknown";
  cell.dataset["live"] = isSame ? "same" : "different";
  const sign = cell.querySelector(".live-mark") ?? cell.appendChild(document.createElement("span"));
  sign.className = "live-mark";
  const words = isSame && said !== "unknown" ? T.same : T.different(found);
  sign.setAttribute("role", "img");
  sign.setAttribute("aria-label", said === "unknown" ? found : words);
  sign.setAttribute("title", said === "unknown" ? found : words);
  sign.textContent = said === "unknown" ? (found === "holds" ? "○" : "✕") : isSame ? "=" : "≠";
  return isSame;
}

async function searchAll(work: Work): Promise<string> {
  let different = 0;
  let done = 0;
  try {
    for (const index of work.rows.keys()) {
      const found = work.isStopped() ? undefined : await searchRow(work, index);
      if (found === undefined) return T.stopped(done);
      different += found;
      done++;
    }
  } catch (failure) {
    return T.failed(reasonOf(failure));
  }
  return T.done(done, different);
}

const EXPLORER: { line: ExplorerLine | undefined } = { line: undefined };

function LiveMatrix() {
  const [workload, setWorkload] = useState<WorkloadName | "every">("kernel");
  const [status, setStatus] = useState<string>(T.hint);
  const [work, setWork] = useState<Work>();
  const stopped = useRef(false);

  async function start(): Promise<void> {
    EXPLORER.line ??= openExplorerLine();
    stopped.current = false;
    const begun: Work = {
      line: EXPLORER.line,
      rows: rowsOf(workload),
      say: setStatus,
      isStopped: () => stopped.current,
    };
    setWork(begun);
    setStatus(await searchAll(begun));
    setWork(undefined);
  }

  function stop(): void {
    stopped.current = true;
    work?.line.cancel();
  }

  return (
    <section className="live-box" aria-label={T.live}>
      <label>
        {T.workload}{" "}
        <select
          value={workload}
          disabled={work !== undefined}
          onChange={({ target }) => setWorkload(WORKLOADS.find((name) => name === target.value) ?? "every")}
        >
          {WORKLOADS.map((name) => (
            <option key={name}>{name}</option>
          ))}
          <option value="every">{T.every}</option>
        </select>
      </label>
      <button type="button" className="primary" onClick={() => (work === undefined ? void start() : stop())}>
        {work === undefined ? T.run : T.stop}
      </button>
      <p role="status">{status}</p>
    </section>
  );
}

export function enlivenMatrix(element: HTMLElement): void {
  createRoot(element).render(<LiveMatrix />);
}
