/** How good a run's network is on the test part, with its interval: the part of a summary that `verify` makes again. @module */

import type { Network } from "../../mod.ts";
import { outputsFor } from "../../lib/evaluate/mod.ts";
import { type Truth, truthOf } from "../../lib/table/verdict/mod.ts";
import { constantAnswer, constantPhrase } from "../../lib/table/baselines/mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import { expectedThreshold } from "../../lib/table/decide/mod.ts";
import type { Splits } from "../data/names.ts";
import { decisionIn } from "./decision.ts";

/** The result of a network without folds beside the best constant answer. */
export function truthOfTest(
  network: Network,
  splits: Splits,
  { dataset }: Pick<Config, "dataset">,
): Truth {
  const { training, test } = splits;
  const rows = (size: number) => Uint32Array.from({ length: size }, (_, row) => row);
  const answer = constantAnswer(training, rows(training.size));
  const constant = Float32Array.from(
    { length: test.size * answer.length },
    (_, k) => answer[k % answer.length]!,
  );
  const phrase = constantPhrase(answer, training);
  const { threshold, thresholds = threshold && [threshold] } =
    decisionIn(network, splits, dataset) ?? {};
  const expected = thresholds?.map((one) => ({ ...one, from: expectedThreshold(one) }));
  return truthOf({ test: outputsFor(network, test), thresholds }, test, {
    test: rows(test.size),
    baselines: [
      { name: "constant", phrase, isConstant: true, test: constant, thresholds: expected },
    ],
  });
}
