// What few requests need: the console's commands and the bootable image. Loaded with
// the first such request, so that a session starts without them.

export { complete } from "./console/complete.ts";
export { runCommand } from "./console/console.ts";
export { Looking } from "./look/look.ts";
export { StopList } from "./console/stop-facts.ts";
export { stopJudge } from "./console/stop-judge.ts";
export { imageLines } from "./export-image.ts";
export { exportAs } from "./export/report.ts";
