/** Trains an ensemble over the folds of a table in the worker, to the same weights as `deno task train`. @module */

import { createEngine, evaluate, type Evaluation } from "../../mod.ts";
import {
  type FoldEnsemble,
  type FoldRound,
  type TableDatasets,
  type TableModel,
  trainFolds,
} from "../../lib/table/mod.ts";
import { refitText } from "../../tasks/results/problem/refit_text.ts";
import type { Begun, Report, TrainedNetwork } from "./messages.ts";
import { weightsHash } from "./training.ts";

/** In this script too, which is loaded for training alone. */
export { decidedDatasets } from "../../lib/table/mod.ts";

/** What there is to train. */
interface FoldTask {
  readonly table: TableDatasets;
  readonly folds: number;
  readonly seed: number;
  readonly epochs: number;
  readonly begun: Pick<Begun, "notes" | "split" | "description" | "leftOut">;
  /** The text of the config of a network of these sizes. */
  readonly configOf: (sizes: readonly number[]) => string;
  /** A result in words. */
  readonly resultOf: (found: Evaluation) => string;
}

/** Trains round by round, see {@linkcode runTraining}. */
export async function runFolds(
  { table, folds, seed, epochs, begun, configOf, resultOf }: FoldTask,
  signal: AbortSignal,
  report: (report: Report) => void,
): Promise<void> {
  const { training, test } = table;
  const notes = [...begun.notes];
  const engine = createEngine("auto", { onWarning: (warning) => notes.push(warning) });
  using _ = { [Symbol.dispose]: () => engine.close() };
  report({ ...begun, notes, kind: "begun", sizes: [], folds, examples: training.size, epochs });
  let last: FoldRound | undefined;
  let [stopped, start] = [false, performance.now()];
  const onProgress = (done: number, total: number) =>
    report({ kind: "progress", epoch: (last?.number ?? 0) + 1, share: done / total });
  try {
    for await (const round of trainFolds(table, { seed, signal, engine, onProgress })) {
      last = round;
      const { number, validation: { cost, accuracy, rSquared } } = round;
      const seconds = (performance.now() - start) / 1000;
      const scores = { number, cost, seconds, validation: accuracy ?? rSquared ?? NaN };
      const none = { test: NaN, testSize: test.size, testCorrect: undefined }; // only at the end
      report({ kind: "epoch", epoch: { ...scores, ...none } });
      start = performance.now();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    stopped = true;
  }
  const network = last && await trainedOf(last);
  report({ kind: "ended", stopped, ...network && { network } });

  /** The model that ships, if training is not stopped before it is whole. */
  async function modelOf({ isLast, model, shipped }: FoldRound): Promise<TableModel> {
    if (stopped || !isLast) return await model();
    try {
      return await shipped();
    } catch (error) {
      if (!signal.aborted) throw error;
      stopped = true;
      return await model();
    }
  }

  async function trainedOf(round: FoldRound): Promise<TrainedNetwork> {
    const model = await modelOf(round);
    const ensemble = model.network as FoldEnsemble;
    const { measured, refitted } = ensemble;
    return {
      epochs: round.number,
      kept: undefined,
      result: resultOf(
        test.size > 0
          ? evaluate(measured, test)
          : evaluate(measured.outOfFold(training, table.folds), training),
      ),
      ...refitted && { refit: refitText({ test: test.size, all: training.size + test.size }) },
      isOutOfFold: test.size === 0,
      weightsSha256: await weightsHash(ensemble),
      file: model.toSafetensors({
        config: configOf(ensemble.first.sizes),
        epoch: String(round.number),
      }),
    };
  }
}
