/** How good a run's network is on the test part, with its interval: the part of a summary that `verify` makes again. @module */

import type { Network } from "../../mod.ts";
import {
  bestConstant,
  expectedOf,
  type ExpectedOutputs,
  outputsFor,
  positiveOf,
} from "../../lib/evaluate/mod.ts";
import { type Truth, truthOf } from "../../lib/table/verdict/mod.ts";
import { constantAnswer, constantPhrase } from "../../lib/table/baselines/mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import { expectedThreshold } from "../../lib/table/decide/mod.ts";
import type { OpenData } from "../data/source.ts";
import { decisionIn, optionsIn } from "./decision.ts";

/** The result of a network without folds beside the best constant answer. */
export function truthOfTest(
  network: Network,
  splits: OpenData,
  { dataset }: Pick<Config, "dataset">,
): Truth {
  const { training, test } = splits;
  const { metric, positive } = optionsIn(dataset);
  const rows = (size: number) => Uint32Array.from({ length: size }, (_, row) => row);
  const [learned, expected] = [training, test].map((data) =>
    expectedOf(data, { ...splits, positive })
  ) as [ExpectedOutputs, ExpectedOutputs];
  // The rarer class is that of the rows that train: the test part may have another.
  const facts = { ...expected, positive: training.classes === 2 ? positiveOf(learned) : undefined };
  const answer = (metric && bestConstant(metric, learned, rows(training.size))) ??
    constantAnswer(training, rows(training.size));
  const constant = Float32Array.from(
    { length: test.size * answer.length },
    (_, k) => answer[k % answer.length]!,
  );
  const phrase = constantPhrase(answer, training, metric === "mae" ? "median" : "mean");
  const { threshold, thresholds = threshold && [threshold] } =
    decisionIn(network, splits, dataset) ?? {};
  const decided = thresholds?.map((one) => ({ ...one, from: expectedThreshold(one) }));
  return truthOf({ test: outputsFor(network, test), thresholds }, facts, {
    test: rows(test.size),
    baselines: [
      { name: "constant", phrase, isConstant: true, test: constant, thresholds: decided },
    ],
    metric,
  });
}
