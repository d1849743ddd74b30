/** How good a run's network is on the test part, with its interval: the part of a summary that `verify` makes again. @module */

import type { Network } from "../../mod.ts";
import {
  bestConstant,
  expectedOf,
  type ExpectedOutputs,
  outputsFor,
  positiveOf,
} from "../../lib/evaluate/mod.ts";
import { type BaselineAnswers, type Truth, truthOf } from "../../lib/table/verdict/mod.ts";
import {
  constantAnswer,
  constantPhrase,
  persistence,
  persistencePhrase,
} from "../../lib/table/baselines/mod.ts";
import { joined } from "../../lib/table/folds/mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import { expectedThreshold } from "../../lib/table/decide/mod.ts";
import { leakSentences } from "../../lib/table/mod.ts";
import type { OpenData } from "../data/open_data.ts";
import { decisionIn, optionsIn } from "./decision.ts";

/** The result of a network without folds beside the best constant answer, and after a split by time the last known one. */
export function truthOfTest(
  network: Network,
  splits: OpenData,
  { dataset }: Pick<Config, "dataset">,
): Truth {
  const { training, validation, test, table, times } = splits;
  const { metric, positive } = optionsIn(dataset);
  const rows = (size: number) => Uint32Array.from({ length: size }, (_, row) => row);
  const { threshold, thresholds = threshold && [threshold] } =
    decisionIn(network, splits, dataset) ?? {};
  const [learned, tested] = [training, test].map((data) =>
    expectedOf(data, { ...splits, positive })
  ) as [ExpectedOutputs, ExpectedOutputs];
  // The rarer class is that of the rows that train: the test part may have another.
  const facts = { ...tested, positive: training.classes === 2 ? positiveOf(learned) : undefined };
  const expected = thresholds?.map((one) => ({ ...one, from: expectedThreshold(one) }));
  const baseline = (name: string, phrase: string, answer: Float32Array): BaselineAnswers => ({
    ...{ name, phrase, isConstant: true, thresholds: expected },
    test: Float32Array.from(
      { length: test.size * answer.length },
      (_, k) => answer[k % answer.length]!,
    ),
  });
  const constant = (metric && bestConstant(metric, learned, rows(training.size))) ??
    constantAnswer(training, rows(training.size));
  const phrase = constantPhrase(constant, training, metric === "mae" ? "median" : "mean");
  const baselines = [baseline("constant", phrase, constant)];
  if (times !== undefined) {
    const known = {
      ...joined(training, validation),
      times: Float64Array.from([...times.training, ...times.validation]),
    };
    const answer = persistence(known, rows(known.size), times.test);
    baselines.push(baseline("persistence", persistencePhrase(training), answer));
  }
  return truthOf({ test: outputsFor(network, test), thresholds }, facts, {
    ...{ test: rows(test.size), leaks: table && leakSentences(table), baselines, metric },
  });
}
