/** The worker in which the page trains. It keeps the data from one run to the next. @module */

import { type DataSource, messageOf, type Report, type Request } from "./messages.ts";
import { runTraining } from "./training.ts";
import type { Splits } from "../../../lib/digits/mod.ts";
import { loadData } from "./training_data.ts";

let loaded: { readonly source: string; readonly data: Splits } | undefined;
let stop = new AbortController();

function report(message: Report): void {
  postMessage(message);
}

/** The data, from memory if the last run used the same. */
async function dataFrom(source: DataSource): Promise<Splits> {
  const name = "files" in source
    ? JSON.stringify(source.files.map(({ name, size, lastModified }) => [name, size, lastModified]))
    : JSON.stringify(source);
  if (loaded?.source !== name) {
    loaded = undefined; // releases the memory first
    const data = await loadData(source, (file) => report({ kind: "loading", file }));
    loaded = { source: name, data };
  }
  return loaded.data;
}

addEventListener("message", async ({ data: request }: MessageEvent<Request>) => {
  if (request.kind === "stop") return stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  let data: Splits;
  try {
    data = await dataFrom(request.source);
  } catch (error) {
    return report({ kind: "failed", message: messageOf(error), data: true });
  }
  try {
    signal.throwIfAborted();
    await runTraining(request.settings, data, signal, report);
    report({ kind: "ended", stopped: false });
  } catch (error) {
    if (signal.aborted) report({ kind: "ended", stopped: true });
    else report({ kind: "failed", message: messageOf(error) });
  }
});
