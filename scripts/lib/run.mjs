// Runs a program and waits for it. Refuses to know what it is for.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./fresh.mjs";

/** Exit code of the program; its output goes where ours goes, or to standard error with `quiet`. */
export function run(program, args, { env = {}, toStderr = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", toStderr ? 2 : "inherit", "inherit"],
      shell: process.platform === "win32" && program === "npm",
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

/** A program of an installed package, by the path of its script. */
export const runNode = (script, args, options) => run(process.execPath, [join(root, script), ...args], options);
