// The history: earlier drafts and opened handlers, to open, save and delete.

import { useEffect, useState } from "react";

import type { HistoryEntry, HistoryLists } from "../../../store/keep/history.ts";
import type { Page } from "../../../store/page.ts";
import { usePage } from "../../page-context.tsx";
import { HISTORY_TEXTS as TEXTS } from "../../texts/keep.ts";
import { Dialog } from "../../widgets/dialog.tsx";
import { EntryList } from "./entry-list.tsx";
import "./history.css";

type Shown = HistoryLists | "loading" | "off";

export default function HistoryDialog() {
  const page = usePage();
  const [shown, setShown] = useState<Shown>("loading");
  const [removed, setRemoved] = useState<{ readonly words: string; putBack?: () => Promise<void> }>();
  useEffect(() => void listsOf(page).then(setShown), [page]);

  async function open(entry: HistoryEntry): Promise<void> {
    const keeper = await page.keep.keeper();
    if ((await keeper?.history().open(entry)) === true) page.view.closeDialog();
    else setRemoved({ words: TEXTS.notOpened });
  }

  async function remove(entry: HistoryEntry): Promise<void> {
    const keeper = await page.keep.keeper();
    const putBack = await keeper?.history().remove(entry);
    setRemoved(
      putBack === undefined ? { words: TEXTS.notRemoved } : { words: TEXTS.removed(entry.record.title), putBack },
    );
    setShown(await listsOf(page));
  }

  async function putBack(): Promise<void> {
    await removed?.putBack?.();
    setRemoved(undefined);
    setShown(await listsOf(page));
  }

  async function save(entry: HistoryEntry): Promise<void> {
    const keeper = await page.keep.keeper();
    const file = await keeper?.history().fileOf(entry);
    if (file === undefined) setRemoved({ words: TEXTS.notOpened });
    else page.machine.saveFile(file.name, file.bytes);
  }

  return (
    <Dialog title={TEXTS.title} onClose={page.view.closeDialog}>
      <div className="history">
        <p className="dim">{TEXTS.told}</p>
        <div role="status">
          {removed === undefined ? null : (
            <p className="history-removed">
              {removed.words}{" "}
              {removed.putBack === undefined ? null : (
                <button type="button" className="small-button" onClick={() => void putBack()}>
                  {TEXTS.putBack}
                </button>
              )}
            </p>
          )}
          {shown === "loading" ? <p className="dim">{TEXTS.loading}</p> : null}
          {shown === "off" ? <p>{TEXTS.off}</p> : null}
        </div>
        {typeof shown === "string" ? null : (
          <>
            <h3>{TEXTS.drafts}</h3>
            <EntryList now={shown.now} entries={shown.drafts} none={TEXTS.noDrafts} does={{ open, save, remove }} />
            <h3>{TEXTS.opened}</h3>
            <EntryList now={shown.now} entries={shown.opened} none={TEXTS.noOpened} does={{ open, save, remove }} />
            <p className="dim">{TEXTS.limits}</p>
          </>
        )}
      </div>
    </Dialog>
  );
}

async function listsOf(page: Page): Promise<Shown> {
  return (await (await page.keep.keeper())?.history().lists()) ?? "off";
}
