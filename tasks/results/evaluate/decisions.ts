/** What follows from probabilities: thresholds by what mistakes cost, and sets of classes. @module */

import type { Dataset } from "../../../lib/dataset.ts";
import type { Ensemble } from "../../../lib/ensemble.ts";
import type { Classifier } from "../../../lib/evaluate.ts";
import { meanInterval } from "../../../lib/measure/metric_interval.ts";
import type { Predictions } from "../../../lib/evaluate/predictions.ts";
import type { Decision, DecisionThreshold } from "../../../lib/measure/decide/decide.ts";
import { type MistakeCosts, mistakesAt, rowCosts } from "../../../lib/measure/decide/threshold.ts";
import { type Option, UsageError } from "../../cli/arguments.ts";
import { readCosts, readCoverage } from "../../cli/decision_values.ts";
import type { OpenData } from "../../data/source.ts";
import { decisionOfRuns } from "../../run/saved_decision.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { keptSets, setsOf, type SetsResult } from "./coverage.ts";
import { costsOf, type CostsResult, labelCostsOf } from "./mistake_costs.ts";
import { isBroken, type OutOfFold, outOfFoldOf } from "./out_of_fold.ts";
import { classAnswers, labelAnswers, predictionsOf, type YesAnswers } from "./predictions.ts";

export const DECISION_OPTIONS = {
  cost: {
    description: "Print what mistakes cost at several thresholds: 'false alarm=1,miss=5'",
    value: "COSTS",
  },
  positive: {
    description:
      "The positive class: the one to find, and to compute F1 for (default: the rarer one)",
    value: "CLASS",
  },
  coverage: {
    description:
      "Print sets of classes that contain the right one in this share of rows, such as 0.9",
    value: "SHARE",
  },
} as const satisfies { readonly [name: string]: Option };

/** What is asked for. */
export interface Decisions {
  readonly costs?: MistakeCosts | undefined;
  readonly positive?: string | undefined;
  readonly coverage?: number | undefined;
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
  if (cost === undefined && coverage === undefined) return undefined;
  return {
    costs: cost === undefined ? undefined : readCosts(cost),
    positive,
    coverage: coverage === undefined ? undefined : readCoverage(coverage),
  };
}

/** What is decided on a split. */
export interface Decided {
  /** What mistakes cost at several thresholds: of two classes one result, of several labels one each. */
  readonly costs?: readonly CostsResult[] | undefined;
  readonly sets?: SetsResult | undefined;
  /** What the model promised by itself, and the names that its thresholds count. */
  readonly promises?: Promises | undefined;
  readonly names?: readonly string[] | undefined;
}

interface On {
  readonly opened: readonly OpenNetwork[];
  readonly ensemble: Ensemble;
  /** What answers to the split. */
  readonly networks: Classifier;
  readonly split: Dataset;
  /** Opens the data that the networks learned from. */
  readonly learned: () => Promise<Pick<OpenData, "validation" | "folded" | "classes">>;
}

/**
 * Decides on a split as it is asked for, or shows what the model promised by itself.
 * @throws {UsageError} if the outputs are not probabilities of classes
 */
export async function decidedBy(
  asked: Decisions | undefined,
  { opened, ensemble, networks, split, learned }: On,
): Promise<Decided> {
  if (asked === undefined) return promisedBy(opened, networks, split);
  checkDecisions(asked, opened, split);
  const data = await learned();
  const { labels } = opened[0]!;
  const outOfFold = outOfFoldOf(ensemble, data);
  return decidedOf(asked, { classes: data.classes, labels, outOfFold, networks, split });
}

/**
 * What the model of a single run promised, beside what it keeps on a split.
 * @param networks what answers to the split
 * @returns nothing of models without a decision
 */
function promisedBy(
  opened: readonly OpenNetwork[],
  networks: Classifier,
  split: Dataset,
): Decided {
  const decision = decisionOfRuns(opened);
  if (decision === undefined) return {};
  const [{ network, labels = [] }] = opened as [OpenNetwork];
  return decision.thresholds
    ? {
      promises: { thresholds: labelPromisesOf(decision.thresholds, networks, split) },
      names: labels,
    }
    : { promises: promisesOf(decision, predictionsOf(networks, split)), names: network.classNames };
}

/**
 * Checks that what is asked for can be decided.
 * @throws {UsageError} if the outputs are not probabilities of classes
 */
function checkDecisions(
  { costs, positive, coverage }: Decisions,
  opened: readonly OpenNetwork[],
  { problem }: Dataset,
): void {
  const isProbable = areProbable(opened);
  const areLabels = problem.hasAccuracy && !problem.isOneHot;
  if (areLabels && isProbable && costs !== undefined) {
    const other = positive === undefined ? coverage && "--coverage" : "--positive";
    if (other) throw new UsageError(`${other} is for classes: the run answers labels`);
  } else if (!problem.isOneHot || !isProbable) {
    throw new UsageError(
      `${costs === undefined ? "--coverage" : "--cost"} is for probabilities of classes: ` +
        `the run answers ${isProbable ? problem.noun : "with other outputs"}`,
    );
  }
}

/** Whether outputs are probabilities. */
export function areProbable(opened: readonly Pick<OpenNetwork, "network">[]): boolean {
  return opened.every(({ network }) => network.predictsClasses);
}

interface DecidedBy extends Pick<OpenData, "classes" | "labels"> {
  readonly outOfFold: OutOfFold;
  /** What answers to the split. */
  readonly networks: Classifier;
  readonly split: Dataset;
}

/** Decides on a split. */
export function decidedOf(
  { costs, positive, coverage }: Decisions,
  { outOfFold, networks, split, labels, ...names }: DecidedBy,
): Decided {
  if (!split.problem.isOneHot) {
    return { costs: costs && labelCostsOf({ costs, labels, outOfFold, networks, split }) };
  }
  const predictions = predictionsOf(networks, split);
  const classes = names.classes ??
    Array.from({ length: predictions.classes }, (_, k) => String(k));
  return {
    costs: costs && [costsOf({ costs, positive, classes, outOfFold, predictions })],
    sets: coverage === undefined ? undefined : setsOf(coverage, outOfFold, predictions),
    names: classes,
  };
}

/** Of two classes `threshold`, of labels `thresholds`. */
export type Promises = Partial<ReturnType<typeof promisesOf>> & {
  readonly thresholds?: ReturnType<typeof labelPromisesOf>;
};

/** The promises of a model, and what predictions come to. */
function promisesOf({ threshold, sets }: Decision, predictions: Predictions) {
  return {
    ...threshold &&
      { threshold: promiseOf(threshold, classAnswers(predictions, threshold.positive)) },
    ...sets && { sets: keptSets(sets, predictions) },
  };
}

function labelPromisesOf(
  thresholds: readonly DecisionThreshold[],
  networks: Classifier,
  data: Dataset,
) {
  return labelAnswers(networks, data).map((answers, k) => promiseOf(thresholds[k]!, answers));
}

function promiseOf(threshold: DecisionThreshold, { scores, positives, weights }: YesAnswers) {
  const from = () => threshold.from ?? Infinity;
  const kept = meanInterval(rowCosts(scores, positives, threshold, from), { weights });
  return {
    ...threshold,
    kept,
    holds: !isBroken(threshold.promised, kept, "higher"),
    ...mistakesAt(scores, positives, from),
  };
}
