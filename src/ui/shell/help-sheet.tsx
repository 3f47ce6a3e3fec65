// The help sheet: all keys by group, and the switch for single letters.

import { COMMANDS } from "../commands.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { DIALOG_TEXTS } from "../texts/dialogs.ts";
import { Dialog } from "../widgets/dialog.tsx";
import { keysOf } from "./keymap.ts";
import { keyLabel } from "./keys.ts";
import "./help-sheet.css";

const GROUPS = ["Time", "Inject", "Explore", "Look", "Code", "Page"] as const;

export function HelpSheet() {
  const page = usePage();
  const singleKeys = usePageState((state) => state.singleKeys);
  const own = usePageState((state) => state.ownKeys);
  return (
    <Dialog title={DIALOG_TEXTS.help.title} onClose={page.view.closeDialog}>
      <div className="help-body" role="region" aria-label={DIALOG_TEXTS.help.title} tabIndex={0}>
        <label className="help-option">
          <input
            type="checkbox"
            checked={singleKeys}
            onChange={(event) => page.view.setSingleKeys(event.target.checked)}
          />
          {DIALOG_TEXTS.help.singleKeys}
        </label>
        <p>
          <button type="button" className="small-button" onClick={() => page.view.openDialog("keys")}>
            {DIALOG_TEXTS.help.change}
          </button>
        </p>
        <div className="help-groups">
          {GROUPS.map((group) => (
            <section key={group} aria-label={group}>
              <h3>{group}</h3>
              <dl>
                {COMMANDS.filter((command) => command.group === group && keysOf(own, command).length > 0).map(
                  (command) => (
                    <div key={command.id}>
                      <dt>{command.title}</dt>
                      <dd>
                        {keysOf(own, command).map((key) => (
                          <kbd key={key}>{keyLabel(key)}</kbd>
                        ))}
                      </dd>
                    </div>
                  ),
                )}
              </dl>
            </section>
          ))}
        </div>
        <p>{DIALOG_TEXTS.help.marks}</p>
        <p>{DIALOG_TEXTS.help.reading}</p>
        <p>{DIALOG_TEXTS.help.editor}</p>
      </div>
    </Dialog>
  );
}
