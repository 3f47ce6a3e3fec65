// Who wrote a word or a register, every change so far with what was there before,
// and the way its value came.

import type { HistoryEntry, HistoryOf, LookAnswer } from "../../../session/views/look.ts";
import { hex } from "../../format.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { LOOK_TEXTS } from "../../texts/look.ts";
import { Tag } from "../../widgets/tag.tsx";
import { TableHead } from "../../widgets/table-head.tsx";
import { useAnswer } from "./use-answer.ts";

const TEXTS = LOOK_TEXTS.history;

export function HistoryPanel({ of }: { of: HistoryOf | undefined }) {
  return (
    <>
      <Subject of={of} />
      <Answer of={of} />
    </>
  );
}

/** Whatever the drawings show as small targets, in one list. */
function Subject({ of }: { of: HistoryOf | undefined }) {
  const page = usePage();
  const registers = usePageState((state) => state.moment?.registers) ?? [];
  const rows = usePageState((state) => state.moment?.stack.rows) ?? [];
  const words = rows.filter((row) => row.kind === "word");
  const all = [
    ...registers.map(({ name }): HistoryOf => ({ kind: "register", name })),
    ...words.map(({ address }): HistoryOf => ({ kind: "word", address })),
  ];
  return (
    <div className="look-bar">
      <label>
        {TEXTS.of}{" "}
        <select
          value={keyOf(of)}
          onChange={({ target }) =>
            page.view.look({ kind: "history", of: all.find((one) => keyOf(one) === target.value) })
          }
        >
          <option value="">{TEXTS.choose}</option>
          <optgroup label={TEXTS.registers}>
            {registers.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </optgroup>
          <optgroup label={TEXTS.words}>
            {words.map(({ address, offset, label }) => (
              <option key={hex(address)} value={hex(address)}>
                {offset} {label}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
    </div>
  );
}

function keyOf(of: HistoryOf | undefined): string {
  if (of === undefined) return "";
  return of.kind === "register" ? of.name : hex(of.address);
}

function Answer({ of }: { of: HistoryOf | undefined }) {
  const answer = useAnswer(of === undefined ? undefined : { kind: "history", of });
  if (of === undefined) return <p className="dim look-note">{TEXTS.none}</p>;
  if (answer === undefined) return <p className="dim look-note">{LOOK_TEXTS.asking}</p>;
  if (answer.kind === "refused") return <p className="look-note">{answer.why}</p>;
  return answer.kind === "history" ? <History answer={answer} /> : null;
}

function History({ answer }: { answer: Extract<LookAnswer, { kind: "history" }> }) {
  const { title, value, meaning, entries, total, origins } = answer;
  return (
    <div className="look-scroll" tabIndex={0} role="group" aria-label={title}>
      <h2 className="look-subject">
        <b>{title}</b> {TEXTS.now} <code>{hex(value)}</code> <span className="dim">{meaning}</span>
      </h2>
      {origins.length === 0 ? null : (
        <>
          <h3>{TEXTS.origins}</h3>
          <ol className="origins">
            {origins.map((origin, index) => (
              <li key={index}>
                {origin.context === undefined ? (
                  <span className="dim">{TEXTS.fromStart}</span>
                ) : (
                  <Tag context={origin.context} step={origin.step} />
                )}
                <span>{origin.text}</span>
                {origin.step === undefined ? null : <Go step={origin.step} />}
              </li>
            ))}
          </ol>
        </>
      )}
      <h3>{TEXTS.entries(entries.length, total)}</h3>
      {entries.length === 0 ? <p className="dim">{TEXTS.never}</p> : <Entries entries={entries} />}
    </div>
  );
}

function Entries({ entries }: { entries: readonly HistoryEntry[] }) {
  return (
    <table className="look-table">
      <TableHead titles={TEXTS.head} />
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.step}>
            <td>
              <Go step={entry.step} short />
            </td>
            <td>
              <Tag context={entry.context} />
            </td>
            <td className="mono">{entry.place}</td>
            <td className="mono">{entry.text}</td>
            <td className="mono dim">{hex(entry.old)}</td>
            <td className="mono">
              {hex(entry.value)} <span className="dim">{entry.meaning}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Go({ step, short = false }: { step: number; short?: boolean }) {
  const page = usePage();
  return (
    <button
      type="button"
      className="link-button"
      aria-label={LOOK_TEXTS.go(step)}
      onClick={() => void page.machine.seek(step + 1)}
    >
      {short ? step : LOOK_TEXTS.go(step)}
    </button>
  );
}
