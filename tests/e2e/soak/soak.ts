// Random use of the page, the same for the same seed: action upon action, and after
// each that nothing failed, nothing typed is lost and the machine answers.
import { mkdir, writeFile } from "node:fs/promises";
import type { Browser } from "playwright-core";

import { Random } from "../../fuzz/random.ts";
import type { OpenPage } from "../support/browser.ts";
import { ACTIONS } from "./actions.ts";
import { ON_PURPOSE } from "./around.ts";
import { closeDialogs, type Action, type Hand } from "./hand.ts";
import { answers, lost, ready, reloaded, settled } from "./judge.ts";
import { Meter, type Sample } from "./measure.ts";
import { missedSurfaces, noteSurfaces, watchSurfaces } from "./surfaces.ts";

export interface Soak {
  readonly seed: number;
  /** Ends with whichever comes first. */
  readonly actions: number;
  readonly until?: number;
  /** Actions between two reloads of the page. */
  readonly chapter: number;
  /** Told now and then. */
  report(line: string): void;
}

export interface SoakResult {
  readonly actions: number;
  readonly failures: readonly string[];
  /** After a collection of garbage, in order; one list a chapter. */
  readonly chapters: readonly (readonly Sample[])[];
  /** What was never in sight. */
  readonly missed: readonly string[];
}

const REPORTS = "build/reports";
const MEASURE_EVERY = 30;
const TOLD_OF = 12;
/** A busy machine is no failure. */
const PATIENCE_MS = 120_000;

export async function soak(open: OpenPage, browser: Browser, url: string, wish: Soak): Promise<SoakResult> {
  const { page, context, errors } = open;
  const kept = { page, context, url, typed: [] as string[], wrong: [] as string[] };
  const failures: string[] = [];
  const chapters: Sample[][] = [[]];
  const done: string[] = [];
  const reached = new Set<string>();
  const meter = await Meter.of(page, browser);
  let actions = 0;
  context.setDefaultTimeout(PATIENCE_MS);
  await ready(page);
  await watchSurfaces(page);
  /** Whatever cannot be done is a failure too. */
  const judge = async (test: () => Promise<readonly string[]>): Promise<void> => {
    if (failures.length > 0) return;
    const failed = await test().catch((failure: unknown) => [String(failure)]);
    failures.push(...failed, ...kept.wrong, ...errors.filter((text) => !text.includes(ON_PURPOSE)));
  };
  while (actions < wish.actions && failures.length === 0 && (wish.until === undefined || Date.now() < wish.until)) {
    // Of its own for each action: how long the page took changes nothing of what comes next.
    const hand: Hand = { ...kept, random: new Random(wish.seed, actions) };
    const action = pick(hand.random);
    done.push(action.name);
    actions++;
    await judge(async () => {
      await action.run(hand);
      // Some buttons open a dialog of their own.
      await closeDialogs(page);
      await home(hand);
      await settled(page);
      await noteSurfaces(page, reached);
      return [];
    });
    if (actions % MEASURE_EVERY === 0) {
      await judge(() => answers(hand));
      await judge(() => lost(hand));
      const sample = await meter.read(actions);
      chapters.at(-1)?.push(sample);
      wish.report(told(sample));
    }
    if (actions % wish.chapter === 0) {
      await judge(() => reloaded(hand));
      chapters.push([]);
    }
  }
  const hand: Hand = { ...kept, random: new Random(wish.seed, actions) };
  await judge(() => lost(hand));
  await judge(() => reloaded(hand));
  await mkdir(REPORTS, { recursive: true });
  await writeFile(`${REPORTS}/soak.csv`, asTable(chapters.flat()));
  if (failures.length > 0) {
    failures.push(`seed ${wish.seed}, action ${actions}, after: ${done.slice(-TOLD_OF).join(", ")}`);
    await page.screenshot({ path: `${REPORTS}/soak.png` }).catch(() => {});
  } else await meter.close();
  return { actions, failures, chapters: chapters.filter((list) => list.length > 0), missed: missedSurfaces(reached) };
}

/** A command may have led away, or opened another page: back to the one that is soaked. */
async function home({ page, context, url }: Hand): Promise<void> {
  for (const other of context.pages()) if (other !== page) await other.close();
  if (new URL(page.url()).pathname === new URL(url).pathname) return;
  await page.goBack();
  await ready(page);
}

function pick(random: Random): Action {
  let at = random.below(ACTIONS.reduce((sum, { weight }) => sum + weight, 0));
  for (const action of ACTIONS) {
    at -= action.weight;
    if (at < 0) return action;
  }
  throw new Error("no action");
}

const told = ({ action, megabytes, nodes, listeners, workers, resident }: Sample): string =>
  `${action} actions: heap ${megabytes.toFixed(1)} MB, ${nodes} nodes, ${listeners} listeners, ${workers} workers, resident ${Math.round(resident)} MB`;

function asTable(samples: readonly Sample[]): string {
  const rows = samples.map(({ action, megabytes, nodes, listeners, workers, resident }) =>
    [action, megabytes.toFixed(2), nodes, listeners, workers, Math.round(resident)].join(","),
  );
  return ["action,heap MB,nodes,listeners,workers,resident MB", ...rows, ""].join("\n");
}
