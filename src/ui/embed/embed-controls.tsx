// The few controls of an embedded page.

import { commandOf } from "../commands.ts";
import { InjectButton, TimeButton } from "../panels/controls/controls.tsx";
import { TEXTS } from "../texts.ts";
import { EMBED_TEXTS } from "../texts/embed.ts";
import { moveFocus } from "../widgets/roving.ts";
import type { Autoplay } from "./use-autoplay.ts";

const TIME = ["restart", "back", "step", "over", "out", "run"] as const;
const EVENTS = ["nmi", "pf", "db"] as const;

export function EmbedControls({ readOnly, autoplay }: { readOnly: boolean; autoplay: Autoplay }) {
  return (
    <div
      className="controls"
      role="toolbar"
      aria-label={TEXTS.controls.toolbar}
      onKeyDown={(event) => moveFocus(event, "button", "horizontal")}
    >
      {TIME.map((id) => (
        <TimeButton key={id} command={commandOf(id)} label={TEXTS.controls[id]} />
      ))}
      {autoplay.state === "none" ? null : (
        <button type="button" data-autoplay="" tabIndex={-1} onClick={autoplay.toggle}>
          {{ playing: EMBED_TEXTS.pause, paused: EMBED_TEXTS.play, ended: EMBED_TEXTS.again }[autoplay.state]}
        </button>
      )}
      {readOnly ? null : (
        <>
          <span className="separator" />
          {EVENTS.map((event) => (
            <InjectButton key={event} event={event} />
          ))}
        </>
      )}
    </div>
  );
}
