// The strips between top bar and sentence: the machine stopped, a link could
// not be read, a draft stands beside a link, the answer to a wish. None is modal.

import { lazy, Suspense, useState, type ReactNode } from "react";

import { usePage, usePageState } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";
import "./strips.css";

const GoalStrip = lazy(async () => ({ default: (await import("../panels/level/goal-strip.tsx")).GoalStrip }));

export function Strips() {
  const isLevel = usePageState((state) => state.level !== undefined);
  return (
    <div className="strips">
      <MachineStrip />
      <LinkStrip />
      <NoteStrip />
      <VersionStrip />
      {isLevel ? (
        <Suspense fallback={null}>
          <GoalStrip />
        </Suspense>
      ) : null}
    </div>
  );
}

function Strip({ tone, children }: { tone: "bad" | "plain"; children: ReactNode }) {
  return (
    <div className={`strip ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      {children}
    </div>
  );
}

function MachineStrip() {
  const page = usePage();
  const health = usePageState((state) => state.health);
  const position = usePageState((state) => state.moment?.position ?? 0);
  if (health.kind !== "dead") return null;
  const where = position === 0 ? TEXTS.worker.atStart : TEXTS.worker.atStep(position - 1);
  return (
    <Strip tone="bad">
      <span>
        <b>{TEXTS.worker.dead(where)}</b> <span className="dim">{TEXTS.worker.why(health.reason)}</span>
      </span>
      <button type="button" className="small-button" onClick={() => void page.machine.restart()}>
        {TEXTS.worker.restart}
      </button>
    </Strip>
  );
}

function LinkStrip() {
  const page = usePage();
  const link = usePageState((state) => state.link);
  if (link === undefined) return null;
  if (link.kind === "draft-beside") {
    return (
      <Strip tone="plain">
        <span>{TEXTS.link.beside}</span>
        <button type="button" className="small-button" onClick={() => void page.opening.keepMine()}>
          {TEXTS.link.keepMine}
        </button>
        <button type="button" className="small-button" onClick={() => void page.opening.takeTheirs()}>
          {TEXTS.link.takeTheirs}
        </button>
      </Strip>
    );
  }
  const { salvaged } = link;
  return (
    <Strip tone="bad">
      <span>
        <b>{TEXTS.link.bad}</b> {link.message} {salvaged === undefined ? "" : TEXTS.link.salvaged}
      </span>
      {salvaged === undefined ? null : (
        <button
          type="button"
          className="small-button"
          onClick={() => {
            page.view.dismissLink();
            void page.source.replace(salvaged);
          }}
        >
          {TEXTS.link.openSalvaged}
        </button>
      )}
      <button type="button" className="small-button" onClick={page.view.dismissLink}>
        {TEXTS.link.dismiss}
      </button>
    </Strip>
  );
}

function VersionStrip() {
  const renew = usePageState((state) => state.newVersion);
  if (renew === undefined) return null;
  return (
    <Strip tone="plain">
      <span className="new-version">
        {TEXTS.newVersion.told}{" "}
        <button type="button" className="small-button" onClick={renew}>
          {TEXTS.newVersion.reload}
        </button>
      </span>
    </Strip>
  );
}

/** Title and note that came with a link or a file. */
function NoteStrip() {
  const title = usePageState((state) => state.scenario?.title);
  const note = usePageState((state) => state.scenario?.note);
  const isLevel = usePageState((state) => state.level !== undefined);
  const [dismissed, setDismissed] = useState<string>();
  const key = `${title ?? ""}\n${note ?? ""}`;
  if (isLevel || (title === undefined && note === undefined) || dismissed === key) return null;
  return (
    <Strip tone="plain">
      <span className="link-note">
        <b>{title ?? TEXTS.link.told}</b> {note}
      </span>
      <button type="button" className="small-button" onClick={() => setDismissed(key)}>
        {TEXTS.link.dismiss}
      </button>
    </Strip>
  );
}

/** Over the foot of the main part, so that no row moves when it comes. */
export function NoticeStrip() {
  const page = usePage();
  const notice = usePageState((state) => state.notice);
  return (
    <div role="status">
      {notice === undefined || notice === "" ? null : (
        <div className="notice">
          <span>{notice}</span>
          <button type="button" className="small-button" onClick={page.view.dismissNotice}>
            {TEXTS.link.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}
