/** What rounded weights cost, measured on the test split. @module */

import { evaluate } from "../../mod.ts";
import type { TrainedModel } from "../../lib/fold_ensemble/mod.ts";
import { roundedToFloat16 } from "../../lib/module/mod.ts";
import type { OpenData } from "../datasets/open_data.ts";
import { answererOf } from "../run/fold_answers.ts";

/** Lines on the results of a model on the test split: with its weights, and with those weights rounded to float16. */
export function roundingNotes(network: TrainedModel, data: OpenData): string[] {
  const [exact, rounded] = [network, roundedToFloat16(network)].map((model) => {
    const { accuracy, rSquared, cost } = evaluate(
      answererOf(model, "test", data.folded),
      data.test,
    );
    const metric = accuracy !== undefined
      ? `accuracy ${(100 * accuracy).toFixed(2)} %`
      : `R² ${rSquared?.toFixed(4) ?? "not known"}`;
    return `${metric}, cost ${cost.toPrecision(6)}`;
  });
  return [
    `The weights are rounded to float16. On the test split of ${data.test.size}: ${rounded};`,
    `with the weights as they were trained: ${exact}.`,
  ];
}
