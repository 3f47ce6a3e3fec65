// The entry of a thread that helps a search: shares come in, what they lead to goes out.

import { parentPort } from "node:worker_threads";
import { serveHelper, type ToHelper } from "../session/index.ts";

const port = parentPort;
if (port === null) throw new Error("this file is the entry of a worker thread");

serveHelper(
  {
    send: (message) => port.postMessage(message),
    listen: (listener) => void port.on("message", (message: ToHelper) => listener(message)),
  },
  () => new Promise((resolve) => setImmediate(resolve)),
);
