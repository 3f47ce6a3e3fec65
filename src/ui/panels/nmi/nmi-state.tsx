// The hidden CPU state that decides what comes next: NMIs blocked since when
// and by whom, one pending, edges merged into it.

import type { ReactNode } from "react";

import { usePageState, useRegionName } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { Tag } from "../../widgets/tag.tsx";
import "./nmi-state.css";

export function NmiStatePanel() {
  const name = useRegionName(TEXTS.nmi.region);
  const nmi = usePageState((state) => state.moment?.nmi);
  const shadow = usePageState((state) => state.moment?.shadow);
  return (
    <section className="pane nmi-state" aria-label={name}>
      <header>
        <h2>{TEXTS.nmi.title}</h2>
        <span className="dim">{shadow === undefined ? TEXTS.nmi.hidden : TEXTS.nmi.shadow[shadow]}</span>
      </header>
      {nmi === undefined ? null : (
        <div className="nmi-facts">
          <Fact
            title={TEXTS.nmi.blocked}
            on={nmi.blocked}
            before={nmi.before.blocked ? TEXTS.nmi.yes : TEXTS.nmi.no}
            now={nmi.blocked ? TEXTS.nmi.yes : TEXTS.nmi.no}
            note={nmi.blocked ? <Since since={nmi.blockedSince} by={nmi.blockedBy} /> : TEXTS.nmi.delivered}
          />
          <Fact
            title={TEXTS.nmi.pending}
            on={nmi.pending}
            before={nmi.before.pending ? "1" : "0"}
            now={nmi.pending ? "1" : "0"}
            note={nmi.before.pending && !nmi.pending ? TEXTS.nmi.latchTaken : TEXTS.nmi.pendingNote(nmi.pending)}
          />
          <Fact
            title={TEXTS.nmi.merged}
            on={nmi.merged > 0}
            before={String(nmi.before.merged)}
            now={String(nmi.merged)}
            note={TEXTS.nmi.mergedNote}
          />
        </div>
      )}
    </section>
  );
}

function Since({ since, by }: { since: number | undefined; by: number | undefined }) {
  if (since === undefined) return TEXTS.nmi.sinceStart;
  return (
    <>
      {TEXTS.nmi.since(since)} {by === undefined ? null : <Tag context={by} />}
    </>
  );
}

function Fact(props: { title: string; on: boolean; before: string; now: string; note: ReactNode }) {
  const { title, on, before, now, note } = props;
  return (
    <div className={on ? "nmi-fact on" : "nmi-fact"}>
      <p>
        <span className="dim">{title}</span>{" "}
        <b>
          {before === now ? null : <span className="nmi-old">{before}→</span>}
          {now}
        </b>
      </p>
      <p>{note}</p>
    </div>
  );
}
