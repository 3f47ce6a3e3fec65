// What a page holds once its garbage is collected, and whether that grows.
import { readFile } from "node:fs/promises";
import type { Browser, CDPSession, Page } from "playwright-core";

export interface Sample {
  readonly action: number;
  readonly megabytes: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly workers: number;
  /** Of all the browser's renderers, the machine's memory in them included; 0 where it cannot be read. */
  readonly resident: number;
}

export type Figure = Exclude<keyof Sample, "action">;

/** One after the other for one page; `close` at its end. */
export class Meter {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
    private readonly browser: CDPSession,
  ) {}

  static async of(page: Page, browser: Browser): Promise<Meter> {
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.enable");
    return new Meter(page, session, await browser.newBrowserCDPSession());
  }

  async read(action: number): Promise<Sample> {
    // What a first collection lets go may hold more.
    for (let n = 0; n < 2; n++) await this.session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.session.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await this.session.send("Memory.getDOMCounters");
    return {
      action,
      megabytes: usedSize / 1e6,
      nodes,
      listeners: jsEventListeners,
      workers: this.page.workers().length,
      resident: await this.resident(),
    };
  }

  async close(): Promise<void> {
    await this.session.detach();
    await this.browser.detach();
  }

  private async resident(): Promise<number> {
    const { processInfo } = await this.browser.send("SystemInfo.getProcessInfo");
    const sizes = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => residentOf(id));
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1000;
}

/** What may come to stay, from one quarter to the next: more than the page keeps on purpose (texts, what-ifs, answers). */
const MOST: Readonly<Record<Figure, number>> = {
  megabytes: 4,
  nodes: 2000,
  listeners: 800,
  workers: 1,
  resident: 120,
};
const QUARTERS = 4;
const FEWEST = 5 * QUARTERS;

/** The least of each quarter: what is there whatever is shown. */
export function floors(samples: readonly Sample[], figure: Figure): readonly number[] {
  const each = Math.floor(samples.length / QUARTERS);
  return Array.from({ length: QUARTERS }, (_, at) =>
    Math.min(...samples.slice(at * each, (at + 1) * each).map((sample) => sample[figure])),
  );
}

/** A figure leaks if its floor rises twice in the second half, each time by more than may come to stay. */
export function growths(samples: readonly Sample[]): readonly string[] {
  if (samples.length < FEWEST) return [];
  return (Object.keys(MOST) as Figure[]).flatMap((figure) => {
    const [, second = 0, third = 0, last = 0] = floors(samples, figure);
    const isGrowing = third - second > MOST[figure] && last - third > MOST[figure];
    return isGrowing
      ? `${figure} grow: ${floors(samples, figure).map(Math.round).join(", ")} (least of each quarter)`
      : [];
  });
}
