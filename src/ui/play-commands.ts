// Commands of playing: on and off, and how fast.

import type { Page } from "../store/page.ts";
import type { PageState } from "../store/state.ts";
import type { CommandParts } from "./commands.ts";
import { TEXTS } from "./texts.ts";

async function playOrPause(page: Page): Promise<void> {
  const { playing, moment, run } = page.store.getState();
  const isAtEnd = moment !== undefined && moment.position >= (run?.length ?? 0);
  if (!playing && isAtEnd) await page.machine.move("restart");
  page.view.play(!playing);
}

async function setSpeed(page: Page, by: 1 | -1): Promise<void> {
  const { otherSpeed } = await import("./autoplay.ts");
  const speed = otherSpeed(page.store.getState().playSpeed, by);
  page.view.setPlaySpeed(speed);
  page.view.say(TEXTS.controls.playSpeed(speed));
}

/** Moves and injections of the user's end what plays by itself. */
export function endsPlay({ id, group }: CommandParts): boolean {
  return (group === "Time" || group === "Inject") && !id.startsWith("play");
}

export function playCommands(blocked: (state: PageState) => string | undefined): readonly CommandParts[] {
  return [
    {
      id: "play",
      group: "Time",
      keys: ["P"],
      run: (page) => void playOrPause(page),
      blocked,
    },
    {
      id: "play-faster",
      group: "Time",
      keys: [">"],
      run: (page) => void setSpeed(page, 1),
    },
    {
      id: "play-slower",
      group: "Time",
      keys: ["<"],
      run: (page) => void setSpeed(page, -1),
    },
  ];
}
