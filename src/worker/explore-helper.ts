// A thread that helps the explorer's: shares of a search come in, what they lead to
// goes out. Started with the first search that is large.

import { serveHelper, type ToHelper } from "../session/helpers.ts";
import { makeSlicing } from "./slicing.ts";

/** Nothing is sliced here: each part is told when it is done. */
const slicing = makeSlicing(0);

serveHelper(
  {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's own page, not a window
    send: (message) => self.postMessage(message),
    listen: (listener) => self.addEventListener("message", ({ data }: MessageEvent<ToHelper>) => listener(data)),
  },
  () => slicing.pause(),
);
