/** What follows from probabilities: thresholds by what mistakes cost, and sets of classes. @module */

import {
  classScores,
  type Decision,
  type DecisionThreshold,
  type MistakeCosts,
  mistakesAt,
  rowCosts,
  shareOf,
} from "../../../lib/table/decide/mod.ts";
import type { Ensemble } from "../../../lib/ensemble/mod.ts";
import { meanInterval, type Predictions } from "../../../lib/evaluate/mod.ts";
import type { Classifier, Dataset } from "../../../mod.ts";
import { type Option, UsageError } from "../../cli/arguments.ts";
import { readCosts, readCoverage } from "../../cli/decision_values.ts";
import { fourDigits, percent } from "../../cli/format.ts";
import type { OpenData } from "../../data/open_data.ts";
import { decisionOfRuns } from "../../run/decision.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { areProbable } from "./classes.ts";
import { setsOf, setsText } from "./coverage.ts";
import type { Outcome } from "./evaluated.ts";
import { costsOf, costsText, labelCostsOf } from "./mistake_costs.ts";
import { intervalText, isBroken, outOfFoldOf } from "./out_of_fold.ts";
import { classAnswers, labelAnswers, predictionsOf, type YesAnswers } from "./predictions.ts";

export const DECISION_OPTIONS = {
  cost: {
    description:
      "Show what mistakes cost at several thresholds, of two classes or each label: 'false alarm=1,miss=5'",
    value: "COSTS",
  },
  positive: {
    description: "The class that --cost is to find; the rarer one if not given",
    value: "CLASS",
  },
  coverage: {
    description: "Show sets of classes that hold the class in this share of rows, such as 0.9",
    value: "SHARE",
  },
} as const satisfies { readonly [name: string]: Option };

/** What is asked for. */
export interface Decisions {
  readonly costs: MistakeCosts | undefined;
  readonly positive: string | undefined;
  readonly coverage: number | undefined;
}

/**
 * Reads the options.
 * @returns `undefined` if none is given
 * @throws {UsageError} if one of them cannot be used
 */
export function readDecisions(
  { cost, positive, coverage }: {
    readonly [Name in keyof typeof DECISION_OPTIONS]?: string | undefined;
  },
): Decisions | undefined {
  if (positive !== undefined && cost === undefined) {
    throw new UsageError("--positive names the class that --cost is to find: it is not given");
  }
  if (cost === undefined && coverage === undefined) return undefined;
  return {
    costs: cost === undefined ? undefined : readCosts(cost),
    positive,
    coverage: coverage === undefined ? undefined : readCoverage(coverage),
  };
}

/**
 * What the model of a single run promised, beside what it keeps on a split.
 * @returns nothing of models without a decision
 */
export function showPromises(
  { opened, networks, split, name }: Omit<Decided, "ensemble" | "data">,
): Shown {
  const decision = decisionOfRuns(opened);
  if (decision === undefined) return { json: {}, paragraphs: [] };
  const [{ network, labels = [] }] = opened as [OpenNetwork];
  const promises = decision.thresholds
    ? { thresholds: labelPromisesOf(decision.thresholds, networks, split) }
    : promisesOf(decision, predictionsOf(networks, split));
  const names = decision.thresholds ? labels : network.classNames!;
  return { json: { decision: promises }, paragraphs: [promisesText(promises, names, name)] };
}

/** For programs and for people. */
type Shown = Pick<Outcome, "json" | "paragraphs">;

interface Decided {
  readonly opened: readonly OpenNetwork[];
  readonly ensemble: Ensemble;
  readonly data: Pick<OpenData, "validation" | "folded" | "classes">;
  /** What answers for the split. */
  readonly networks: Classifier;
  readonly split: Dataset;
  /** The name of the split. */
  readonly name: string;
}

/**
 * Shows them on a split.
 * @throws {UsageError} if the outputs are no probabilities of classes
 */
