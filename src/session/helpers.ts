// The public face of helpers: what a thread that only helps needs, and no more.

export {
  Helpers,
  serveHelper,
  type FromHelper,
  type HelperModules,
  type HelperPort,
  type ToHelper,
} from "./verify/crew.ts";
