// How the explorer fares against a defender's handler, and what a breaker has
// deleted: the line below the goal.

import { longRunning, presentResult } from "../../../store/explorer/selectors.ts";
import { limitWords, scheduleWords } from "../../../store/texts/explorer-long.ts";
import { boundsWords, number } from "../../../store/texts/explorer.ts";
import { deletionOf, type LevelPlay } from "../../../store/level-play.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { LEARN_TEXTS } from "../../texts/learn.ts";

export function Opponent({ play }: { play: LevelPlay }) {
  switch (play.level.role) {
    case "attacker":
      return null;
    case "breaker":
      return <Deletion play={play} />;
    case "defender":
      return <ExplorerPlays />;
  }
}

function Deletion({ play }: { play: LevelPlay }) {
  const source = usePageState((state) => state.sourceText);
  if (play.original === "" || play.judgement.kind === "foul") return null;
  const deletion = deletionOf(play, source);
  return (
    <p className="opponent">
      {deletion === undefined ? LEARN_TEXTS.level.notDeleted : LEARN_TEXTS.level.deleted(deletion.line, deletion.text)}
    </p>
  );
}

function ExplorerPlays() {
  const page = usePage();
  const running = usePageState((state) => state.explorer.running);
  const isLong = usePageState((state) => longRunning(state) !== undefined);
  return (
    <div className="opponent" role="status">
      {running !== undefined && isLong ? (
        <>
          <span>{LEARN_TEXTS.level.trying(number(running.progress?.states ?? 0))}</span>
          <button type="button" className="small-button" onClick={() => page.explorer.stop()}>
            {LEARN_TEXTS.level.stopTrying}
          </button>
        </>
      ) : (
        <Answer />
      )}
    </div>
  );
}

function Answer() {
  const page = usePage();
  const result = usePageState(presentResult);
  const failure = usePageState((state) => state.explorer.failure);
  const assembled = usePageState((state) => state.program?.assembled ?? true);
  const hasKept = usePageState((state) => state.explorer.kept.length > 0);
  if (!assembled) return <span>{LEARN_TEXTS.level.notAssembled}</span>;
  if (failure !== undefined) return <span>{LEARN_TEXTS.level.explorerUnsure(failure)}</span>;
  if (result === undefined) return <span>{LEARN_TEXTS.level.explorerWaits}</span>;
  const [violation] = result.violations;
  if (violation === undefined) {
    return (
      <span>
        {result.verdict === "holds"
          ? LEARN_TEXTS.level.explorerFinds(boundsWords(result))
          : LEARN_TEXTS.level.explorerUnsure(limitWords(result).join("; "))}
      </span>
    );
  }
  return (
    <>
      <span>
        <span aria-hidden="true">✕</span> {LEARN_TEXTS.level.explorerWins(violation.property)}{" "}
        <code>{scheduleWords(violation.schedule)}</code>
      </span>
      <button
        type="button"
        className="small-button"
        onClick={() => void page.counterexamples().then((found) => found.open(0))}
      >
        {LEARN_TEXTS.level.showIt}
      </button>
      {hasKept ? (
        <button
          type="button"
          className="small-button"
          onClick={() => void page.counterexamples().then((found) => found.backToOwn())}
        >
          {LEARN_TEXTS.level.backToEditing}
        </button>
      ) : null}
    </>
  );
}
