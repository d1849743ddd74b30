/** Trains an ensemble over the folds of a table in the worker, to the same weights as `deno task train`. @module */

import { createEngine, evaluate, type Evaluation } from "../../../mod.ts";
import {
  foldedDataOf,
  memberPlansOf,
  type MemberTraining,
  type TrainedRound,
  trainRounds,
} from "../../../lib/fold_ensemble/mod.ts";
import type { TableDatasets } from "../../../lib/table/mod.ts";
import { distributionsText, intervalsText, noveltyText } from "../../run/novelty.ts";
import type { Begun, Report, TrainedNetwork } from "./messages.ts";
import { weightsHash } from "./training.ts";

/** What there is to train. */
interface FoldTask {
  readonly table: TableDatasets;
  readonly folds: number;
  readonly seed: number;
  readonly hidden: readonly number[];
  readonly weightDecays: readonly number[];
  readonly training: MemberTraining;
  readonly begun: Pick<Begun, "notes" | "description" | "leftOut">;
  /** The text of the config of a network of these sizes. */
  readonly configOf: (sizes: readonly number[]) => string;
  /** The result on the test rows, in words. */
  readonly resultOf: (test: Evaluation) => string;
}

/** Trains round by round, see {@linkcode runTraining}. */
export async function runFolds(
  { table, training: members, begun, configOf, resultOf, ...planned }: FoldTask,
  signal: AbortSignal,
  report: (report: Report) => void,
): Promise<void> {
  const { training, test, description } = table;
  const { folds } = planned;
  const { epochs } = members.options;
  const notes = [...begun.notes];
  const engine = createEngine("auto", { onWarning: (warning) => notes.push(warning) });
  using _ = { [Symbol.dispose]: () => engine.close() };
  report({ ...begun, notes, kind: "begun", sizes: [], folds, examples: training.size, epochs });
  const data = foldedDataOf(table)!;
  const plans = memberPlansOf({ ...planned, repeat: 1 });
  const options = { ...members.options, signal };
  let last: TrainedRound | undefined;
  let [stopped, start] = [false, performance.now()];
  const onProgress = (done: number, total: number) =>
    report({ kind: "progress", epoch: (last?.number ?? 0) + 1, share: done / total });
  try {
    const all = { data, plans, training: { ...members, options }, engine, onProgress };
    for await (const round of trainRounds(all)) {
      last = round;
      const { number, train: { cost }, validation: { accuracy, rSquared } } = round;
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

  async function trainedOf({ number, ensemble }: TrainedRound): Promise<TrainedNetwork> {
    const model = await ensemble();
    const splits = { ...table, folded: data, table: description };
    const [novelty, intervals] = [noveltyText(splits), intervalsText(model, splits)];
    const distributions = distributionsText(model, splits);
    return {
      ...{ epochs: number, kept: undefined },
      result: resultOf(evaluate(model, test)),
      weightsSha256: await weightsHash(model),
      file: model.toSafetensors({
        config: configOf(model.first.sizes),
        epoch: String(number),
        table: JSON.stringify(description),
        ...novelty !== undefined && { novelty },
        ...intervals !== undefined && { intervals },
        ...distributions !== undefined && { distributions },
      }),
    };
  }
}
