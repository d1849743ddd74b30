/** The result of one network without folds beside the best constant answer. @module */

import { constantAnswer, constantPhrase } from "../baselines/constant.ts";
import type { Dataset } from "../../dataset.ts";
import type { Decision } from "../decide/decide.ts";
import { expectedThreshold } from "../decide/threshold.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import { type Truth, truthOf } from "../verdict/truth.ts";
import type { TrainedModel } from "./networks.ts";

/**
 * Measures a network on the test rows beside the best constant answer.
 * @param decision what the network decides by, where mistakes have costs
 */
export function truthOfNetwork(
  network: TrainedModel,
  { training, test }: { readonly training: Dataset; readonly test: Dataset },
  decision: Decision | undefined,
): Truth {
  const rows = (size: number) => Uint32Array.from({ length: size }, (_, row) => row);
  const answer = constantAnswer(training, rows(training.size));
  const constant = Float32Array.from(
    { length: test.size * answer.length },
    (_, k) => answer[k % answer.length]!,
  );
  const phrase = constantPhrase(answer, training);
  const { threshold, thresholds = threshold && [threshold] } = decision ?? {};
  const expected = thresholds?.map((one) => ({ ...one, from: expectedThreshold(one) }));
  return truthOf({ test: outputsFor(network, test), thresholds }, test, {
    test: rows(test.size),
    baselines: [
      { name: "constant", phrase, isConstant: true, test: constant, thresholds: expected },
    ],
  });
}
