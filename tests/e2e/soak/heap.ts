// What a page holds in memory once its garbage is collected, in bytes.
import type { Page } from "playwright-core";

export async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send("HeapProfiler.enable");
    // What a first collection lets go may hold more.
    for (let n = 0; n < 2; n++) await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return usedSize;
  } finally {
    await session.detach();
  }
}
