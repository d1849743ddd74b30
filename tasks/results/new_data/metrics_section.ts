/** The metrics of new data compared with the test's, and what few rows allow. @module */

import { METRICS } from "../../../lib/measure/metric_table.ts";
import { smallTestText } from "../../../lib/measure/verdict/verdict.ts";
import {
  list,
  paragraph,
  type Section,
  table,
  terminalOnly,
} from "../../../lib/document/blocks.ts";
import { count, counted, inPercent } from "../../cli/format.ts";
import { metricText, noIntervalTexts, withInterval } from "../problem/metrics.ts";
import type { NewResult } from "./evaluate.ts";

/** How the result of training is named, by the rows that tell it. */
const RESULTS = {
  test: { head: "test of training", from: "the test of training", on: "On the test of training" },
  validation: { head: "out of fold", from: "the result out of fold", on: "Out of fold" },
} as const;

/** The metrics compared with the test's, and why some examples are not judged. */
export function metricsSection(result: NewResult, noun: string): Section {
  const { metric, now, then, by, metrics, tested, counts } = result;
  const isStrict = counts.unknownClass + counts.withoutPrediction > 0 && metric === "accuracy";
  const others = metrics.filter(({ name, quantity }) =>
    isStrict || name !== metric || quantity !== undefined
  );
  const rows = [
    [METRICS[metric].label, withInterval(metric, now), withInterval(metric, then)],
    ...others.map(({ name, quantity, now, then }) => [
      METRICS[name].label + (quantity === undefined ? "" : ` of ${quantity}`) +
      (name === "accuracy" ? " of those judged" : ""),
      ...[now, then].map((found) => withInterval(name, found)),
    ]),
    ["examples", count(counts.judged), tested === undefined ? "–" : count(tested)],
  ];
  const head = ["95 % intervals", "new data", RESULTS[by].head];
  const sentences = countSentences(result, noun);
  return {
    id: "metrics",
    title: "Metrics",
    content: [
      table({ label: "Metrics", layout: "results", head, rows }),
      terminalOnly(paragraph(differenceSentence(result))),
      sentences.length > 0 && list(sentences),
    ],
  };
}

/** Whether the difference is more than chance, as a sentence. */
export function differenceSentence(
  { metric, now, then, by, difference }: Pick<
    NewResult,
    "metric" | "now" | "then" | "by" | "difference"
  >,
): string {
  const { label: name, goal, interval } = METRICS[metric];
  if (now === undefined) return `${name} is not defined: all targets are the same.`;
  if (then === undefined) return `There is no ${name} from a test to compare with.`;
  if (difference === undefined) {
    return `Whether the difference in ${name} is more than chance is not known: ` +
      `${then.low === null ? "the run" : "the new data"} has no interval for it.`;
  }
  const { value, low, high, isBeyondChance } = difference;
  const isInPercent = metricText(metric).chart.factor === 100;
  const signed = (of: number) => (isInPercent ? inPercent(of) : of.toFixed(4)).replace("-", "−");
  const unit = isInPercent ? `points of ${name}` : `in ${name}`;
  const source = interval === "counts" ? "Newcombe 1998" : "Zou and Donner 2008";
  const verdict = !isBeyondChance
    ? `Not measurably different from ${RESULTS[by].from}`
    : `${value < 0 === (goal === "maximize") ? "Worse" : "Better"} than ${
      by === "test" ? "on " : ""
    }${RESULTS[by].from}, by more than chance`;
  return `${verdict}: ${signed(value)} ${unit} (95 % interval ${signed(low)} to ${signed(high)}; ` +
    `two independent samples, ${source}).`;
}

/** How many examples could not be judged, and why, and what few of them are worth. */
function countSentences(
  {
    counts,
    unknownClasses,
    notes,
    main,
    mainMetric,
    metric,
    metrics,
    now,
    then,
    by,
    isWhole,
    isGrouped,
    outcome,
  }: NewResult,
  noun: string,
): string[] {
  const { all, judged, withoutLabel, unknownClass, withoutPrediction } = counts;
  const reasons = [
    withoutLabel > 0 && `${withoutLabel} without a label`,
    unknownClass > 0 && `${unknownClass} of a class that the model did not learn ` +
      `(${unknownClasses.map((name) => JSON.stringify(name)).join(", ")})`,
    withoutPrediction > 0 && `${withoutPrediction} without a prediction`,
  ].filter((reason) => reason !== false);
  const areCounted = mainMetric === "accuracy";
  const rows = areCounted ? judged + unknownClass + withoutPrediction : judged;
  const few = isGrouped ? undefined : smallTestText(rows, {
    test: main,
    noun,
    part: "new",
    ...areCounted && !outcome.answered.data.weights &&
      { wrong: Math.round(rows * (1 - main!.value)) },
  });
  const areWrong = areCounted && unknownClass + withoutPrediction > 0;
  return [
    ...reasons.length === 0
      ? []
      : [`Of ${counted(all, noun)} ${judged} are judged: ${reasons.join(", ")}.`],
    ...few === undefined ? [] : [few],
    ...areWrong ? [`Accuracy counts ${noun}s with a label and no right prediction as wrong.`] : [],
    ...notes.map((note) => `${note}.`),
    ...noIntervalTexts([
      { name: metric, interval: now },
      ...metrics.map(({ name, now }) => ({ name, interval: now })),
    ]).map((text) => `On the new data ${text}.`),
    ...noIntervalTexts([
      { name: metric, interval: then },
      ...metrics.map(({ name, then }) => ({ name, interval: then ?? undefined })),
    ]).map((text) => `${RESULTS[by].on} ${text}.`),
    ...then === undefined || isWhole ? [] : [by === "test" ? NO_TEST : NO_RESULT],
  ];
}

/** Why the test of training has few metrics here. */
const NO_TEST =
  "The run's files contain only some of its test metrics; the others need the training data at its path.";

/** Why the result out of fold has few. */
const NO_RESULT =
  "The run's files contain only some of its out-of-fold metrics; the others need the training data at its path.";
