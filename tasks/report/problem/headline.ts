/** The key numbers of a run's page, by its problem. @module */

import { classAverages, wilsonInterval } from "../../../lib/evaluate/mod.ts";
import { rankingOf } from "../../evaluate/ranking.ts";
import { count, counted, fourDigits, percent } from "../../cli/format.ts";
import type { KeyNumber } from "../../document/blocks.ts";
import { inUnit } from "../texts.ts";
import type { ClassRun, LabelsRun, OfRun } from "./runs.ts";
import { whatGuessingGets } from "./texts.ts";

/** With fewer examples than this, metrics vary much from one test set to another. */
const MIN_EXAMPLES = 200;

/** The metrics of the answers. */
export const answerNumbers: OfRun<KeyNumber[]> = {
  classification(run) {
    const { evaluation, predictions } = run;
    const { confusion } = evaluation;
    const roc = rankingOf(predictions, evaluation)?.roc;
    return [
      accuracyNumber(run, "right"),
      ...confusion.length === 0 ? [] : [{
        value: percent(classAverages(confusion).balancedAccuracy),
        label: "balanced accuracy",
      }],
      ...roc === undefined
        ? []
        : [{ value: roc.area.toFixed(4), label: "area under the ROC curve" }],
      ...otherAccuracy(run),
    ];
  },
  multiLabel(run) {
    const { answers: { hammingLoss, macroF1 } } = run;
    return [
      accuracyNumber(run, "with all labels right"),
      { value: percent(hammingLoss), label: "of the single answers wrong (Hamming loss)" },
      ...macroF1 === null ? [] : [{ value: percent(macroF1), label: "macro F1" }],
      ...otherAccuracy(run),
    ];
  },
  regression(run) {
    const { quantities, evaluation: { r2 }, split, summary, noun, data } = run;
    const [name, other] = split === "test"
      ? ["validation", summary.validation]
      : ["test", summary.test];
    const [only] = quantities.length === 1 ? quantities : [];
    return [
      {
        value: r2?.toFixed(4) ?? "–",
        label: [
          `R² on ${
            count(data.size)
          } ${split} ${noun}s: the share of the variance that is predicted. `,
          `1 is perfect, 0 no better than always answering the mean. ${whatGuessingGets(run)}.`,
          data.size < MIN_EXAMPLES &&
          ` With so few ${noun}s it is a rough number: small test sets vary.`,
        ],
      },
      ...only === undefined ? [] : [
        {
          value: inUnit(only.mae, only),
          label: `MAE: how far off on average, in the unit of ${only.name}`,
        },
        { value: inUnit(only.rmse, only), label: "RMSE: weighs large errors more than MAE does" },
      ],
      ...other === undefined
        ? []
        : [{ value: other.r2?.toFixed(4) ?? "–", label: `R² on ${name}` }],
    ];
  },
};

function accuracyNumber(run: ClassRun | LabelsRun, right: string): KeyNumber {
  const { evaluation: { correct, size, accuracy }, split, noun } = run;
  const [low, high] = wilsonInterval(correct, size);
  return {
    value: percent(accuracy),
    label: [
      `of ${count(size)} ${split} ${noun}s ${right}, ${counted(size - correct, "mistake")}. `,
      `${whatGuessingGets(run)}. ${size < MIN_EXAMPLES ? "Small test sets vary: with" : "With"} `,
      `${counted(size, noun)} the true accuracy is between ${percent(low, 1)} and `,
      `${percent(high, 1)}, at 95 % confidence.`,
    ],
  };
}

/** The accuracy on the split that the report does not show. */
function otherAccuracy({ split, summary }: ClassRun | LabelsRun): KeyNumber[] {
  const [name, other] = split === "test"
    ? ["validation", summary.validation]
    : ["test", summary.test];
  return other === undefined ? [] : [{ value: percent(other.accuracy), label: `right on ${name}` }];
}

/** The result in a few characters, for the title of the page. */
export const titleNumbers: OfRun<string> = {
  classification: ({ evaluation }) => percent(evaluation.accuracy),
  multiLabel: ({ evaluation }) => percent(evaluation.accuracy),
  regression: ({ evaluation: { r2, mae } }) =>
    r2 === null ? `MAE ${fourDigits(mae)}` : `R² ${r2.toFixed(4)}`,
};
