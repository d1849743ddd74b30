/** `deno task serve RUN…`: a server that predicts rows of tables, or examples of arrays. @module */

import { createApp } from "../lib/serve/app.ts";
import { LIMITS } from "../lib/serve/limits.ts";
import type { Arguments, Command } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { RUNS } from "./cli/options.ts";
import { printNote, printText } from "./cli/print.ts";
import { CONNECTIONS, listen } from "./serve/listen.ts";
import { curlLine, readServeSettings, runsByName } from "./serve/settings.ts";
import { withPackedPage } from "./serve/packed_page.ts";
import { openModel } from "./serve/open_model.ts";
import { UNCHANGED, WatchedRuns } from "./serve/watch.ts";
import { knownRuns } from "./run/find_run.ts";
import { MODEL_OPTIONS } from "./run/open_network.ts";
import { explain } from "./system/explain.ts";
import { FOLDERS } from "./system/installation.ts";

/** Printed by a server that needs no token. */
const OPEN = "Warning: --host 0.0.0.0 without --token-file: " +
  "anyone who can reach this machine can send requests and see which inputs the models expect";

export const command = {
  name: "serve",
  description:
    "Serves predictions: POST /predict takes a row or a list of rows as JSON, or CSV; / is a page to try it.\n\n" +
    `RUN is a run's folder, its name in ${FOLDERS.runs}, or a file of weights. ` +
    "With several, each has /models/NAME/predict.\n" +
    `A finished sweep's folder, ${FOLDERS.sweeps}/NAME, is the ensemble of the runs whose weights it kept.\n` +
    "OpenAPI is at /openapi.json, Prometheus' metrics at /metrics, a probe at /health.\n" +
    "A retrained run is loaded within seconds, without a restart. Ctrl-C stops after open requests are answered.",
  operands: { value: "RUN…", min: 1, max: Infinity, known: knownRuns },
  options: {
    ...MODEL_OPTIONS,
    runs: RUNS,
    port: { description: "The port; 0 for any free port", value: "N", default: "8000" },
    host: {
      description: "The address to listen on; 0.0.0.0 lets other machines connect",
      value: "ADDRESS",
      choices: ["127.0.0.1", "0.0.0.0"],
      default: "127.0.0.1",
    },
    "token-file": {
      description: "A file with the bearer token that requests must have",
      value: "FILE",
    },
    cors: {
      description: "Origins whose pages may send requests, separated by commas",
      value: "ORIGIN,…",
    },
    strict: {
      description: "Refuse rows with a missing or unknown column, instead of adding a note",
    },
    "max-bytes": {
      description: "The largest request, in bytes",
      value: "N",
      default: String(LIMITS.bytes),
    },
    "max-rows": {
      description: "The largest request, in rows",
      value: "N",
      default: String(LIMITS.rows),
    },
    "max-seconds": {
      description: "Seconds for a request to arrive and to be answered",
      value: "N",
      default: String(LIMITS.seconds),
    },
    "grace-seconds": {
      description: "Seconds for requests in flight when the server stops",
      value: "N",
      default: String(CONNECTIONS.drain / 1000),
    },
  },
} satisfies Command;

export async function serveTask(
  { operands, options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const { address, isOpen, limits, token, origins, connections } = await readServeSettings(options);
  const runs = await runsByName(operands, options.runs);
  const { model } = options;
  const watched = await WatchedRuns.open(runs, (run) => openModel(run, { ...UNCHANGED, model }));
  const app = createApp(watched.models, {
    limits,
    token,
    origins,
    strict: options.strict,
    isReady: () => !signal.aborted,
    onError: (error) => printNote(`error: ${explain(error)}`),
  });
  const headers = { authorization: `Bearer ${token}` };
  const api = await (await app.request("/openapi.json", { headers })).json();
  const stop = watched.refreshing(printNote);
  try {
    await listen(withPackedPage(app.fetch), address, signal, (port) => {
      const url = `http://${options.host === "127.0.0.1" ? options.host : "localhost"}:${port}`;
      printText(`Serves ${[...runs.keys()].join(", ")} at ${url} (Ctrl-C ends)`);
      printText(curlLine(api, url, token !== undefined));
      if (isOpen) printNote(OPEN);
    }, connections);
  } finally {
    stop();
  }
}

if (import.meta.main) await main(command, serveTask);
