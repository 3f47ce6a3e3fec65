// How the page is built and how tests are run.
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

import { sitePages } from "./scripts/lib/site-plugin.mjs";

/** The development server injects inline scripts, which the page's policy forbids. */
const policyInBuildsOnly: Plugin = {
  name: "policy-in-builds-only",
  apply: "serve",
  transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
};

/** Two cores are common where this runs, and a browser wants one of them. */
const WORKERS = 2;

/** Modules below `src/`, without their ending; `{one,other}` stands for each of them. */
function modules(...paths: readonly string[]): RegExp {
  const choices = paths.map((path) => path.replaceAll("{", "(?:").replaceAll("}", ")").replaceAll(",", "|"));
  return new RegExp(`/src/(?:${choices.join("|")})\\.tsx?$`);
}

/** Small parts of every first view, shared with what comes later: one file of them compresses better than twenty. */
const COMMON = modules(
  "store/{views,state,selectors}",
  "store/explorer/{state,selectors}",
  "store/texts/{explorer,saved}",
  "ui/{page-context,format,texts}",
  "ui/widgets/{tag,roving,scroll,strip}",
  "scenario/{bodies,scenario,schedule,schedule-words}",
  "scenario/texts/schedule",
);

/** What figures of articles show too, and what they and every first view need of the store. */
const FIGURES = modules(
  "ui/panels/nmi/nmi-state",
  "ui/panels/registers/{registers,flag-row}",
  "ui/panels/stack/{stack-drawing,word,stack-rows,ledger,more-stacks,no-copy,rsp-tag}",
  "ui/panels/lanes/{lane-marks,lanes,lane-layout,lane-lines,lane-cells,nmi-track,patterns,lane-window}",
  "ui/panels/lanes/{lane-gestures,zoom-buttons,lane-labels,use-width,scrubber,label-side}",
  "ui/panels/code/{listing,diagnostic-box,code-rows,highlight,apply-fix}",
  "ui/{commands,keep-commands,look-commands,note-commands,play-commands,explore-commands,file-commands}",
  "ui/texts/commands",
  "ui/shell/{keymap,keys}",
  "ui/widgets/{sentence-text,use-media}",
  "store/{machine-actions,page,opening,desk,preferences,page-actions,source-actions,schedule-actions}",
  "store/{scenario-link,surroundings}",
  "store/explorer/{actions,answer,explorer}",
  "store/keep/keep",
  "store/texts/notices",
  "protocol/{client,connect,texts}",
  "scenario/level/{deleted,locked}",
);

export default defineConfig({
  base: "./",
  plugins: [react(), policyInBuildsOnly, sitePages],
  worker: { format: "es" },
  build: {
    target: "es2023",
    // No data: URL for core.wasm: the page's policy lets it fetch from its own origin only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 5000,
    // The prerendered pages read from it which files they need.
    manifest: true,
    rolldownOptions: {
      input: { page: "index.html", site: "src/site/client.tsx" },
      output: {
        codeSplitting: {
          groups: [
            { name: "common", test: COMMON },
            { name: "figures", test: FIGURES },
          ],
        },
      },
    },
  },
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1" },
  test: {
    maxWorkers: WORKERS,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: ["tests/oracle/**", "tests/e2e/**"],
          globalSetup: ["tests/support/built-core.ts"],
          // A busy machine is no failure: some searches take seconds on a quiet one.
          testTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: "oracle",
          include: ["tests/oracle/**/*.test.ts"],
          globalSetup: ["tests/support/built-core.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.spec.ts"],
          globalSetup: ["tests/support/built-page.ts"],
          fileParallelism: false,
          // A busy machine is no failure.
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 60_000,
          // A browser on a busy machine is late at times; what passes only the second time is named.
          retry: 1,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
