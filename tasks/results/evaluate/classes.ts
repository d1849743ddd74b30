/** The sections on classes: what is taken for what, thresholds, confidence. @module */

import type { ClassEvaluation } from "../../../lib/evaluate.ts";
import { classAverages, classMetrics } from "../../../lib/measure/metrics.ts";
import type { RankingCurve } from "../../../lib/measure/ranking.ts";
import { reliabilityChart } from "../../../lib/charts/bar_chart.ts";
import { squareChart } from "../../../lib/charts/point_chart.ts";
import { count, percent } from "../../cli/format.ts";
import {
  chart,
  columns,
  details,
  emphasized,
  hint,
  IN_FILES,
  inFiles,
  matrix,
  pageOnly,
  prose,
  type Section,
  strong,
  summaryOnly,
  type Table,
  table,
  terminalOnly,
  thinned,
} from "../../../lib/document/blocks.ts";
import { areasOf } from "./ranking.ts";
import { noIntervalTexts, withInterval } from "../problem/metrics.ts";
import { thresholdsText } from "../problem/thresholds.ts";
import type { ClassesAnswered } from "./problem/answered.ts";

/** The most classes of a matrix that fits a page, and a terminal; else the most frequent confusions are listed. */
const [MAX_ON_PAGE, MAX_IN_TERMINAL] = [30, 20];

const MAX_LISTED = 20;

/** What is told apart on some examples: `split` is their word, such as test or new. */
interface Confused extends Pick<ClassesAnswered, "classes" | "split" | "noun"> {
  /** With weights the matrix has their sums. */
  readonly data?: Pick<ClassesAnswered["data"], "weights">;
  readonly evaluation: Pick<ClassesAnswered["evaluation"], "confusion">;
}

/** The confusion matrix, or the most frequent confusions, and precision and recall of each class. */
export function confusionSection(
  { evaluation: { confusion: exact }, classes, split, noun, data }: Confused,
): Section {
  const isWeighted = data?.weights !== undefined;
  const confusion = isWeighted ? exact.map((row) => row.map(rounded)) : exact;
  const id = "confusion";
  const label = "Confusion matrix";
  if (confusion.length === 0) {
    return { id, title: label, hint: "There are too many classes for a matrix." };
  }
  const frequent = frequentConfusions(confusion);
  const most = (isWeighted ? " Counts are sums of weights." : "") +
    commonestText(frequent, classes, isWeighted);
  const all = classTable(exact, classes, isWeighted ? "weight" : `${noun}s`);
  const terms = inFiles(hint(emphasized(
    `**Precision** is the share of the ${noun}s predicted as a class that are of it. **Recall** is ` +
      `the share of the ${noun}s of a class that are predicted as it. **F1** is the harmonic mean of ` +
      "the two. **Balanced accuracy** is the mean recall: rare and frequent classes count the same. " +
      "**Macro F1** is the mean F1.",
  )));
  const listed = table({
    layout: "left",
    label: "The most frequent confusions",
    head: ["actual", "predicted", "times"],
    rows: frequent.slice(0, MAX_LISTED)
      .map(({ label, prediction, n }) => [classes[label], classes[prediction], count(n)]),
  });
  if (classes.length > MAX_ON_PAGE) {
    return {
      id,
      title: "Most frequent confusions",
      hint: prose`The ${split} ${noun}s are of ${classes.length} classes.${most}`,
      content: [
        listed,
        inFiles(details("Precision and recall of the classes", all)),
        terminalOnly(all),
        terms,
      ],
    };
  }
  const shown = matrix({ label, axes: ["actual", "predicted"], names: classes, counts: confusion });
  const isNarrow = classes.length <= MAX_IN_TERMINAL;
  return {
    id,
    title: label,
    hint:
      prose`Each row holds the ${split} ${noun}s of one class, and each column those predicted as one class. The diagonal holds correct answers.${most}`,
    content: [
      columns([isNarrow ? shown : [inFiles(shown), terminalOnly(listed)], all], "beside"),
      terms,
    ],
  };
}

/** Of fewer mistakes than this the commonest is chance, and no pattern. */
const MIN_MISTAKES = 4;

/** The most common mistake, in a sentence after a space; nothing of a few mistakes, and where none is more common. */
function commonestText(
  frequent: ReturnType<typeof frequentConfusions>,
  classes: readonly string[],
  isWeighted: boolean,
): string {
  const [first, second] = frequent;
  const mistakes = frequent.reduce((sum, { n }) => sum + n, 0);
  const isPattern = isWeighted ? frequent.length > 1 : mistakes >= MIN_MISTAKES;
  if (first === undefined || !isPattern || first.n === second?.n) return "";
  const often = isWeighted
    ? `by weight ${count(first.n)}`
    : `${count(first.n)} of ${count(mistakes)}`;
  return ` The most common mistake (${often}): “${classes[first.label]}” predicted as “${
    classes[first.prediction]
  }”.`;
}

/** A count as it is, and a sum of weights to four digits. */
function rounded(n: number): number {
  return Number.isInteger(n) ? n : Number(n.toPrecision(4));
}

/** The metrics of each class, with its name. */
export function classResults(
  confusion: Parameters<typeof classMetrics>[0],
  names: readonly string[],
) {
  return classMetrics(confusion).map((metrics, k) => ({
    class: names[k] ?? String(k),
    ...metrics,
  }));
}

