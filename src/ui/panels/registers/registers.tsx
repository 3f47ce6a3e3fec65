// Registers: the changed ones on top with old and new, the flags decoded, then
// the fixed grid in which nothing ever moves.

import { memo } from "react";

import type { RegisterView } from "../../../session/views.ts";
import { hex, shortHex } from "../../format.ts";
import { useInFigure, usePage, usePageState, useRegionName } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { moveFocus } from "../../widgets/roving.ts";
import { useMedia } from "../../widgets/use-media.ts";
import { isWatched, WatchMark } from "../../widgets/watch-mark.tsx";
import { FlagRow } from "./flag-row.tsx";
import "./registers.css";

const GRID = [
  "rax",
  "rbx",
  "rcx",
  "rdx",
  "rsi",
  "rdi",
  "rbp",
  "r8",
  "r9",
  "r10",
  "r11",
  "r12",
  "r13",
  "r14",
  "r15",
] as const;
/** Shown on top if changed, beyond this many only in the grid. */
const CHANGED_ROWS = 4;
/** A low window has no room for all of them beside NMI state, flags and schedule; the other tabs want more than that. */
const LOW = "(max-height: 820px) and (min-width: 37.51em)";
const NOT_HIGH = "(max-height: 1100px) and (min-width: 37.51em)";
const NONE: readonly RegisterView[] = [];
const ALWAYS_ON_TOP = ["rip", "rsp", "rflags"] as const;

export function Registers() {
  const name = useRegionName(TEXTS.registers.region);
  const registers = usePageState((state) => state.moment?.registers);
  const changed = registers?.filter((register) => register.changed) ?? [];
  const inFigure = useInFigure();
  const hasLittle = usePageState((state) => state.sideTab === "schedule");
  const isLow = useMedia(hasLittle ? LOW : NOT_HIGH);
  const isFolded = usePageState((state) => state.registersFolded) ?? (isLow && !inFigure);
  return (
    <section
      className="pane registers"
      aria-label={name}
      onKeyDown={(event) => moveFocus(event, "button.register-link", "vertical")}
    >
      <header>
        <h2>
          {TEXTS.registers.title}{" "}
          <span>{changed.length === 0 ? TEXTS.registers.none : TEXTS.registers.changed(changed.length)}</span>
        </h2>
        {inFigure ? null : <Fold isFolded={isFolded} />}
        <span className="dim">{TEXTS.registers.columns}</span>
      </header>
      {registers === undefined ? null : (
        <>
          <Changed registers={registers} />
          <FlagRow flags={registers.find((register) => register.name === "rflags")} />
          {isFolded ? null : <Grid registers={registers} />}
        </>
      )}
    </section>
  );
}

function Fold({ isFolded }: { isFolded: boolean }) {
  const page = usePage();
  return (
    <button
      type="button"
      className="link-button"
      aria-pressed={!isFolded}
      onClick={() => page.view.foldRegisters(!isFolded)}
    >
      {TEXTS.registers.all}
    </button>
  );
}

/** rip, rsp and rflags keep their rows; one more row is kept for another change. */
function Changed({ registers }: { registers: readonly RegisterView[] }) {
  const top = ALWAYS_ON_TOP.flatMap((name) => registers.find((register) => register.name === name) ?? []);
  const others = registers.filter(
    (register) => register.changed && !ALWAYS_ON_TOP.some((name) => name === register.name),
  );
  const rows: (RegisterView | undefined)[] = [...top.slice(0, 2), others[0], ...top.slice(2)];
  return (
    <div className="changed">
      {rows.slice(0, CHANGED_ROWS).map((register, index) => (
        <ChangedRow
          key={register?.name ?? index}
          register={register}
          more={index === 2 && others.length > 1 ? others.slice(1) : NONE}
        />
      ))}
    </div>
  );
}

interface ChangedProps {
  register: RegisterView | undefined;
  more: readonly RegisterView[];
}

const ChangedRow = memo(function ChangedRow({ register, more }: ChangedProps) {
  if (register === undefined) return <div className="changed-row one-line" aria-hidden="true" />;
  const hasMeaning = register.name === "rip" || register.name === "rsp";
  const digits = register.name === "rflags" ? 8 : 16;
  return (
    <div
      data-register={register.name}
      className={`changed-row ${register.changed ? "is-changed" : ""} ${hasMeaning ? "" : "one-line"}`}
    >
      <span className="register-name">
        <i aria-hidden="true">{register.changed ? "◆" : ""}</i>
        <Name name={register.name} />
        {more.length === 0 ? null : <small title={more.map((other) => other.name).join(", ")}> +{more.length}</small>}
      </span>
      <span className="register-old">{register.changed ? hex(register.old, digits) : ""}</span>
      <span className="register-arrow">{register.changed ? "→" : ""}</span>
      <span className="register-new">{hex(register.value, digits)}</span>
      {hasMeaning ? (
        <>
          <span className="register-meaning register-meaning-old">{register.changed ? register.oldMeaning : ""}</span>
          <span className="register-meaning">{register.meaning}</span>
        </>
      ) : null}
    </div>
  );
});

function Grid({ registers }: { registers: readonly RegisterView[] }) {
  const find = (name: string): RegisterView | undefined => registers.find((register) => register.name === name);
  const value = (name: string): string => {
    const register = find(name);
    return register === undefined ? "" : shortHex(register.value);
  };
  return (
    <dl className="register-grid">
      {GRID.map((name) => (
        <Cell key={name} name={name} register={find(name)} />
      ))}
      <Cell name="cr2" register={find("cr2")} />
      <div>
        <dt>cs ss</dt>
        <dd>{`${value("cs")} ${value("ss")}`}</dd>
      </div>
      <div title={TEXTS.registers.gsBases(value("gsBase"), value("kernelGsBase"))}>
        <dt>gs</dt>
        <dd>{value("gsBase")}</dd>
      </div>
    </dl>
  );
}

const Cell = memo(function Cell({ name, register }: { name: string; register: RegisterView | undefined }) {
  if (register === undefined) return <div />;
  const title = register.meaning === "" ? hex(register.value) : `${hex(register.value)}, ${register.meaning}`;
  return (
    <div className={register.changed ? "is-changed" : undefined} title={title} data-register={name}>
      <dt>
        <Name name={name} />
      </dt>
      <dd>{shortHex(register.value)}</dd>
    </div>
  );
});

/** Leads to who set it; one stop of the Tab key for all of them, arrows inside. */
function Name({ name }: { name: string }) {
  const page = usePage();
  const found = usePageState((state) => state.moment?.registers.find((register) => register.name === name)?.name);
  const watched = usePageState((state) => isWatched(state.breakpoints, `$${name}`));
  if (useInFigure() || found === undefined) return name;
  return (
    <button
      type="button"
      className="register-link"
      data-register={found}
      tabIndex={name === "rip" ? 0 : -1}
      title={TEXTS.registers.origins(name)}
      onClick={() => page.view.look({ kind: "history", of: { kind: "register", name: found } })}
    >
      {watched ? <WatchMark /> : null}
      {name}
    </button>
  );
}
