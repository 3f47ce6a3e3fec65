// All levels by name, with what was won: a reference, not only a ladder.

import { useEffect, useRef } from "react";

import { usePage, usePageState } from "../../page-context.tsx";
import { LEARN_TEXTS } from "../../texts/learn.ts";
import { Dialog } from "../../widgets/dialog.tsx";
import "./level-list.css";

export function LevelList() {
  const page = usePage();
  const levels = usePageState((state) => state.levels);
  const progress = usePageState((state) => state.progress);
  const present = usePageState((state) => state.level?.level.id);
  useEffect(() => void page.levels().then((levels) => levels.list()), [page]);

  return (
    <Dialog title={LEARN_TEXTS.level.listTitle} onClose={page.view.closeDialog}>
      <ol className="level-list">
        {levels.map((level, index) => {
          const won = progress[level.id];
          return (
            <li key={level.id}>
              <button
                type="button"
                aria-current={level.id === present ? "true" : undefined}
                {...(index === 0 ? { "data-first-focus": true } : {})}
                onClick={() => void page.levels().then((levels) => levels.open(level))}
              >
                <b>{index + 1}</b>
                <span>
                  {level.title}
                  <small>{level.goal}</small>
                </span>
                <em>
                  {LEARN_TEXTS.level.roles[level.role]}
                  {won === undefined ? "" : `, ${LEARN_TEXTS.level.wonWith(won, level.par)}`}
                </em>
              </button>
            </li>
          );
        })}
      </ol>
      <LevelFiles />
    </Dialog>
  );
}

function LevelFiles() {
  const page = usePage();
  const file = useRef<HTMLInputElement>(null);
  const what = useRef<"level" | "progress">("level");

  function choose(wanted: "level" | "progress"): void {
    what.current = wanted;
    file.current?.click();
  }

  async function read(chosen: File | undefined): Promise<void> {
    if (chosen === undefined) return;
    const text = await chosen.text();
    if (what.current === "level") await (await page.levels()).openFile(text);
    else (await page.levels()).loadProgress(text);
  }

  return (
    <div className="level-files">
      <button type="button" className="small-button" onClick={() => choose("level")}>
        {LEARN_TEXTS.level.openFile}
      </button>
      <button type="button" className="small-button" onClick={() => page.view.openDialog("make-level")}>
        {LEARN_TEXTS.level.make}
      </button>
      <button
        type="button"
        className="small-button"
        onClick={() => void page.levels().then((levels) => levels.saveProgress())}
      >
        {LEARN_TEXTS.level.saveProgress}
      </button>
      <button type="button" className="small-button" onClick={() => choose("progress")}>
        {LEARN_TEXTS.level.loadProgress}
      </button>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={LEARN_TEXTS.level.openFile}
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
