// This run as a file or a picture, and the scenario for another emulator.

import { useId, useState } from "react";

import type { ExportFormat } from "../../../session/views.ts";
import { usePage } from "../../page-context.tsx";
import { SHARE_TEXTS as TEXTS } from "../../texts/share.ts";
import { CopyButton } from "./copy-button.tsx";
import { pngOf } from "./picture.ts";

type Chosen = Exclude<ExportFormat, "image"> | "png" | "scenario" | "source";
const FORMATS: readonly Chosen[] = [
  "text",
  "run",
  "markdown",
  "svg",
  "png",
  "json",
  "chrome",
  "gdb",
  "test",
  "scenario",
  "source",
];

export function ExportPart() {
  const page = usePage();
  const id = useId();
  const [format, setFormat] = useState<Chosen>("text");
  const [said, setSaid] = useState("");

  /** The file of what is chosen, or undefined with the reason said. */
  async function make(): Promise<{ readonly name: string; readonly bytes: Uint8Array } | undefined> {
    setSaid("");
    if (format === "scenario" || format === "source") {
      const { fileOf } = await import("../../../store/files.ts");
      return fileOf(page, format);
    }
    const file = await page.machine.exportAs(format === "png" ? "svg" : format, "show");
    if (file === undefined) setSaid(page.store.getState().notice ?? TEXTS.noFile);
    if (file === undefined || format !== "png") return file;
    return { name: file.name.replace(/svg$/, "png"), bytes: await pngOf(file.bytes) };
  }

  async function save(): Promise<void> {
    const file = await make();
    if (file === undefined) return;
    page.machine.saveFile(file.name, file.bytes);
    setSaid(TEXTS.saved(file.name));
  }

  return (
    <section className="share-part share-export" aria-label={TEXTS.exportTitle}>
      <label htmlFor={id}>{TEXTS.exportTitle}</label>
      <select
        id={id}
        value={format}
        onChange={(event) => setFormat(FORMATS.find((one) => one === event.target.value) ?? "text")}
      >
        {FORMATS.map((one) => (
          <option key={one} value={one}>
            {TEXTS.formats[one]}
          </option>
        ))}
      </select>
      <button type="button" className="small-button" onClick={() => void save()}>
        {TEXTS.save}
      </button>
      {format === "png" ? null : (
        <CopyButton
          label={TEXTS.copyText}
          text={async () => {
            const file = await make();
            return file === undefined ? undefined : new TextDecoder().decode(file.bytes);
          }}
        />
      )}
      <span role="status">{said}</span>
    </section>
  );
}

/** The scenario for another emulator: saved as a file, with the lines to type. */
export function ImagePart() {
  const page = usePage();
  const [how, setHow] = useState<readonly string[]>();
  const [refusal, setRefusal] = useState<string>();

  async function save(): Promise<void> {
    const file = await page.machine.exportImage();
    setHow(file?.how);
    setRefusal(file === undefined ? (page.store.getState().notice ?? TEXTS.noImage) : undefined);
  }

  return (
    <section className="share-image" aria-label={TEXTS.image}>
      <button type="button" className="small-button" onClick={() => void save()}>
        {TEXTS.image}
      </button>
      <p className="dim">{TEXTS.imageHolds}</p>
      <div role="status">
        {refusal}
        {how === undefined ? null : (
          <>
            {TEXTS.imageHow}
            {how.map((line) => (
              <code key={line}>{line}</code>
            ))}
          </>
        )}
      </div>
    </section>
  );
}
