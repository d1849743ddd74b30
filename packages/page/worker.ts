/** The worker in which the page trains, on data of any kind. @module */

import { pageSource } from "./data_source.ts";
import { type DataSource, messageOf, type Report, type Request } from "./messages.ts";
import { trainOnDigits } from "./digits_training.ts";
import type { Splits } from "../../lib/digits/mod.ts";
import { loadData } from "./training_data.ts";

/** MNIST, which stays from one run to the next. */
let loaded: { readonly source: string; readonly data: Splits } | undefined;
let stop = new AbortController();

function report(message: Report): void {
  postMessage(message);
}

/** The data, from memory if the last run used the same. */
async function dataFrom(source: DataSource): Promise<Splits> {
  const { key } = pageSource(source);
  if (loaded?.source !== key) {
    loaded = undefined; // releases the memory first
    const data = await loadData(source, (file) => report({ kind: "loading", file }));
    loaded = { source: key, data };
  }
  return loaded.data;
}

addEventListener("message", async ({ data: request }: MessageEvent<Request>) => {
  if (request.kind === "stop") return stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  let hasData = request.kind !== "digits";
  try {
    if (request.kind === "digits") {
      const data = await dataFrom(request.source);
      hasData = true;
      signal.throwIfAborted();
      await trainOnDigits(request.settings, data, signal, report, request.observes);
    } else if (request.kind === "pictures") {
      const { trainOnPictures } = await import("./pictures_training.ts");
      await trainOnPictures(request.files, request.settings, signal, report, request.observes);
    } else {
      const { trainOnTable } = await import("./table_training.ts"); // with all that reads tables
      await trainOnTable(request.file, request.settings, signal, report, request.observes);
    }
  } catch (error) {
    if (hasData && signal.aborted) report({ kind: "ended", stopped: true });
    else report({ kind: "failed", message: messageOf(error), data: !hasData });
  }
});
