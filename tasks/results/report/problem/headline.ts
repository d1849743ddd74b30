/** What a run predicts, and how well: the head of its report, by its problem. @module */

import {
  commonerAnswers,
  commonestClass,
  errorsOfMeans,
} from "../../../../lib/measure/baseline.ts";
import { accuracyInterval, type MetricInterval } from "../../../../lib/measure/metric_interval.ts";
import { classAverages } from "../../../../lib/measure/metrics.ts";
import { wilsonInterval } from "../../../../lib/measure/uncertainty.ts";
import type { ProblemName } from "../../../../lib/problem/contract.ts";
import { count, counted, fourDigits, percent } from "../../../cli/format.ts";
import type { KeyNumber } from "../../../../lib/document/blocks.ts";
import { dataTitle, onSplit, splitName } from "../../../data/names.ts";
import { AT_HALF, thresholdsText } from "../../problem/thresholds.ts";
import { ask, type OfAnswered } from "../../evaluate/problem/answered.ts";
import { rareResultOf } from "../../evaluate/ranking.ts";
import { type RareResult, rareTexts } from "../../problem/rare.ts";
import { inUnit } from "../../evaluate/quantities.ts";
import type { HeadOf, OfHead } from "./runs.ts";

type Head = HeadOf[ProblemName];
type ClassHead = HeadOf["classification" | "multiLabel"];

const amongWhat: OfHead<string> = {
  classification: ({ classes }) => `, one of ${classes.length} classes,`,
  multiLabel: () => "",
  regression: () => "",
};

/** What is predicted of an example of data that is not a table. */
const whatOfExamples: OfAnswered<string, [one: string]> = {
  classification: ({ classes }, one) => `which of ${classes.length} classes ${one} is`,
  multiLabel: ({ data }, one) => `which of ${data.outputs} labels ${one} has: any number of them`,
  regression: ({ quantities: { length } }, one) =>
    `${length === 1 ? "a quantity" : `${length} quantities`} of ${one}`,
};

/** The network's task: `Predicts “species”, one of 3 classes, from 7 columns of penguins.csv.` */
export function whatIsPredicted(run: Head): string {
  const { config: { dataset }, noun, table } = run;
  const data = dataTitle(dataset);
  if (table === undefined) {
    const one = `${noun === "row" ? "a" : "an"} ${noun} of ${data}`;
    return `Predicts ${ask(whatOfExamples, run, one)}.`;
  }
  const names = table.targets.map((name) => `“${name}”`).join(" and ");
  const columns = counted(table.columns.length, "column");
  return `Predicts ${names}${ask(amongWhat, run)} from ${columns} of ${data}.`;
}

/** The result of the simplest answer, as a sentence without a full stop. */
const guesses: OfHead<string> = {
  classification({ training, data, classes }) {
    const { label, accuracy } = commonestClass(training, data);
    return `Always answering “${classes[label]}”, the most common class in training, would get ` +
      percent(accuracy);
  },
  multiLabel({ answers, training, data }) {
    const commoner = commonerAnswers(training.targets!, data.targets!, data.outputs);
    return `${percent(answers.hammingLoss)} of the single answers are wrong. Always giving each ` +
      `label’s more common one in training, ${percent(1 - commoner)} would be`;
  },
  regression({ quantities, training, data }) {
    const errors = errorsOfMeans(training.targets!, data.targets!, data.outputs, {
      training: training.weights,
      targets: data.weights,
    });
    const far = quantities.map((quantity, j) => inUnit(errors[j]! * quantity.scale, quantity));
    return `Always answering the mean would be off by ${far.join(" and ")} on average`;
  },
};

/** With fewer examples than this, metrics vary much from one test set to another. */
const MIN_EXAMPLES = 200;

export const answerNumbers: OfHead<KeyNumber[]> = {
  classification(run) {
    const { evaluation, ranking, classes } = run;
    const { confusion } = evaluation;
    const rare = rareResultOf(ranking, classes);
    return [
      ...rare === undefined ? [accuracyNumber(run, "right")] : rareNumbers(run, rare),
      ...confusion.length === 0 ? [] : [{
        value: percent(classAverages(confusion).balancedAccuracy),
        label: "balanced accuracy",
      }],
      ...ranking === undefined ? [] : [
        {
          value: ranking.roc.area.toFixed(4),
          label: `area under the ROC curve${intervalLabel(ranking.intervals.auc)}`,
        },
        ...rare !== undefined ? [] : [{
          value: ranking.precisionRecall.area.toFixed(4),
          label: `average precision${intervalLabel(ranking.intervals.averagePrecision)}`,
        }],
      ],
      ...otherAccuracy(run),
    ];
  },
  multiLabel(run) {
    const { answers: { hammingLoss, macroF1 } } = run;
    return [
      accuracyNumber(run, "with all labels right"),
      { value: percent(hammingLoss), label: "of the single answers are wrong (Hamming loss)" },
      ...macroF1 === null ? [] : [{ value: percent(macroF1), label: "macro F1" }],
      ...otherAccuracy(run),
    ];
  },
  regression(run) {
    const { quantities, evaluation: { r2 }, split, summary, noun, data, config } = run;
    const [name, other] = split === "test"
      ? ["validation", summary.validation]
      : ["test", summary.test];
    const [only] = quantities.length === 1 ? quantities : [];
    return [
      {
        value: r2?.toFixed(4) ?? "–",
        label: [
          `R² on ${examplesText(run, data.size)}: the share of the variance that is explained. `,
          `1 is perfect, and 0 is no better than always answering the mean. ${ask(guesses, run)}.`,
          data.size < MIN_EXAMPLES &&
          ` With so few ${noun}s this is a rough number: small test sets vary.`,
        ],
      },
      ...only === undefined ? [] : [
        {
          value: inUnit(only.scores.mae, only),
          label: `MAE: the average error, in the unit of ${only.name}`,
        },
        {
          value: inUnit(only.scores.rmse, only),
          label: "RMSE: like MAE, but large errors count more",
        },
      ],
      ...other === undefined
        ? []
        : [{ value: other.r2?.toFixed(4) ?? "–", label: `R² ${onSplit(name, config)}` }],
    ];
  },
};

