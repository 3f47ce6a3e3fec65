// What the user does to the page alone: tabs, theme, dialogs, selection.

import type { StoreApi } from "zustand/vanilla";

import { codeTabOf } from "./selectors.ts";

import type {
  CodeTab,
  Dialog,
  LaneWindow,
  Look,
  OwnKeys,
  PageState,
  PhaseDrawing,
  PhoneTab,
  SideTab,
  Theme,
  WatchMenu,
} from "./state.ts";

export type PageActions = ReturnType<typeof createPageActions>;

export function createPageActions(store: StoreApi<PageState>) {
  const set = store.setState;
  return {
    setTheme: (theme: Theme | undefined): void => set({ theme }),
    togglePresenting: (): void => set((state) => ({ presenting: !state.presenting })),
    setSingleKeys: (singleKeys: boolean): void => set({ singleKeys }),
    dismissWelcome: (): void => set({ isWelcome: false }),
    foldRegisters: (registersFolded: boolean): void => set({ registersFolded }),
    setKeys: (ownKeys: OwnKeys): void => set({ ownKeys }),
    setColumns: (columns: Readonly<Record<string, number>>): void => set({ columns }),
    play: (playing: boolean): void => set({ playing }),
    setPlaySpeed: (playSpeed: number): void => set({ playSpeed }),
    showCode: (codeTab: CodeTab): void => set({ codeTab }),
    showCodeAt: (address: bigint): void =>
      set(({ program, codeTab }) => ({
        codeTab: codeTabOf(program, address) ?? codeTab,
        phoneTab: "code",
        shownCode: address,
      })),
    showSide: (sideTab: SideTab): void => set({ sideTab }),
    showPhone: (phoneTab: PhoneTab): void => set({ phoneTab }),
    toggleConsole: (): void => set((state) => ({ consoleOpen: !state.consoleOpen })),
    openDialog: (dialog: Dialog): void => set({ dialog }),
    closeDialog: (): void => set({ dialog: undefined }),
    selectWord: (selectedWord: bigint | undefined): void => set({ selectedWord }),
    toggleStackTable: (): void => set((state) => ({ stackAsTable: !state.stackAsTable })),
    setLaneWindow: (laneWindow: LaneWindow | undefined): void => set({ laneWindow }),
    foldLanes: (lanesFolded: boolean): void => set({ lanesFolded, laneWindow: undefined }),
    setCursorLine: (cursorLine: number | undefined): void => set({ cursorLine }),
    look: (look: Look | undefined): void => set({ look, phoneTab: "stack", notice: undefined }),
    showPhase: (phase: PhaseDrawing | undefined): void => set({ phase }),
    editNote: (noteAt: number | undefined): void => set({ noteAt }),
    openWatchMenu: (watchMenu: WatchMenu | undefined): void => set({ watchMenu }),
    dismissNotice: (): void => set({ notice: undefined }),
    dismissLink: (): void => set({ link: undefined }),
    say: (notice: string): void => set({ notice }),
  };
}
