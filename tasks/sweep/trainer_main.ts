/**
 * The process that trains for a sweep, run after run: it reads jobs from stdin and answers on stdout. When stdin ends, it
 * keeps the last whole epoch and ends too; stdin ends also where the sweep has died. @module
 */

import { TextLineStream } from "@std/streams";
import { DivergenceError } from "../../mod.ts";
import { hashOf } from "../../lib/sweep/mod.ts";
import { printNote, sendJson } from "../cli/print.ts";
import { dataName, type OpenData, openData } from "../datasets/open_data.ts";
import { FILES } from "../run/run_folder.ts";
import { hasFile } from "../run/journaled_files.ts";
import { readSaved, type Saved } from "../run/saved.ts";
import { explain } from "../system/explain.ts";
import { trainRun } from "../train/train_run.ts";
import type { Result } from "./folder.ts";
import { dataKey } from "./open_sweep.ts";
import type { Answer, Job } from "./trainer_process.ts";

/** The least time between two messages of progress, in milliseconds. */
const PROGRESS_INTERVAL_MS = 200;

function send(answer: Answer): void {
  try {
    sendJson(answer);
  } catch {
    // The sweep has died, and stdin ends.
  }
}

/** The data of the last run, which mostly is that of the next. */
let opened: { readonly key: string; readonly data: OpenData } | undefined;

/** Reads the data of a run, and checks it by the run's name, which is a hash of its config and data. */
async function dataOf({ run, config, data }: Job): Promise<OpenData> {
  const key = dataKey(config);
  if (opened?.key !== key) {
    opened = undefined; // not two at a time in memory
    opened = { key, data: await openData(config, data) };
  }
  if (await hashOf({ config, data: opened.data.hashes }) !== run) {
    throw new Error(
      `Cannot train with ${dataName(config.dataset)}: it has changed since the sweep was ` +
        "planned; " +
        "bring the earlier data back, or begin the sweep anew in another folder",
    );
  }
  return opened.data;
}

/** The checkpoint of an earlier training run; one that cannot be used is ignored. */
async function savedOf({ path, from }: Job): Promise<Saved | undefined> {
  for (const folder of [path, ...from === undefined ? [] : [from]]) {
    if (!await hasFile(folder, FILES.checkpoint)) continue;
    try {
      return await readSaved(folder);
    } catch (error) {
      printNote(explain(error));
    }
  }
  return undefined;
}

async function train(job: Job, interrupt: AbortSignal): Promise<Answer> {
  const { run, config, end, path, data, costVersion, engine, workers } = job;
  const saved = await savedOf(job);
  let [epoch, last] = [saved?.checkpoint.epoch ?? 0, 0];
  const { summary, metrics, stopped } = await trainRun(path, config, {
    data,
    opened: await dataOf(job),
    engine,
    workers,
    saved,
    costVersion,
    stopAfter: end,
    interrupt,
    onWarning: () => {},
    progress: {
      start() {},
      clear() {},
      update(done) {
        if (performance.now() - last < PROGRESS_INTERVAL_MS) return;
        last = performance.now();
        send({ kind: "progress", epoch, done, total: config.trainingSize });
      },
    },
    onEpoch: ({ epoch: whole }) => epoch = whole,
  });
  const diverged = stopped instanceof DivergenceError;
  const ended = summary?.ended === "done" || summary?.ended === "earlyStopping";
  if (!diverged && !ended && metrics.length < end) return { kind: "interrupted" };
  const result: Result = {
    run,
    state: diverged ? "diverged" : ended ? "finished" : "paused",
    metrics: metrics.map(({ train, validation }) => ({
      train,
      ...validation && { validation: { ...validation } },
    })),
    ...summary && !diverged && { weightsSha256: summary.weightsSha256 },
    ...diverged && { reason: stopped.message },
    times: {
      seconds: summary?.seconds ?? 0,
      engine: summary?.engine ?? engine,
      workers: summary?.workers ?? workers,
    },
  };
  return { kind: "result", result };
}

async function answer(job: Job, interrupt: AbortSignal): Promise<Answer> {
  try {
    return await train(job, interrupt);
  } catch (error) {
    if (interrupt.aborted) return { kind: "interrupted" };
    return { kind: "error", message: explain(error) };
  }
}

// Ctrl-C reaches the whole group of processes: the sweep decides what follows.
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) {
  if (Deno.build.os !== "windows" || signal === "SIGINT") Deno.addSignalListener(signal, () => {});
}
send({ kind: "ready", deno: Deno.version.deno });
const controller = new AbortController();
let work: Promise<void> = Promise.resolve();
const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())
  .pipeThrough(new TextLineStream());
for await (const line of lines) {
  work = answer(JSON.parse(line), controller.signal).then(send);
}
controller.abort(new DOMException("Interrupted", "AbortError"));
await work;
Deno.exit(0);
