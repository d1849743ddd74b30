/** How good a run's network is on the test part, with its interval: the part of a summary that `verify` makes again. @module */

import type { Network } from "../../mod.ts";
import { outputsFor } from "../../lib/evaluate/mod.ts";
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
import { decisionIn } from "./decision.ts";

/** The result of a network without folds beside the best constant answer, and after a split by time the last known one. */
export function truthOfTest(
  network: Network,
  splits: Pick<OpenData, "training" | "validation" | "test" | "table" | "times">,
  { dataset }: Pick<Config, "dataset">,
): Truth {
  const { training, validation, test, table, times } = splits;
  const rows = (size: number) => Uint32Array.from({ length: size }, (_, row) => row);
  const { threshold, thresholds = threshold && [threshold] } =
    decisionIn(network, splits, dataset) ?? {};
  const expected = thresholds?.map((one) => ({ ...one, from: expectedThreshold(one) }));
  const baseline = (name: string, phrase: string, answer: Float32Array): BaselineAnswers => ({
    ...{ name, phrase, isConstant: true, thresholds: expected },
    test: Float32Array.from(
      { length: test.size * answer.length },
      (_, k) => answer[k % answer.length]!,
    ),
  });
  const constant = constantAnswer(training, rows(training.size));
  const baselines = [baseline("constant", constantPhrase(constant, training), constant)];
  if (times !== undefined) {
    const known = {
      ...joined(training, validation),
      times: Float64Array.from([...times.training, ...times.validation]),
    };
    const answer = persistence(known, rows(known.size), times.test);
    baselines.push(baseline("persistence", persistencePhrase(training), answer));
  }
  return truthOf({ test: outputsFor(network, test), thresholds }, test, {
    ...{ test: rows(test.size), leaks: table && leakSentences(table), baselines },
  });
}
