/** Evaluates networks on a split: what `evaluate` prints for people and for programs. @module */

import type { Ensemble } from "../../../../lib/ensemble.ts";
import type { Candidate } from "../../../../lib/ensemble/recorded.ts";
import { evaluate, type Evaluation } from "../../../../lib/evaluate.ts";
import { classAverages } from "../../../../lib/measure/metrics.ts";
import type { DecidedEvaluation } from "../../../../lib/measure/decide/evaluation.ts";
import { percent } from "../../../cli/format.ts";
import { showsColors } from "../../../cli/print.ts";
import type { Text } from "../../../cli/styled.ts";
import { drawMistake, mistakesIn } from "../../../images/mistakes.ts";
import { decisionOfRuns } from "../../../run/saved_decision.ts";
import { ensembleOf } from "../../../run/evaluated_model.ts";
import type { OpenNetwork } from "../../../run/open_network.ts";
import { AT_HALF, thresholdsText } from "../../problem/thresholds.ts";
import { classResults } from "../classes.ts";
import { areasOf, rareResultOf } from "../ranking.ts";
import { rareTexts } from "../../problem/rare.ts";
import { noIntervalTexts, withInterval } from "../../problem/metrics.ts";
import { farthest } from "../quantities.ts";
import { type Answered, ask, type Asked, type OfAnswered } from "./answered.ts";
import { answeredBy } from "./answered_by.ts";

/** Networks and the split that they are evaluated on. */
export interface Evaluated extends Omit<Asked, "decision" | "model" | "trained"> {
  /** One network, or the members of an ensemble. */
  readonly opened: readonly OpenNetwork[];
  readonly ensemble: Ensemble;
  /** What answers for a part of the ensemble. */
  answering(ensemble: Ensemble): Candidate | Promise<Candidate>;
}

/** An evaluation, and of an ensemble's members the results of each alone. */
export interface Outcome {
  readonly answered: Answered;
  readonly members: readonly Member[];
}

interface Member extends Partial<Pick<Evaluation, "correct" | "accuracy" | "cost">> {
  readonly run: string;
  readonly epoch: number | undefined;
}

export async function evaluateNetworks(given: Evaluated): Promise<Outcome> {
  const { opened, ensemble, answering, ...asked } = given;
  const answered = await answeredBy({
    ...asked,
    model: ensemble,
    decision: decisionOfRuns(opened),
    trained: opened.map(({ network }) => network),
  });
  const members: Member[] = [];
  for (const member of opened.length > 1 ? opened : []) {
    const { run, epoch } = member;
    const { correct, accuracy, cost } = evaluate(
      await answering(ensembleOf([member])),
      answered.data,
    );
    members.push({ run, epoch, ...accuracy !== undefined && { correct, accuracy, cost } });
  }
  return { answered, members };
}

/** The accuracy of each member alone, to follow its name; nothing for one network, and for quantities. */
export function aloneTexts({ members }: Outcome): string[] {
  return members.map(({ accuracy }) =>
    accuracy === undefined ? "" : `: ${percent(accuracy)} alone`
  );
}

/** The main metrics, as lines. */
export const resultLines: OfAnswered<string[]> = {
  classification(answered) {
    const { evaluation, classes, ranking } = answered;
    const { correct, size, accuracy, confusion } = evaluation;
    const share = `${answered.data.weights ? "by weight " : ""}${percent(accuracy)}`;
    const rare = rareResultOf(ranking, classes);
    const lines = [
      ...rare === undefined ? [] : rareTexts(rare),
      `${correct} / ${size}, ${share}, ${costText(answered)}`,
    ];
    if (confusion.length > 0) {
      const { balancedAccuracy, f1 } = classAverages(confusion);
      lines.push(`Balanced accuracy ${percent(balancedAccuracy)}, macro F1 ${percent(f1)}`);
    }
    if (ranking !== undefined) {
      lines.push(
        `“${classes[ranking.positive]}”${ranking.isRarer ? ", the rarer class" : ""}: ` +
          `area under the ROC curve ${withInterval("auc", ranking.intervals.auc)}, average ` +
          `precision ${withInterval("averagePrecision", ranking.intervals.averagePrecision)}`,
        ...noIntervalTexts(areasOf(ranking)),
      );
    }
    return lines;
  },
  multiLabel(answered) {
    const { evaluation: { correct, size, accuracy }, answers: { hammingLoss, macroF1 } } = answered;
    return [
      `${correct} / ${size} with all labels right, ${percent(accuracy)}, ${costText(answered)}`,
      `Of single answers ${percent(hammingLoss)} are wrong (Hamming loss), ` +
      `macro F1 ${percent(macroF1)}`,
    ];
  },
  regression: () => [],
};

