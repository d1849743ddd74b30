/** What tests of runs over folds share. */

import { join } from "@std/path";
import { parseDraft, resolveConfig } from "../../../lib/config.ts";
import { parseFoldCheckpoint } from "../../../lib/train/fold_checkpoint.ts";
import { factsOf, openData } from "../../../tasks/data/source.ts";
import { FILES, readRun } from "../../../tasks/run/run_folder.ts";
import { readSaved } from "../../../tasks/run/saved.ts";
import { type TrainedRun, trainRun, type TrainRunOptions } from "../../../tasks/train/train_run.ts";
import { salesTable } from "../../helpers/draw_fold_tables.ts";

/** Writes a table of sales into a folder; returns its path. */
export async function writeSales(folder: string, rows = 130): Promise<string> {
  const csv = join(folder, "sales.csv");
  await Deno.writeTextFile(csv, salesTable(rows));
  return csv;
}

/** A clock that shows nothing. */
export const NO_CLOCK = { expect() {}, enter() {}, goOn() {}, endsAfter() {} };

/** A small config for sales, with changes. */
export async function salesConfig(folder: string, changes: object = {}) {
  const dataset = { csv: await writeSales(folder), target: "price", without: ["sold"] };
  const draft = parseDraft({
    dataset,
    hidden: [4],
    folds: 3,
    batchSize: 16,
    epochs: 4,
    learningRate: 0.05,
    ...changes,
  });
  const opened = await openData(draft, "");
  return { config: resolveConfig(draft, factsOf(opened)), opened };
}

/** Trains a run here, or goes on with it. */
export async function trainSales(
  run: string,
  { config, opened }: Awaited<ReturnType<typeof salesConfig>>,
  options: Partial<TrainRunOptions> = {},
): Promise<TrainedRun> {
  return await trainRun(run, config, {
    opened,
    engine: "wasm",
    workers: 2,
    saved: await readSaved(run),
    interrupt: new AbortController().signal,
    ...options,
  });
}

/** What has to be the same of two runs: weights to the byte, lines but their times, what each member remembers. */
export async function resultOf(run: string) {
  const { metrics, summary } = await readRun(run);
  const { checkpoint } = await parseFoldCheckpoint(
    await Deno.readFile(join(run, FILES.checkpoint)),
  );
  const { seconds: _, metricsSha256: __, name: ___, engine: ____, workers: _____, ...rest } =
    summary;
  return {
    weights: await Deno.readFile(join(run, FILES.weights)),
    metrics: metrics.map(({ seconds: _, samplesPerSecond: __, ...line }) => line),
    checkpoint,
    summary: rest,
  };
}