/** The confusions that occur, the most frequent first. */
function frequentConfusions(confusion: ClassEvaluation["confusion"]) {
  return confusion
    .flatMap((row, label) => row.map((n, prediction) => ({ label, prediction, n })))
    .filter(({ label, prediction, n }) => label !== prediction && n > 0)
    .sort((a, b) => b.n - a.n);
}

function classTable(
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
  sizes: string,
): Table {
  const { balancedAccuracy, f1 } = classAverages(confusion);
  return table({
    layout: "classes",
    label: "Precision and recall of the classes",
    head: ["class", "precision", "recall", "F1", sizes],
    rows: [
      ...classResults(confusion, classes).map(({ class: name, precision, recall, f1, size }) => [
        name,
        ...[precision, recall, f1].map((value) => percent(value)),
        count(rounded(size)),
      ]),
      ["mean", "", percent(balancedAccuracy), percent(f1), ""],
    ],
  });
}

/** The most points of a curve: more cannot be seen apart. */
const MAX_POINTS = 400;

/** The ROC curve and the precision-recall curve of the rarer class; `undefined` if there are not two classes. */
export function rankingSection(run: ClassesAnswered): Section | undefined {
  const { ranking } = run;
  if (ranking === undefined) return undefined;
  const { positive, isRarer, intervals, size, positives, roc, precisionRecall, chosen } = ranking;
  const name = run.classes[positive];
  const share = positives / size;
  const curve = ({ points }: RankingCurve) => thinned(points, MAX_POINTS);
  const area = withInterval("auc", intervals.auc);
  const precision = withInterval("averagePrecision", intervals.averagePrecision);
  return {
    id: "ranking",
    title: "Thresholds",
    only: IN_FILES,
    hint: [
      `“${name}” is ${isRarer ? "the rarer" : "a"} class, ${count(rounded(positives))} of ${
        count(rounded(size))
      } ${run.split} ${run.noun}s${run.data.weights ? " by weight" : ""}. `,
      run.thresholds.length > 0
        ? `The model has ${thresholdsText(run.thresholds)}. `
        : "The network answers with the class that has the larger output. ",
      "Another threshold would find more of them, or raise fewer false alarms. ",
      pageOnly("The dot marks the threshold of this report."),
      summaryOnly(`The area under the ROC curve is ${area}, the average precision ${precision}.`),
      ...noIntervalTexts(areasOf(ranking)).map((text) => ` ${text}.`),
    ],
    content: columns([
      chart({
        title: `ROC curve, area ${area}`,
        hint:
          `The area is how often a ${run.noun} of “${name}” gets a larger output for “${name}” than ` +
          `a ${run.noun} of the other class. The dashed line is guessing.`,
        svg: squareChart(curve(roc), {
          label: `ROC curve of ${name}; the area under it is ${area}`,
          x: "false alarms, %",
          y: "found (recall), %",
          dashed: [{ x: 0, y: 0 }, { x: 1, y: 1 }],
          dot: chosen.roc,
        }),
      }),
      chart({
        title: `Precision and recall, area ${precision}`,
        hint: "The area is the average precision. The dashed line is guessing.",
        svg: squareChart([{ x: 0, y: precisionRecall.points[0]!.y }, ...curve(precisionRecall)], {
          label: `Precision by recall of ${name}; the average precision is ${precision}`,
          x: "found (recall), %",
          y: "precision, %",
          dashed: [{ x: 0, y: share }, { x: 1, y: share }],
          dot: chosen.precisionRecall,
          steps: true,
        }),
      }),
    ]),
  };
}

export function confidenceSection(
  { calibration, activation, split, noun, data: { weights } }: ClassesAnswered,
): Section {
  const section = { id: "confidence", title: "Confidence", only: IN_FILES };
  if (calibration === undefined) {
    return {
      ...section,
      hint: `The outputs (${activation}) are not probabilities, so confidence is not checked.`,
    };
  }
  const { error } = calibration;
  const bins = calibration.bins.map((bin) => ({ ...bin, size: rounded(bin.size) }));
  const [sizes, whatTheyAre] = weights
    ? ["weight", "are sums of weights"]
    : [`${noun}s`, `count the ${noun}s`];
  const used = bins.filter(({ size }) => size > 0);
  const range = ({ from, to }: typeof bins[0]) =>
    `${Math.round(100 * from)}–${Math.round(100 * to)} %`;
  const label = used.map((bin) => `${range(bin)}: ${percent(bin.accuracy, 0)} right`).join("; ");
  return {
    ...section,
    hint:
      prose`A network that is 90 % confident should be right nine times in ten. Its confidence is its largest output${
        activation === "sigmoid" && "; each output of a sigmoid is the probability of its own class"
      }. On the ${split} ${noun}s, confidence and accuracy differ by ${
        strong(percent(error))
      } on average over ten bins (the expected calibration error).`,
    content: columns([
      chart({
        title: "Reliability",
        hint: "Bars below the dashed line: overconfident. Above it: underconfident. " +
          `The numbers at the top ${whatTheyAre}.`,
        svg: reliabilityChart(bins, `How many are right by confidence. ${label}`),
      }),
      table({
        label: "Accuracy by confidence",
        head: ["confidence", sizes, "mean", "right"],
        rows: used.map((bin) => [
          range(bin),
          count(bin.size),
          percent(bin.confidence, 1),
          percent(bin.accuracy, 1),
        ]),
      }),
    ]),
  };
}
