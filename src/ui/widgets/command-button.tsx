// A command as a small button: its words, its key, and why it cannot be done now.

import { commandOf, runCommand } from "../commands.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { useFirstKey } from "../shell/keymap.ts";
import { keyLabel } from "../shell/keys.ts";

interface Props {
  readonly id: string;
  readonly label: string;
  /** For who cannot see what is beside it. */
  readonly more?: string;
  /** Nothing would come of it, which only the caller knows. */
  readonly isOff?: boolean;
}

export function CommandButton({ id, label, more, isOff }: Props) {
  const page = usePage();
  const command = commandOf(id);
  const key = useFirstKey(command);
  const why = usePageState((state) => command.blocked?.(state));
  return (
    <button
      type="button"
      className="small-button"
      title={why ?? command.title}
      aria-disabled={isOff ?? why !== undefined}
      aria-keyshortcuts={key?.replace("Ctrl", "Control")}
      onClick={() => runCommand(page, command)}
    >
      {label} {more === undefined ? null : <span className="hidden-text">{more}</span>}
      {key === undefined ? null : <kbd aria-hidden="true">{keyLabel(key)}</kbd>}
    </button>
  );
}
