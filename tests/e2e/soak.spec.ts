// Random use of the whole page: a short one in every run of the tests, a long one by
// `npm run soak`. Seeded, so that what fails can be made to fail again.
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { growths } from "./soak/measure.ts";
import { soak } from "./soak/soak.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const MINUTES = Number(process.env["SOAK_MINUTES"] ?? "0");
const SEED = Number(process.env["SOAK_SEED"] ?? "20100716");
const SHORT = { actions: 60, chapter: 30 };
const LONG = { actions: 1_000_000, chapter: 2000 };
const ROOM_MS = 600_000;

describe.skipIf(browserPath === undefined)("random use", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it(
    "fails nowhere, loses nothing, and does not fill the memory",
    // A long one is not begun anew because it found something.
    { timeout: ROOM_MS + MINUTES * 60_000, retry: MINUTES > 0 ? 0 : 1 },
    async () => {
      const open = await site.open();
      const { actions, failures, chapters, missed } = await soak(open, site.browser, site.url, {
        seed: SEED,
        ...(MINUTES > 0 ? { ...LONG, until: Date.now() + MINUTES * 60_000 } : SHORT),
        report: (line) => {
          if (MINUTES > 0) console.log(line);
        },
      });
      expect(failures).toEqual([]);
      expect(actions).toBeGreaterThanOrEqual(MINUTES > 0 ? 1 : SHORT.actions);
      expect(chapters.flatMap(growths)).toEqual([]);
      if (MINUTES > 0) console.log(`${actions} actions; never in sight: ${missed.join(", ") || "nothing"}`);
      await open.context.close();
    },
  );
});
