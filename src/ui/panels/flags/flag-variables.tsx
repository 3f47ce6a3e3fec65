// The per-CPU flags that the handler uses: value, and who wrote it; the names of the rest.

import type { FlagVariableView } from "../../../session/views.ts";
import { hex } from "../../format.ts";
import { usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { isWatched, WatchMark } from "../../widgets/watch-mark.tsx";
import { Tag } from "../../widgets/tag.tsx";
import "./flag-variables.css";

const NOT_USED = "not used";

export function FlagVariables() {
  const flags = usePageState((state) => state.moment?.flags);
  const unused = flags?.filter(({ remark }) => remark === NOT_USED).map(({ name }) => name) ?? [];
  return (
    <section className="pane flag-variables" aria-label={TEXTS.flags.region}>
      <header>
        <h2>
          {TEXTS.flags.title} <span>{TEXTS.flags.cpu}</span>
        </h2>
      </header>
      <div className="flag-list">
        {flags?.length === 0 ? <p className="dim">{TEXTS.flags.none}</p> : null}
        {flags
          ?.filter(({ remark }) => remark !== NOT_USED)
          .map((flag) => (
            <Variable key={flag.name} flag={flag} />
          ))}
        {unused.length === 0 ? null : <p className="dim">{TEXTS.flags.notUsed(unused.join(", "))}</p>}
      </div>
    </section>
  );
}

function Variable({ flag }: { flag: FlagVariableView }) {
  const watched = usePageState((state) => isWatched(state.breakpoints, flag.name));
  const digits = flag.sizeBytes === 1 ? 2 : 1;
  return (
    <div
      data-variable={flag.name}
      className={flag.changed ? "flag-variable is-changed" : "flag-variable"}
      title={hex(flag.value, flag.sizeBytes * 2)}
    >
      <span>
        {flag.changed ? <i aria-hidden="true">◆</i> : null}
        {watched ? <WatchMark /> : null}
        {flag.name}
      </span>
      <b>{hex(flag.value, digits)}</b>
      <span className="dim">
        {flag.writer === undefined ? flag.remark : <Tag context={flag.writer.context} step={flag.writer.step} />}
      </span>
    </div>
  );
}