/** The interval of accuracy, and over how many groups it is where rows belong together. */
export function accuracyOf(run: ClassHead): MetricInterval & { readonly groups?: number } {
  const { evaluation: { correct, size }, data: { units, weights } } = run;
  if ((units ?? weights) !== undefined && run.problem === "classification") {
    const { predicted, labels } = run.predictions;
    const right = Float64Array.from(predicted, (k, row) => Number(k === labels[row]));
    const groups = units && { groups: new Set(units).size };
    return { ...accuracyInterval(right, { units, weights }), ...groups };
  }
  const [low, high] = wilsonInterval(correct, size);
  return { value: correct / size, low, high };
}

/** Where a share would be on other rows like these: `, 0.7132 to 0.8250 at 95 % confidence` */
function intervalLabel({ low, high }: MetricInterval): string {
  return low === null || high === null
    ? ""
    : `, ${low.toFixed(4)} to ${high.toFixed(4)} at 95 % confidence`;
}

/** `225 test rows`, `1,275 out-of-fold rows` */
function examplesText({ split, noun, config }: Head, size: number): string {
  return `${count(size)} ${splitName(split, config).replaceAll(" ", "-")} ${noun}s`;
}

function accuracyNumber(run: ClassHead, right: string): KeyNumber {
  const { evaluation: { correct, size, accuracy, accuracyAtHalf }, noun, thresholds, data } = run;
  const { low, high, reason, groups } = accuracyOf(run);
  const independent = groups === undefined
    ? counted(size, noun)
    : `${counted(groups, "group")} of ${noun}s`;
  return {
    value: percent(accuracy),
    label: [
      `of ${examplesText(run, size)} ${right}${data.weights ? " by weight" : ""}, ${
        counted(size - correct, "mistake")
      }`,
      accuracyAtHalf === undefined
        ? ". "
        : `, with ${thresholdsText(thresholds)}. ${AT_HALF} ${percent(accuracyAtHalf)} are right. `,
      `${ask(guesses, run)}. `,
      ...low === null || high === null ? [`It has no interval: ${reason}.`] : [
        `${(groups ?? size) < MIN_EXAMPLES ? "Small test sets vary: with" : "With"} `,
        `${independent} the true accuracy is between ${percent(low, 1)} and `,
        `${percent(high, 1)}, at 95 % confidence.`,
      ],
    ],
  };
}

/** What is told of a rare class, before the accuracy. */
function rareNumbers(run: HeadOf["classification"], rare: RareResult): KeyNumber[] {
  const { ranking, data } = run;
  const [, accuracy] = rareTexts(rare);
  return [
    {
      value: rare.averagePrecision.toFixed(4),
      label: [
        `average precision of “${rare.name}” on ${examplesText(run, data.size)}`,
        `${intervalLabel(ranking!.intervals.averagePrecision)}. `,
        `Guessing gets ${rare.share.toFixed(4)}, its share of the rows. ${accuracy}`,
      ],
    },
    { value: percent(rare.recall), label: `recall: the share of “${rare.name}” that is found` },
  ];
}

/** The accuracy on the split that the report does not show. */
function otherAccuracy({ split, summary, config }: ClassHead): KeyNumber[] {
  const [name, other] = split === "test"
    ? ["validation", summary.validation]
    : ["test", summary.test];
  if (other === undefined) return [];
  return [{ value: percent(other.accuracy), label: `right ${onSplit(name, config)}` }];
}

/** The result in a few characters, for the title of the page. */
export const titleNumbers: OfHead<string> = {
  classification: ({ evaluation, ranking, classes }) => {
    const rare = rareResultOf(ranking, classes);
    if (rare === undefined) return percent(evaluation.accuracy);
    return `average precision ${rare.averagePrecision.toFixed(4)}`;
  },
  multiLabel: ({ evaluation }) => percent(evaluation.accuracy),
  regression: ({ evaluation: { r2, mae } }) =>
    r2 === null ? `MAE ${fourDigits(mae)}` : `R² ${r2.toFixed(4)}`,
};
