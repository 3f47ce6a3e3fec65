// The dialog in which a level is made of what the page shows: fields, recording,
// and what the machine says of it. Its own chunk.

import { useEffect, useState, type ReactNode } from "react";

import { type LevelBuilder, type LevelDraft, ROLES, type Said, solutionWords } from "../../../store/level-builder.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { BUILDER_TEXTS as TEXTS } from "../../texts/builder.ts";
import { Dialog } from "../../widgets/dialog.tsx";
import { WinFields } from "./builder-win.tsx";
import "./builder.css";

export default function LevelBuilderDialog() {
  const page = usePage();
  const [builder, setBuilder] = useState<LevelBuilder>();
  const draft = usePageState((state) => state.levelDraft);
  useEffect(() => {
    void page.builder().then((made) => {
      made.open();
      setBuilder(made);
    });
  }, [page]);
  // Opened with its fields, so that the first of them has the focus.
  if (builder === undefined || draft === undefined) return null;
  return (
    <Dialog title={TEXTS.title} onClose={page.view.closeDialog}>
      <div className="builder">
        <p className="dim">{TEXTS.intro}</p>
        <Fields draft={draft} change={(change) => builder.change(change)} />
        <Actions draft={draft} builder={builder} />
      </div>
    </Dialog>
  );
}

interface FieldsProps {
  readonly draft: LevelDraft;
  change(change: Partial<LevelDraft>): void;
}

function Fields({ draft, change }: FieldsProps) {
  return (
    <>
      <Field label={TEXTS.name}>
        <input
          data-first-focus
          maxLength={200}
          value={draft.title}
          onChange={(e) => change({ title: e.target.value })}
        />
      </Field>
      <Field label={TEXTS.goal}>
        <input maxLength={400} value={draft.goal} onChange={(e) => change({ goal: e.target.value })} />
      </Field>
      <Field label={TEXTS.role}>
        <select
          value={draft.role}
          onChange={(e) => {
            const role = ROLES.find((one) => one === e.target.value);
            if (role !== undefined) change({ role, solution: undefined, par: undefined });
          }}
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {TEXTS.roles[role]}
            </option>
          ))}
        </select>
      </Field>
      <WinFields draft={draft} change={change} />
      {draft.role === "attacker" ? null : (
        <Field label={TEXTS.editable}>
          <input value={draft.editable} onChange={(e) => change({ editable: e.target.value })} />
        </Field>
      )}
      <Field label={TEXTS.introduction}>
        <textarea rows={3} value={draft.introduction} onChange={(e) => change({ introduction: e.target.value })} />
      </Field>
      {draft.hints.map((hint, index) => (
        <Field key={TEXTS.hint(index + 1)} label={TEXTS.hint(index + 1)}>
          <input
            value={hint}
            onChange={(e) => change({ hints: draft.hints.map((one, at) => (at === index ? e.target.value : one)) })}
          />
        </Field>
      ))}
      <Field label={TEXTS.explanation}>
        <textarea rows={3} value={draft.explanation} onChange={(e) => change({ explanation: e.target.value })} />
      </Field>
    </>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="builder-field">
      <span>{label}</span>
      {children}
    </label>
  );
}

function Actions({ draft, builder }: { draft: LevelDraft; builder: LevelBuilder }) {
  const [said, setSaid] = useState<Said>();
  const [link, setLink] = useState<string>();

  async function ask(work: () => Promise<Said> | Said): Promise<Said | undefined> {
    setSaid({ ok: true, text: TEXTS.working });
    try {
      const answer = await work();
      setSaid(answer);
      return answer;
    } catch (failure) {
      setSaid({ ok: false, text: TEXTS.failed(failure instanceof Error ? failure.message : String(failure)) });
      return undefined;
    }
  }

  async function copy(): Promise<void> {
    const made = await ask(() => builder.link(location.href));
    if (made?.ok !== true) return;
    setLink(made.text);
    const copied = await navigator.clipboard.writeText(made.text).then(
      () => true,
      () => false,
    );
    setSaid({ ok: copied, text: copied ? TEXTS.copied : TEXTS.notCopied });
  }

  const buttons: readonly (readonly [string, () => unknown])[] = [
    [TEXTS.record, () => ask(() => builder.record())],
    [TEXTS.check, () => ask(() => builder.check())],
    ...(draft.role === "defender" ? [] : [[TEXTS.provePar, () => ask(() => builder.provePar())] as const]),
    [TEXTS.preview, () => ask(() => builder.preview())],
    [TEXTS.copy, copy],
    [TEXTS.save, () => ask(() => builder.save())],
    [TEXTS.again, () => builder.restart()],
  ];
  return (
    <>
      <p>
        {TEXTS.solution}:{" "}
        {draft.solution === undefined ? TEXTS.noSolution : <code>{solutionWords(draft.solution)}</code>}.{" "}
        {draft.role === "defender" ? null : TEXTS.par(draft.par)}
      </p>
      <div className="builder-buttons">
        {buttons.map(([label, run]) => (
          <button key={label} type="button" className="small-button" onClick={() => void run()}>
            {label}
          </button>
        ))}
      </div>
      <p role="status" className="builder-said">
        {said === undefined ? "" : `${said.ok ? "○" : "✕"} ${said.text}`}
      </p>
      {link === undefined ? null : <textarea readOnly rows={3} aria-label={TEXTS.link} value={link} />}
    </>
  );
}
