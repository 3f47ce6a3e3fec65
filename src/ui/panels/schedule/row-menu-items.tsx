// The menu of a schedule row: along the run and in the list without dragging, and away with it.

import { useLayoutEffect, useRef } from "react";

import type { ScheduleRow } from "../../../session/views.ts";
import type { Page } from "../../../store/page.ts";
import { usePage } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { MOVE_TEXTS } from "../../texts/move.ts";
import { moveFocus } from "../../widgets/roving.ts";

interface Props {
  row: ScheduleRow;
  count: number;
  onClose(): void;
}

export default function RowMenuItems({ row, count, onClose }: Props) {
  const page = usePage();
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (menu.current === null) return;
    place(menu.current);
    menu.current.querySelector<HTMLElement>("[role=menuitem]:enabled")?.focus();
  }, []);
  return (
    <div
      ref={menu}
      popover="manual"
      role="menu"
      tabIndex={-1}
      aria-label={TEXTS.schedule.menu(row.text)}
      onKeyDown={(event) => {
        if (event.key === "Escape" || event.key === "Tab") {
          event.preventDefault();
          onClose();
        }
        moveFocus(event, "[role=menuitem]", "vertical");
      }}
    >
      {itemsOf(page, row, count).map(({ text, isIdle = false, run }) => (
        <button
          key={text}
          type="button"
          role="menuitem"
          disabled={isIdle}
          onClick={() => {
            onClose();
            void run();
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

/** Over everything, below its button if there is room: the list around it scrolls, and would cut it off. */
function place(menu: HTMLElement): void {
  menu.showPopover();
  const button = menu.parentElement?.getBoundingClientRect();
  if (button === undefined) return;
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(0, button.right - width)}px`;
  menu.style.top = `${Math.max(0, Math.min(button.bottom, innerHeight - height))}px`;
}

interface Item {
  readonly text: string;
  readonly isIdle?: boolean;
  run(): Promise<unknown>;
}

function itemsOf(page: Page, { index, at, off }: ScheduleRow, count: number): readonly Item[] {
  const isNowhere = at === undefined || off;
  return [
    { text: MOVE_TEXTS.earlier, isIdle: isNowhere || at === 0, run: () => moveAlong(page, index, -1) },
    { text: MOVE_TEXTS.later, isIdle: isNowhere, run: () => moveAlong(page, index, 1) },
    { text: TEXTS.schedule.up, isIdle: index === 0, run: () => page.schedule.move(index, -1) },
    { text: TEXTS.schedule.down, isIdle: index === count - 1, run: () => page.schedule.move(index, 1) },
    { text: TEXTS.schedule.remove, run: () => page.schedule.remove(index) },
  ];
}

async function moveAlong(page: Page, index: number, by: number): Promise<void> {
  const mover = await page.mover();
  if (!mover.take(index)) return;
  mover.by(by);
  await mover.drop();
}