/** The loss, and how good the answers are at one half where a model has thresholds. */
function costText(
  { evaluation: { cost, accuracyAtHalf }, thresholds }: Pick<Answered, "thresholds"> & {
    readonly evaluation: DecidedEvaluation;
  },
): string {
  return `loss ${cost.toFixed(4)}` +
    (accuracyAtHalf === undefined
      ? ""
      : `, with ${thresholdsText(thresholds)}\n${AT_HALF} ${percent(accuracyAtHalf)}`);
}

/** The mistakes of what is not a table, drawn for a terminal. */
export const drawnMistakes: OfAnswered<Text[]> = {
  classification({ table, predictions, worst, data, classes, whereIs }) {
    if (table !== undefined || worst === 0) return [];
    return mistakesIn(predictions, worst).map((mistake) => {
      const location = whereIs(mistake.example);
      return drawMistake(mistake, data, classes, { location, grays: showsColors() });
    });
  },
  multiLabel: () => [],
  regression: () => [],
};

/** An evaluation for programs, without the names of a single run and of the split. */
export async function outcomeJson({ answered, members }: Outcome): Promise<object> {
  const { promises, sets } = answered.decided;
  return {
    ...members.length > 0 && { runs: members },
    ...answered.data.weights && { weights: answered.table?.weights },
    ...await ask(resultJson, answered),
    sets,
    decision: promises,
  };
}

const resultJson: OfAnswered<Promise<object>> = {
  classification(answered) {
    const { evaluation, classes, predictions, ranking, decided: { costs }, worst, whereIs } =
      answered;
    const { confusion } = evaluation;
    const averages = confusion.length > 0 ? classAverages(confusion) : undefined;
    return Promise.resolve({
      ...evaluation,
      balancedAccuracy: averages?.balancedAccuracy,
      macroF1: averages?.f1,
      positiveClass: ranking && classes[ranking.positive],
      auc: ranking?.roc.area,
      averagePrecision: ranking?.precisionRecall.area,
      intervals: ranking?.intervals,
      classes: classResults(confusion, classes),
      ...answered.table?.importance,
      mistakes: worst > 0
        ? mistakesIn(predictions, worst)
          .map((mistake) => ({ ...mistake, place: whereIs(mistake.example) }))
        : undefined,
      costs: costs?.[0],
    });
  },
  multiLabel(answered) {
    const { evaluation, answers, wrong, worst, whereIs } = answered;
    return Promise.resolve({
      ...evaluation,
      macroF1: answers.macroF1,
      hammingLoss: answers.hammingLoss,
      labels: answers.labels,
      mistakes: worst > 0
        ? wrong.map((answer) => ({ ...answer, place: whereIs(answer.example) }))
        : undefined,
      costs: answered.decided.costs,
    });
  },
  async regression(answered) {
    const { evaluation, quantities, worst } = answered;
    const shown = worst > 0
      ? await answered.table?.worstRows(farthest(quantities, worst))
      : undefined;
    return {
      ...evaluation,
      quantities: quantities.map(({ name, scores }) => ({ name, ...scores })),
      ...answered.table?.importance,
      worst: shown?.rows.map((row) =>
        Object.fromEntries(row.map((cell, k) => [shown.head[k]!, cell]))
      ),
    };
  },
};
