// The share dialog: the link with its title and note, its length and QR code; what
// else can be made of this run: files, a picture, a frame for another page.

import { useEffect, useId, useRef, useState } from "react";

import type { Shared } from "../../../scenario/link/link.ts";
import { viewOf } from "../../../store/view-for-link.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { SHARE_TEXTS as TEXTS } from "../../texts/share.ts";
import { Dialog } from "../../widgets/dialog.tsx";
import { CopyButton } from "./copy-button.tsx";
import { EmbedPart } from "./embed-part.tsx";
import { ExportPart, ImagePart } from "./export-part.tsx";
import { QrCode } from "./qr-code.tsx";
import "./share.css";

/** What chat programs take without cutting, and what mail programs do. */
const CHAT_CHARACTERS = 2000;
const MAIL_CHARACTERS = 8000;
const LONGEST_TITLE = 200;
const LONGEST_NOTE = 4000;

export default function ShareDialog() {
  const page = usePage();
  const scenario = usePageState((state) => state.scenario);
  const position = usePageState((state) => state.moment?.position ?? 0);
  const [title, setTitle] = useState(scenario?.title ?? "");
  const [note, setNote] = useState(scenario?.note ?? "");
  const [atMoment, setAtMoment] = useState(true);
  const [withView, setWithView] = useState(false);
  const made = useFragment({ title: title.trim(), note: note.trim(), atMoment, withView });
  const address = location.origin + location.pathname;

  return (
    <Dialog title={TEXTS.title} onClose={page.view.closeDialog}>
      <div className="share-body">
        {made.shared === undefined ? null : <p className="share-holds">{TEXTS.holds(partsOf(made.shared))}</p>}
        <div className="share-fields">
          <Field label={TEXTS.name} value={title} onChange={setTitle} most={LONGEST_TITLE} />
          <Field label={TEXTS.note} value={note} onChange={setNote} most={LONGEST_NOTE} />
        </div>
        <div className="share-choices">
          <Choice label={TEXTS.atMoment(position)} value={atMoment} onChange={setAtMoment} />
          <Choice label={TEXTS.withView} value={withView} onChange={setWithView} />
        </div>
        {made.problem === undefined ? null : <p role="alert">{made.problem}</p>}
        {made.fragment === undefined ? (
          <p className="dim">{made.problem === undefined ? TEXTS.making : ""}</p>
        ) : (
          <>
            <LinkPart link={address + made.fragment} />
            <EmbedPart address={address} fragment={made.fragment} title={title.trim()} />
          </>
        )}
        <ExportPart />
        <ImagePart />
      </div>
    </Dialog>
  );
}

function LinkPart({ link }: { link: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <section aria-label={TEXTS.label} className="share-link">
      <div>
        <textarea ref={field} readOnly aria-label={TEXTS.label} value={link} onFocus={() => field.current?.select()} />
        <p className="dim">
          {TEXTS.length(link.length.toLocaleString("en-GB"))}: {meter(link.length)}
        </p>
        <CopyButton text={link} label={TEXTS.copy} primary />
      </div>
      <QrCode link={link} />
    </section>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly most: number;
  onChange(value: string): void;
}

function Field({ label, value, most, onChange }: FieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <input id={id} value={value} maxLength={most} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}

function Choice({ label, value, onChange }: { label: string; value: boolean; onChange(value: boolean): void }) {
  return (
    <label className="share-choice">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

interface Wanted {
  readonly title: string;
  readonly note: string;
  readonly atMoment: boolean;
  readonly withView: boolean;
}

interface Made {
  readonly fragment?: string;
  readonly shared?: Shared;
  readonly problem?: string;
}

function useFragment({ title, note, atMoment, withView }: Wanted): Made {
  const page = usePage();
  const [made, setMade] = useState<Made>({});
  useEffect(() => {
    const shared = page.opening.shared();
    if (shared === undefined) return;
    let isCurrent = true;
    const { title: _title, note: _note, ...rest } = shared.scenario;
    const scenario = { ...rest, ...(title === "" ? {} : { title }), ...(note === "" ? {} : { note }) };
    const view = withView ? { view: viewOf(page.store.getState()) } : {};
    const content: Shared = { ...shared, scenario, position: atMoment ? shared.position : 0, ...view };
    page.codec.encode(content).then(
      (fragment) => isCurrent && setMade({ fragment, shared: content }),
      (failure: unknown) =>
        isCurrent && setMade({ problem: failure instanceof Error ? failure.message : String(failure) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [page, title, note, atMoment, withView]);
  return made;
}

/** What is in it, in the reader's words. */
function partsOf({ scenario, position, view, digest }: Shared): readonly string[] {
  const { handler, workload, body, options, schedule, title, note, notes = [] } = scenario;
  const { parts } = TEXTS;
  const changed = Object.keys(options);
  return [
    handler.kind === "catalogue" ? parts.builtIn(handler.name) : parts.own(handler.text.length.toLocaleString("en-GB")),
    parts.workload(workload),
    ...(body === "" ? [] : [parts.body(body)]),
    ...(changed.length === 0 ? [] : [parts.options(changed.join(" "))]),
    parts.events(schedule.length),
    parts.step(position),
    ...(title === undefined ? [] : [parts.title]),
    ...(note === undefined ? [] : [parts.note]),
    ...(notes.length === 0 ? [] : [parts.notes(notes.length)]),
    ...(view === undefined ? [] : [parts.view]),
    ...(digest === undefined ? [] : [parts.digest]),
  ];
}

function meter(length: number): string {
  if (length <= CHAT_CHARACTERS) return TEXTS.fits;
  return length <= MAIL_CHARACTERS ? TEXTS.mayBeCut : TEXTS.long;
}
