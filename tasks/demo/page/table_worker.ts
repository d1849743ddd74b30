/** The worker in which the page trains on a table. @module */

import { messageOf } from "./messages.ts";
import type { TableReport, TableRequest } from "./table_messages.ts";
import { trainOnTable } from "./table_training.ts";

let stop = new AbortController();

function report(message: TableReport): void {
  postMessage(message);
}

addEventListener("message", async ({ data: request }: MessageEvent<TableRequest>) => {
  if (request.kind === "stop") return stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  try {
    await trainOnTable(request.file, request.settings, signal, report);
  } catch (error) {
    if (signal.aborted) report({ kind: "ended", stopped: true, network: undefined });
    else report({ kind: "failed", message: messageOf(error) });
  }
});
