// The columns of the main part, divided by separators that drag and obey the
// arrow keys. Their sizes are remembered on this machine.

import type { ReactNode } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";

import { usePage, usePageState } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";

export interface Column {
  readonly id: string;
  readonly content: ReactNode;
  /** Undefined: takes what the others leave. */
  readonly size?: string;
  readonly least: string;
  /** In a window of another size it keeps its share; undefined: its pixels. */
  readonly keepsShare?: boolean;
}

/** The panels inside have ids of their own. */
const panelId = (id: string): string => `column-${id}`;

export function Columns({ layout, columns }: { layout: string; columns: readonly Column[] }) {
  const page = usePage();
  const stored = usePageState((state) => state.columns);
  const kept = Object.fromEntries(
    columns.flatMap(({ id }) => {
      const size = stored?.[`${layout}:${panelId(id)}`];
      return size === undefined ? [] : [[panelId(id), size] as const];
    }),
  );
  const isWhole = Object.keys(kept).length === columns.length;
  return (
    <Group
      key={layout}
      className="columns"
      orientation="horizontal"
      {...(isWhole ? { defaultLayout: kept } : {})}
      onLayoutChanged={(sizes, meta) => {
        if (!meta.isUserInteraction) return;
        const named = Object.entries(sizes).map(([id, size]) => [`${layout}:${id}`, size]);
        page.view.setColumns({ ...page.store.getState().columns, ...Object.fromEntries(named) });
      }}
    >
      {columns.flatMap(({ id, content, size, least, keepsShare = false }, index) => [
        ...(index === 0
          ? []
          : [<Separator key={`before ${id}`} className="column-separator" aria-label={TEXTS.columns(id)} />]),
        <Panel
          key={id}
          id={panelId(id)}
          minSize={least}
          {...(size === undefined ? {} : { defaultSize: size })}
          groupResizeBehavior={size === undefined || keepsShare ? "preserve-relative-size" : "preserve-pixel-size"}
        >
          {content}
        </Panel>,
      ])}
    </Group>
  );
}