export function showDecisions(
  { costs, positive, coverage }: Decisions,
  { opened, ensemble, data, networks, split, name }: Decided,
): Shown {
  const isProbable = areProbable(opened);
  if (split.problem.name === "multiLabel" && isProbable && costs !== undefined) {
    const other = positive === undefined ? coverage && "--coverage" : "--positive";
    if (other) throw new UsageError(`${other} is for classes: the run answers labels`);
    const { labels } = opened[0]!;
    const outOfFold = outOfFoldOf(ensemble, data);
    const found = labelCostsOf({ costs, labels, outOfFold, networks, split });
    return { json: { costs: found }, paragraphs: found.map((label) => costsText(label, name)) };
  }
  if (!split.problem.isOneHot || !isProbable) {
    throw new UsageError(
      `${costs === undefined ? "--coverage" : "--cost"} is for probabilities of classes: ` +
        `the run answers ${isProbable ? split.problem.noun : "with other outputs"}`,
    );
  }
  const outOfFold = outOfFoldOf(ensemble, data);
  const predictions = predictionsOf(networks, split);
  const classes = data.classes ??
    Array.from({ length: predictions.classes }, (_, k) => String(k));
  const found = costs && costsOf({ costs, positive, classes, outOfFold, predictions });
  const sets = coverage === undefined ? undefined : setsOf(coverage, outOfFold, predictions);
  return {
    json: { ...found && { costs: found }, ...sets && { sets } },
    paragraphs: [...found ? [costsText(found, name)] : [], ...sets ? [setsText(sets, name)] : []],
  };
}

/** Of two classes `threshold`, of labels `thresholds`. */
type Promises = Partial<ReturnType<typeof promisesOf>> & {
  readonly thresholds?: ReturnType<typeof labelPromisesOf>;
};

/** The promises of a model, and what predictions come to. */
function promisesOf({ threshold, sets }: Decision, predictions: Predictions) {
  const { outputs, labels } = predictions;
  const own = sets && classScores(outputs, labels).filter((score) => score <= sets.bound).length;
  const held = own === undefined ? undefined : shareOf(own, labels.length);
  return {
    ...threshold &&
      { threshold: promiseOf(threshold, classAnswers(predictions, threshold.positive)) },
    ...sets && {
      sets: { ...sets, kept: held!, holds: !isBroken(sets.promised, held!, "lower") },
    },
  };
}

function labelPromisesOf(
  thresholds: readonly DecisionThreshold[],
  networks: Classifier,
  data: Dataset,
) {
  return labelAnswers(networks, data).map((answers, k) => promiseOf(thresholds[k]!, answers));
}

function promiseOf(threshold: DecisionThreshold, { scores, positives }: YesAnswers) {
  const from = () => threshold.from ?? Infinity;
  const kept = meanInterval(rowCosts(scores, positives, threshold, from));
  return {
    ...threshold,
    ...{ kept, holds: !isBroken(threshold.promised, kept, "higher") },
    ...mistakesAt(scores, positives, from),
  };
}

/** The promises in sentences. */
function promisesText(
  { threshold, thresholds = threshold ? [threshold] : [], sets }: Promises,
  names: readonly string[],
  split: string,
): string {
  const share = (value: number) => percent(value);
  const verdict = (holds: boolean) =>
    holds ? "." : ": the promise does not hold here, by more than chance.";
  return [
    ...thresholds.map(({ positive, falseAlarm, miss, promised, kept, holds }) =>
      `Mistakes about “${names[positive] ?? positive}” cost ${falseAlarm} for a false alarm and ` +
      `${miss} for a miss: promised ${intervalText(promised, fourDigits)} a row, ` +
      `on ${split} ${intervalText(kept, fourDigits)}${verdict(holds)}`
    ),
    ...sets === undefined ? [] : [
      `Sets hold the class of about ${percent(sets.coverage, 0)} of rows: promised ${
        intervalText(sets.promised, share)
      }, ` +
      `on ${split} ${intervalText(sets.kept, share)}${verdict(sets.holds)}`,
    ],
  ].join("\n");
}
