// The tables of the machine, decoded, as they stand in the guest's memory; and the
// page-table walk of an address. Cells lead to each other.

import { useState, type FormEvent } from "react";

import type { LookAnswer, LookLink, TableName, TableView } from "../../../session/views/look.ts";
import type { Look } from "../../../store/state.ts";
import { hex } from "../../format.ts";
import { usePage } from "../../page-context.tsx";
import { LOOK_TEXTS } from "../../texts/look.ts";
import { TableHead } from "../../widgets/table-head.tsx";
import { useAnswer } from "./use-answer.ts";

const TEXTS = LOOK_TEXTS.table;
const TABLES: readonly TableName[] = ["idt", "gdt", "tss", "percpu", "control"];
type TableLook = Extract<Look, { kind: "table" }>;

export function TablesPanel({ look }: { look: TableLook }) {
  const page = usePage();
  const choices = [...TABLES, "walk"] as const;
  return (
    <>
      <div className="look-bar" role="group" aria-label={TEXTS.label}>
        {choices.map((name) => (
          <button
            key={name}
            type="button"
            className="look-choice"
            aria-pressed={name === look.table}
            onClick={() => page.view.look({ kind: "table", table: name })}
          >
            {name === "walk" ? TEXTS.walk : TEXTS.names[name]}
          </button>
        ))}
      </div>
      {look.table === "walk" ? (
        <Walk key={look.at} at={look.at ?? "$rip"} />
      ) : (
        <OneTable table={look.table} row={look.row} />
      )}
    </>
  );
}

function OneTable({ table, row }: { table: TableName; row: string | undefined }) {
  const answer = useAnswer({ kind: "table", table });
  if (answer === undefined) return <p className="dim look-note">{LOOK_TEXTS.asking}</p>;
  if (answer.kind === "refused") return <p className="look-note">{answer.why}</p>;
  return answer.kind === "table" ? <Decoded view={answer.view} row={row} /> : null;
}

function Decoded({ view, row }: { view: TableView; row: string | undefined }) {
  return (
    <div className="look-scroll" tabIndex={0} role="group" aria-label={view.title}>
      <table className="look-table">
        <caption>
          {view.title}: {view.source}
        </caption>
        <TableHead titles={view.head} />
        <tbody>
          {view.rows.map(({ id, cells, note }) => (
            <tr key={id} className={id === row ? "look-here" : undefined} aria-current={id === row ? true : undefined}>
              {cells.map(({ text, link }, index) => (
                <td key={index} className="mono">
                  {link === undefined ? text : <Jump link={link} text={text} />}
                  {note !== undefined && index === 2 ? <span className="dim"> {note}</span> : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Jump({ link, text }: { link: LookLink; text: string }) {
  const page = usePage();
  return (
    <button type="button" className="link-button" onClick={() => page.view.look(lookOf(link))}>
      {text}
    </button>
  );
}

function lookOf(link: LookLink): Look {
  switch (link.kind) {
    case "table":
      return { kind: "table", table: link.table, row: link.row };
    case "walk":
      return { kind: "table", table: "walk", at: link.at };
    case "memory":
      return { kind: "memory", at: link.at };
  }
}

function Walk({ at }: { at: string }) {
  const [text, setText] = useState(at);
  const [asked, setAsked] = useState(at);
  const answer = useAnswer({ kind: "walk", at: asked });
  function submit(event: FormEvent): void {
    event.preventDefault();
    setAsked(text);
  }
  return (
    <div className="look-scroll">
      <form className="look-bar" onSubmit={submit}>
        <input
          aria-label={TEXTS.address}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="small-button">
          {TEXTS.walkButton}
        </button>
      </form>
      {answer?.kind === "refused" ? (
        <p role="alert" className="look-note">
          {answer.why}
        </p>
      ) : null}
      {answer?.kind === "walk" ? <Walked answer={answer} /> : null}
    </div>
  );
}

function Walked({ answer }: { answer: Extract<LookAnswer, { kind: "walk" }> }) {
  const physical =
    answer.physical === undefined ? TEXTS.noPhysical : TEXTS.physical(`0x${answer.physical.toString(16)}`);
  return (
    <table className="look-table">
      <caption>
        <code>{hex(answer.address)}</code> {answer.name}: <b>{physical}</b>. {answer.verdict}
      </caption>
      <TableHead titles={TEXTS.walkHead} />
      <tbody>
        {answer.levels.map((level) => (
          <tr key={level.name}>
            <td className="mono">{level.name}</td>
            <td className="mono">{level.index}</td>
            <td className="mono">0x{level.at.toString(16)}</td>
            <td className="mono">{hex(level.entry)}</td>
            <td className="mono">{level.flags}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
