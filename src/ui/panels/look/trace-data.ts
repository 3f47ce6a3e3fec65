// Windows of the trace, asked for as they come into sight. Rows already known are
// kept until the run or the filter is another one.

import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { MomentView, RunView } from "../../../session/views.ts";
import type { TraceFilter, TraceRow } from "../../../session/views/look.ts";
import { usePage, usePageState } from "../../page-context.tsx";

const CHUNK = 100;

export interface TraceData {
  readonly total: number;
  readonly length: number;
  /** The first row at or after the step just done. */
  readonly here: number;
  /** Whether `here` is of the present moment, and not of the one before it. */
  readonly isHereKnown: boolean;
  readonly rows: ReadonlyMap<number, TraceRow>;
  readonly why: string | undefined;
  readonly isReady: boolean;
  /** Sees to it that rows [from, to) come. */
  need(from: number, to: number): void;
}

interface Source {
  readonly run: RunView | undefined;
  readonly filter: TraceFilter;
  /** Chunks that were asked for. */
  readonly asked: Set<number>;
}
interface Known extends Omit<TraceData, "need" | "isHereKnown"> {
  readonly source: Source | undefined;
  /** What `here` belongs to. */
  readonly moment: MomentView | undefined;
}

const EMPTY: Known = {
  source: undefined,
  moment: undefined,
  total: 0,
  length: 0,
  here: 0,
  rows: new Map(),
  why: undefined,
  isReady: false,
};

export function useTrace(filter: TraceFilter): TraceData {
  const page = usePage();
  const run = usePageState((state) => state.run);
  const moment = usePageState((state) => state.moment);
  const source = useMemo((): Source => ({ run, filter, asked: new Set() }), [run, filter]);
  const latest = useRef(source);
  useEffect(() => void (latest.current = source), [source]);
  const [known, setKnown] = useState(EMPTY);

  const ask = useCallback(
    async (from: number, to: number): Promise<void> => {
      const { moment: of } = page.store.getState();
      const answer = await page.machine.look({ kind: "trace", filter: source.filter, from, to });
      if (latest.current !== source || answer === undefined) return;
      if (answer.kind === "refused") setKnown({ ...EMPTY, source, moment: of, why: answer.why, isReady: true });
      if (answer.kind !== "trace") return;
      const { total, length, here } = answer;
      setKnown((old) => {
        const rows = new Map(old.source === source ? old.rows : []);
        for (const [index, row] of answer.rows.entries()) rows.set(answer.from + index, row);
        return { source, moment: of, total, length, here, rows, why: undefined, isReady: true };
      });
    },
    [page, source],
  );

  const need = useCallback(
    (from: number, to: number): void => {
      for (let chunk = Math.floor(from / CHUNK); chunk * CHUNK < to; chunk++) {
        if (source.asked.has(chunk)) continue;
        source.asked.add(chunk);
        void ask(chunk * CHUNK, (chunk + 1) * CHUNK);
      }
    },
    [ask, source],
  );

  // Where the present step is among them is known to the machine alone.
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the state is set when the answer comes
    if (moment !== undefined) void ask(0, 0);
  }, [ask, moment]);
  const data = known.source === source ? known : EMPTY;
  return { ...data, isHereKnown: data.moment === moment, need };
}
