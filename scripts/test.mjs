// npm test: every check there is, or those named as arguments: types lint format
// unit oracle e2e. The last line printed is "N passed, N failed, N skipped", the
// sum over all of them. With CI=true nothing may be skipped.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installIfNeeded } from "./lib/install.mjs";
import { buildCli, buildPage } from "./lib/builds.mjs";
import { root } from "./lib/fresh.mjs";
import { runNode } from "./lib/run.mjs";
import { outsideTools } from "./lib/tools.mjs";

const total = { passed: 0, failed: 0, skipped: 0 };

const heading = (text) => console.log(`\n== ${text}`);

function count(name, passed) {
  total[passed ? "passed" : "failed"]++;
  console.log(`${passed ? "passed" : "FAILED"}: ${name}`);
}

async function types() {
  for (const project of ["engine", "worker", "app", "node"]) {
    count(
      `types of ${project}`,
      (await runNode("node_modules/typescript/bin/tsc", ["-p", `tsconfig.${project}.json`])) === 0,
    );
  }
}

async function lint() {
  count("lint", (await runNode("node_modules/oxlint/bin/oxlint", ["--type-aware", "--deny-warnings"])) === 0);
}

async function format() {
  count(
    "format",
    (await runNode("node_modules/prettier/bin/prettier.cjs", ["--check", "--log-level=warn", "."])) === 0,
  );
}

/** Adds up vitest's own report; what it could not even load counts as failed. */
function countReport(file, code) {
  if (!existsSync(file)) {
    count("the test runner wrote no report", false);
    return;
  }
  const report = JSON.parse(readFileSync(file, "utf8"));
  let failed = report.numFailedTests;
  for (const suite of report.testResults) {
    if (suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed")) failed++;
    for (const test of suite.assertionResults) {
      if (test.status !== "passed" && test.status !== "failed") console.log(`skipped: ${test.fullName}`);
      if (test.status === "passed" && test.failureMessages.length > 0) {
        console.log(
          `passed the second time only: ${test.fullName}\n  first: ${test.failureMessages[0].split("\n")[0]}`,
        );
      }
    }
  }
  total.passed += report.numPassedTests;
  total.failed += failed;
  total.skipped += report.numPendingTests + report.numTodoTests;
  if (code !== 0 && failed === 0) count("errors outside of any test", false);
}

async function vitest(project) {
  const file = join(root, "build", "reports", `${project}.json`);
  mkdirSync(join(root, "build", "reports"), { recursive: true });
  rmSync(file, { force: true });
  const args = ["run", "--project", project, "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  countReport(file, await runNode("node_modules/vitest/vitest.mjs", args));
}

const parts = {
  types: { title: "Types", run: types },
  lint: { title: "Lint", run: lint },
  format: { title: "Format", run: format },
  unit: { title: "Unit and architecture tests", run: () => vitest("unit") },
  oracle: { title: "Conformance with QEMU", run: () => vitest("oracle") },
  e2e: { title: "The page in Chromium", run: () => vitest("e2e") },
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(" ")}. There are: ${Object.keys(parts).join(" ")}.`);
  process.exit(2);
}

await installIfNeeded();
heading("Build");
count("build of the core and the page", await buildPage().catch(report));
count("build of the command line", await buildCli().catch(report));
for (const tool of await outsideTools()) {
  if (tool.path) console.log(`${tool.name}: ${tool.path}`);
  else console.log(`skipped, no ${tool.name}: ${tool.checks}. To have it: ${tool.get}.`);
}
for (const name of wanted) {
  heading(parts[name].title);
  await parts[name].run();
}

function report(error) {
  console.error(error);
  return false;
}

if (process.env.CI === "true" && total.skipped > 0) {
  console.error(`\nWith CI=true nothing may be skipped; ${total.skipped} skipped.`);
}
process.exitCode = total.failed > 0 || (process.env.CI === "true" && total.skipped > 0) ? 1 : 0;
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
