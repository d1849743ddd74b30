/**
 * What thresholds and sets promise and keep, by what `write_answers.ts` wrote of tables:
 *
 *     deno run -R packages/lab/bench/tables/decide.ts OUT
 *
 * A miss of the rarer of two classes costs five times a false alarm; costs are those of a row. Sets are to hold the class in
 * 90 % of rows.
 * @module
 */

import {
  boundOf,
  classScores,
  expectedThreshold,
  fitDecision,
  rowCosts,
  shareOf,
} from "../../../../lib/table/decide/mod.ts";
import { meanDifference, meanInterval } from "../../../../lib/evaluate/mod.ts";
import { independentDifference } from "../../../../lib/table/verdict/mod.ts";
import { meansOf, readAnswers } from "./calibrate.ts";
import type { MemberAnswers } from "./write_answers.ts";

const COSTS = { falseAlarm: 1, miss: 5 };
const COVERAGE = 0.9;

for (const answers of await readAnswers(Deno.args[0]!)) {
  const { table, classes, labels, testLabels, folds } = answers;
  const { outOfFold, test } = meansOf(answers);
  const rows = { probabilities: outOfFold, labels, foldOf: folds[0]! };
  const costs = classes.length === 2 ? COSTS : undefined;
  const { threshold, sets } = fitDecision({ costs, coverage: COVERAGE }, classes, rows)!;
  const held = classScores(test, testLabels)
    .filter((score, row) => score <= boundOf(sets!.bound, testLabels[row]!)).length;
  const kept = shareOf(held, testLabels.length);
  const crossed = crossConformal(answers);
  const difference = independentDifference(sets!.promised, kept)!;
  const cells = [
    `coverage ${sets!.promised.value.toFixed(3)} kept ${kept.value.toFixed(3)} CV+ ${
      crossed.toFixed(3)
    }`,
    difference.isBeyondChance ? `(beyond chance ${difference.value.toFixed(3)})` : "",
  ];
  if (threshold !== undefined) {
    const { positive, from } = threshold;
    const scores = testLabels.map((_, row) => test[2 * row + positive]!);
    const positives = testLabels.map((label) => label === positive);
    const costsAt = (at: number) => rowCosts(scores, positives, COSTS, () => at);
    const [half, expected, chosen] = [0.5, expectedThreshold(COSTS), from ?? Infinity].map(costsAt);
    const mean = (of: Float64Array) => meanInterval(of).value.toFixed(4);
    const beside = (other: Float64Array) => {
      const { value, shown } = meanDifference(other.map((cost, row) => cost - chosen![row]!));
      return `${value.toFixed(4)} ${shown}`;
    };
    const broken = independentDifference(threshold.promised, meanInterval(chosen!))!;
    cells.push(
      `half ${mean(half!)} expected ${mean(expected!)} chosen ${mean(chosen!)} from ${
        from?.toFixed(3)
      }`,
      `promised ${threshold.promised.value.toFixed(4)}${broken.isBeyondChance ? " BEYOND" : ""}`,
      `saves beside half ${beside(half!)}, beside expected ${beside(expected!)}`,
    );
  }
  console.log(table, testLabels.length, ...cells);
}

/**
 * The share of test rows whose class is in its set by CV+ (Barber, Candès, Ramdas and Tibshirani 2021, “Predictive inference
 * with the jackknife+”): a row's score by the members of each fold is compared with the scores of that fold.
 */
function crossConformal({ members, classes, labels, testLabels, folds }: MemberAnswers): number {
  const width = classes.length;
  const count = Math.max(...folds[0]!) + 1;
  const byFold = Array.from(
    { length: count },
    (_, fold) => {
      const own = members.filter((member) => member.fold === fold && member.repeat === 0);
      const total = own.reduce((sum, { weight }) => sum + weight, 0);
      const meanOf = (key: "outOfFold" | "test") =>
        own[0]![key].map((_, k) =>
          own.reduce((sum, member) => sum + member.weight * member[key][k]!, 0) / total
        );
      const rows = labels.filter((_, row) => folds[0]![row] === fold);
      return { scores: classScores(meanOf("outOfFold"), rows).sort(), test: meanOf("test") };
    },
  );
  const least = (1 - COVERAGE) * (labels.length + 1);
  return testLabels.filter((label, row) => {
    const above = byFold.reduce((sum, { scores, test }) => {
      const score = 1 - test[row * width + label]!;
      return sum + scores.filter((other) => other >= score).length;
    }, 0);
    return above + 1 > least;
  }).length / testLabels.length;
}
