/** `deno task serve RUN…`: a server that predicts rows of tables, or examples of arrays. @module */

import { quote } from "../lib/checks/mod.ts";
import { createApp, LIMITS } from "../lib/serve/mod.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { RUNS } from "./cli/options.ts";
import { printNote, printText } from "./cli/print.ts";
import { findRun } from "./run/find_run.ts";
import { CONNECTIONS, listen } from "./serve/listen.ts";
import { modelName } from "./serve/open_model.ts";
import { WatchedRuns } from "./serve/watch.ts";
import { explain } from "./system/explain.ts";
import { FOLDERS } from "./system/installation.ts";
import { readNamed, readTextAtMost } from "./system/read_at_most.ts";

/** How often the files of runs are looked at, in milliseconds. */
const REFRESH_MS = 2000;

/** The most bytes of a file with a token. */
const MAX_TOKEN_BYTES = 10_000;

/** The names of this machine: by any other, a page from elsewhere could ask (DNS rebinding). */
const LOCAL_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Printed by a server that needs no token. */
const OPEN = "Warning: --host 0.0.0.0 without --token-file: " +
  "whoever reaches this machine may ask, and read what the models expect";

export const command = {
  name: "serve",
  description:
    "Serves predictions: POST /predict takes a row or a list as JSON, or CSV; / is a page to try it.\n\n" +
    `RUN is a run's folder, its name in ${FOLDERS.runs}, or a file of weights. ` +
    "Of several each has /models/NAME/predict.\n" +
    `The folder of a finished sweep, ${FOLDERS.sweeps}/NAME, stands for the mean of the runs whose weights it keeps.\n` +
    "The Open Inference Protocol is at /v2, OpenAPI at /openapi.json, Prometheus' metrics at /metrics, a probe at /health.\n" +
    "A run that is trained anew answers within seconds, without a restart. Ctrl-C ends once what runs is answered.",
  operands: { value: "RUN…", min: 1, max: Infinity },
  options: {
    runs: RUNS,
    port: { description: "The port; 0 for any that is free", value: "N", default: "8000" },
    host: {
      description: "Who may connect: this machine alone, or all that reach it",
      value: "ADDRESS",
      choices: ["127.0.0.1", "0.0.0.0"],
      default: "127.0.0.1",
    },
    "token-file": { description: "A file with the bearer token that requests need", value: "FILE" },
    cors: {
      description: "The origins whose pages may ask, with commas between",
      value: "ORIGIN,…",
    },
    strict: {
      description: "Refuse rows with a missing or an unknown column, instead of a remark",
    },
    "max-bytes": {
      description: "The most bytes of a request",
      value: "N",
      default: String(LIMITS.bytes),
    },
    "max-rows": {
      description: "The most rows of a request",
      value: "N",
      default: String(LIMITS.rows),
    },
    "max-seconds": {
      description: "How long a request may take to come in, and to be answered",
      value: "N",
      default: String(LIMITS.seconds),
    },
    "grace-seconds": {
      description: "How long requests in flight may take once the server stops",
      value: "N",
      default: String(CONNECTIONS.drain / 1000),
    },
  },
} satisfies Command;

export async function serveTask(
  { operands, options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const port = wholeNumber("port", options.port, { max: 65535 });
  const [bytes, rows, seconds] = (["bytes", "rows", "seconds"] as const).map((name) =>
    wholeNumber(`max-${name}`, options[`max-${name}`], { min: 1 })
  ) as [number, number, number];
  const grace = wholeNumber("grace-seconds", options["grace-seconds"], { min: 0 });
  const origins = originsOf(options.cors);
  const token = await tokenOf(options["token-file"]);
  const runs = new Map<string, string>();
  for (const word of operands) {
    const run = await findRun(word, options.runs);
    const name = modelName(run);
    if (runs.has(name)) throw new UsageError(`Cannot serve two models with the name ${name}`);
    runs.set(name, run);
  }
  const watched = await WatchedRuns.open(runs);
  const app = createApp(watched.models, {
    ...{ limits: { bytes, rows, seconds }, token, origins, strict: options.strict },
    isReady: () => !signal.aborted,
    onError: (error) => printNote(`error: ${explain(error)}`),
  });
  const headers = { authorization: `Bearer ${token}` };
  const api = await (await app.request("/openapi.json", { headers })).json();
  const isLocal = options.host === "127.0.0.1";
  const at = {
    host: options.host,
    port,
    names: isLocal && token === undefined ? LOCAL_NAMES : undefined,
  };
  const limits = { ...CONNECTIONS, request: seconds * 1000, drain: grace * 1000 };
  const stop = refreshing(watched);
  try {
    await listen((request) => app.fetch(request), at, signal, (port) => {
      const address = `http://${isLocal ? "127.0.0.1" : "localhost"}:${port}`;
      printText(`Serves ${[...runs.keys()].join(", ")} at ${address} (Ctrl-C ends)`);
      printText(curlLine(api, address, token !== undefined));
      if (!isLocal && token === undefined) printNote(OPEN);
    }, limits);
  } finally {
    stop();
  }
}

/** Opens runs that changed, every few seconds, until the result is called. */
function refreshing(watched: WatchedRuns): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = () => {
    timer = setTimeout(async () => {
      for (const note of await watched.refresh()) printNote(note);
      if (timer !== undefined) again();
    }, REFRESH_MS);
  };
  again();
  return () => {
    clearTimeout(timer);
    timer = undefined;
  };
}

function originsOf(text: string | undefined): string[] {
  const origins = text?.split(",") ?? [];
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    throw new UsageError(
      `Cannot read --cors ${quote(origin)}: expected an origin such as https://shop.example`,
    );
  }
  return origins;
}

async function tokenOf(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const token = (await readNamed(file, MAX_TOKEN_BYTES, readTextAtMost)).trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Error(`Cannot use ${file}: expected a token of ASCII characters without spaces`);
}

/** A longer row goes into a file. */
const MAX_ROW = 1000;

/** As much of an OpenAPI document as is read here. */
interface Api {
  readonly paths: Readonly<
    Record<string, {
      readonly post: {
        readonly requestBody: {
          readonly content: {
            readonly "application/json": {
              readonly examples: { readonly row: { readonly value: unknown } };
            };
          };
        };
      };
    }>
  >;
}

/** A command that sends a row to the first of the paths. */
function curlLine({ paths }: Api, address: string, hasToken: boolean): string {
  const [[path, { post }]] = Object.entries(paths) as [[string, Api["paths"][string]]];
  const row = JSON.stringify(post.requestBody.content["application/json"].examples.row.value);
  return [
    `curl ${quote(address + path)}`,
    ...hasToken ? ["-H 'Authorization: Bearer TOKEN'"] : [],
    "-H 'Content-Type: application/json'",
    `-d ${row.length > MAX_ROW ? "@row.json" : quote(row)}`,
  ].join(" ");
}

if (import.meta.main) await main(command, serveTask);
