// The stack as a table: the same facts as the drawing, in words.

import type { StackRow, StackView, WordView } from "../../../session/views.ts";
import { contextOf } from "../../../store/selectors.ts";
import { hex, wordHex } from "../../format.ts";
import { usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { stateText, wasText, writerText } from "./word-text.ts";
import { TableHead } from "../../widgets/table-head.tsx";

export function StackTable({ stack }: { stack: StackView }) {
  return (
    <div className="stack" role="region" aria-label={TEXTS.stack.words} tabIndex={0}>
      <Table caption={`${stack.title}, ${stack.subtitle}`} rows={stack.rows} />
      {stack.copy === undefined ? null : (
        <Table caption={`${stack.copy.title}, ${stack.copy.subtitle}`} rows={stack.copy.rows.map((row) => row.word)} />
      )}
      {stack.kept.map((kept) => (
        <Table key={kept.title} caption={`${kept.title}, ${kept.subtitle}`} rows={kept.rows.map((row) => row.word)} />
      ))}
      {stack.others.map((other) => (
        <Table key={other.title} caption={`${other.title}, ${other.subtitle}`} rows={other.words} />
      ))}
      <h3>{TEXTS.stack.ledger}</h3>
      <ul className="table-ledger">
        {stack.frames.map((frame) => (
          <li key={frame.context}>
            <b>{frame.title}</b>: {frame.state}. {frame.text}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Table({ caption, rows }: { caption: string; rows: readonly StackRow[] }) {
  return (
    <table className="word-table">
      <caption>{caption}</caption>
      <TableHead titles={TEXTS.stack.tableHead} />
      <tbody>
        {rows.map((row) =>
          row.kind === "word" ? (
            <WordRow key={hex(row.address)} word={row} />
          ) : (
            <tr key={hex(row.address)}>
              <td className="mono">{hex(row.address)}</td>
              <td className="mono">{row.offset}</td>
              <td colSpan={6}>{row.text}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function WordRow({ word }: { word: WordView }) {
  const run = usePageState((state) => state.run);
  const nameOf = (id: number) => contextOf(run, id);
  const rsp = word.rsp === "now" ? `, ${TEXTS.stack.rspNow}` : word.rsp === "was" ? `, ${TEXTS.stack.rspWas}` : "";
  return (
    <tr>
      <td className="mono">{hex(word.address)}</td>
      <td className="mono">{word.offset}</td>
      <td>{word.label}</td>
      <td className="mono">{word.writer === undefined ? "" : wordHex(word.value, word.label)}</td>
      <td>{word.meaning}</td>
      <td>{writerText(word.writer, nameOf)}</td>
      <td>{wasText(word, nameOf)}</td>
      <td>
        {stateText(word)}
        {rsp}
      </td>
    </tr>
  );
}
