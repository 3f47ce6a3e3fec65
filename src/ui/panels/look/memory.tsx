// Memory from any address on: each word with its role, writer, age, what it means,
// and what the step just done replaced. The stacks are one click away.

import { useState, type FormEvent } from "react";

import type { LookAnswer, MemoryWord } from "../../../session/views/look.ts";
import { hex, tailHex } from "../../format.ts";
import { usePage } from "../../page-context.tsx";
import { LOOK_TEXTS } from "../../texts/look.ts";
import { Tag } from "../../widgets/tag.tsx";
import { TableHead } from "../../widgets/table-head.tsx";
import { useAnswer } from "./use-answer.ts";

const TEXTS = LOOK_TEXTS.memory;
const WORDS = 64;
const STACK_WORDS = 512;
type Radix = keyof typeof TEXTS.radices;
const RADICES: readonly Radix[] = ["hex", "dec", "symbol"];

export function MemoryPanel({ at }: { at: string }) {
  const [asked, setAsked] = useState({ at, words: WORDS });
  const [text, setText] = useState(at);
  const [radix, setRadix] = useState<Radix>("hex");
  const [isDown, setDown] = useState(false);
  const [isBefore, setBefore] = useState(false);
  const answer = useAnswer({ kind: "memory", ...asked });
  function show(place: string, words = WORDS): void {
    setText(place);
    setAsked({ at: place, words });
  }
  return (
    <>
      <PlaceBar text={text} answer={answer} onType={setText} onShow={show} onStack={() => setDown(true)} />
      <div className="look-bar">
        <label>
          {TEXTS.radix}{" "}
          <select
            value={radix}
            onChange={(event) => setRadix(RADICES.find((one) => one === event.target.value) ?? "hex")}
          >
            {RADICES.map((name) => (
              <option key={name} value={name}>
                {TEXTS.radices[name]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="look-choice" aria-pressed={isDown} onClick={() => setDown(!isDown)}>
          {isDown ? TEXTS.down : TEXTS.up}
        </button>
        <button type="button" className="look-choice" aria-pressed={isBefore} onClick={() => setBefore(!isBefore)}>
          {TEXTS.before}
        </button>
      </div>
      {answer === undefined ? <p className="dim look-note">{LOOK_TEXTS.asking}</p> : null}
      {answer?.kind === "refused" ? (
        <p role="alert" className="look-note">
          {answer.why}
        </p>
      ) : null}
      {answer?.kind === "memory" ? <Words answer={answer} radix={radix} isDown={isDown} isBefore={isBefore} /> : null}
    </>
  );
}

interface PlaceProps {
  text: string;
  answer: LookAnswer | undefined;
  onType(text: string): void;
  onShow(place: string, words?: number): void;
  onStack(): void;
}

function PlaceBar({ text, answer, onType, onShow, onStack }: PlaceProps) {
  function submit(event: FormEvent): void {
    event.preventDefault();
    onShow(text);
  }
  return (
    <form className="look-bar" onSubmit={submit}>
      <input aria-label={TEXTS.at} value={text} spellCheck={false} onChange={(event) => onType(event.target.value)} />
      <button type="submit" className="small-button">
        {TEXTS.show}
      </button>
      {answer?.kind === "memory"
        ? answer.stacks.map(({ name, top, current }) => (
            <button
              key={name}
              type="button"
              className="look-choice"
              title={current ? TEXTS.rspHere : undefined}
              onClick={() => {
                onStack();
                onShow(`0x${(top - BigInt(STACK_WORDS * 8)).toString(16)}`, STACK_WORDS);
              }}
            >
              {name}
              {current ? " ◂" : ""}
            </button>
          ))
        : null}
    </form>
  );
}

interface WordsProps {
  answer: Extract<LookAnswer, { kind: "memory" }>;
  radix: Radix;
  isDown: boolean;
  isBefore: boolean;
}

function Words({ answer, radix, isDown, isBefore }: WordsProps) {
  const ordered = isDown ? answer.words.toReversed() : answer.words;
  // A stack has hundreds of words that nobody wrote; they stand as one row.
  const rows = ordered.length > WORDS ? ordered.filter(isTelling) : ordered;
  return (
    <div className="look-scroll" tabIndex={0} role="group" aria-label={LOOK_TEXTS.tabs.memory}>
      <table className="look-table memory">
        <TableHead titles={TEXTS.head} />
        <tbody>
          {rows.map((word, index) => (
            <Row
              key={hex(word.address)}
              word={word}
              radix={radix}
              isBefore={isBefore}
              opens={word.region !== rows[index - 1]?.region ? word.region : undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function isTelling(word: MemoryWord): boolean {
  return word.writer !== undefined || word.pointed.length > 0 || (word.value !== undefined && word.value !== 0n);
}

function Row({
  word,
  radix,
  isBefore,
  opens,
}: {
  word: MemoryWord;
  radix: Radix;
  isBefore: boolean;
  opens: string | undefined;
}) {
  const page = usePage();
  const value = isBefore && word.old !== undefined ? word.old : word.value;
  const classes = [`memory-${word.state}`, word.region === undefined ? "" : "memory-region"];
  return (
    <>
      {opens === undefined ? null : (
        <tr className="memory-band">
          <th colSpan={TEXTS.head.length} scope="rowgroup">
            {opens}
          </th>
        </tr>
      )}
      <tr className={classes.join(" ")}>
        <td className="mono" title={hex(word.address)}>
          {tailHex(word.address)}
        </td>
        <td className="mono">
          <button
            type="button"
            className="link-button"
            aria-label={TEXTS.origins(word.place)}
            data-address={hex(word.address)}
            onClick={() => page.view.look({ kind: "history", of: { kind: "word", address: word.address } })}
          >
            {word.place}
          </button>
          {word.pointed.length === 0 ? null : <b className="memory-pointed"> ◂ {word.pointed.join(" ")}</b>}
        </td>
        <td>{word.label}</td>
        <td className="mono">
          {value === undefined ? TEXTS.unmapped : shown(value, radix, word)}
          {!isBefore && word.old !== undefined && word.old !== word.value ? (
            <s className="dim" title={hex(word.old)}>
              {" "}
              {shown(word.old, radix === "symbol" ? "hex" : radix, word)}
            </s>
          ) : null}
        </td>
        <td className="dim">{radix === "symbol" ? "" : word.meaning}</td>
        <td className="mono dim">{word.characters}</td>
        <td>{word.writer === undefined ? <span className="dim">{TEXTS.never}</span> : <Tag {...word.writer} />}</td>
        <td className="dim">{word.age === undefined ? "" : word.age === 0 ? TEXTS.now : TEXTS.age(word.age)}</td>
      </tr>
    </>
  );
}

function shown(value: bigint, radix: Radix, word: MemoryWord): string {
  if (radix === "dec") return BigInt.asIntN(64, value).toString();
  if (radix === "symbol" && word.meaning !== "" && value === word.value) return word.meaning;
  return hex(value);
}
