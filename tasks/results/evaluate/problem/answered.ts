/** What a report computes from a network's answers, by its problem. @module */

import { type Dataset, evaluate } from "../../../../mod.ts";
import {
  decidedEvaluation,
  type Decision,
  labelThresholds,
} from "../../../../lib/table/decide/mod.ts";
import type { Candidate } from "../../../../lib/ensemble/mod.ts";
import {
  calibration,
  commonerAnswers,
  commonestClass,
  errorsOfMeans,
  ofClasses,
} from "../../../../lib/evaluate/mod.ts";
import type { ProblemName } from "../../../../lib/problem/mod.ts";
import type { OpenData } from "../../../data/open_data.ts";
import { labelsOf } from "../labels.ts";
import { predictionsOf } from "../predictions.ts";
import { quantityAnswers } from "../quantities.ts";
import type { ResultOf } from "../../problem/results.ts";
import { resultOf } from "../../../run/result.ts";
import type { QuantityResult } from "../../../run/run_folder.ts";
import type { RunFacts, RunOf } from "../../report/problem/runs.ts";

/** What a run of a problem has besides the content of its files. */
type Answers<Name extends ProblemName> =
  & Pick<RunOf[Name], "evaluation">
  & Omit<RunOf[Name], keyof RunFacts<ResultOf[Name]> | "problem">;

export const answersTo: {
  readonly [Name in ProblemName]: (
    network: Candidate,
    data: Dataset,
    opened: OpenData,
    decision: Decision | undefined,
  ) => Answers<Name>;
} = {
  classification(network, data, { classes, training }, decision) {
    const likeliest = predictionsOf(network, data);
    const { predicted, confidences, labels } = likeliest;
    const right = Array.from(predicted, (k, example) => k === labels[example]);
    const areProbabilities = network.predictsClasses && !confidences.some(Number.isNaN);
    return {
      classes: classes ?? Array.from({ length: data.classes }, (_, k) => String(k)),
      commonest: commonestClass(training, data),
      evaluation: ofClasses(decidedEvaluation(evaluate(network, data), decision, network, data)),
      predictions: decision ? predictionsOf(network, data, decision.threshold) : likeliest,
      calibration: areProbabilities ? calibration(confidences, right) : undefined,
    };
  },
  multiLabel: (network, data, { labels, training }, decision) => ({
    evaluation: ofClasses(decidedEvaluation(evaluate(network, data), decision, network, data)),
    answers: labelsOf(network, data, labels, labelThresholds(decision, data.outputs)),
    commoner: commonerAnswers(training.targets!, data.targets!, data.outputs),
  }),
  regression: (network, data, { quantities, training }) => ({
    evaluation: resultOf(evaluate(network, data), quantities) as QuantityResult,
    quantities: quantityAnswers(network, data, quantities),
    errorsOfMeans: errorsOfMeans(training.targets!, data.targets!, data.outputs)
      .map((error, j) => error * (quantities?.[j]?.deviation ?? 1)),
  }),
};
