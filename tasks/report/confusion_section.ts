/** The confusion matrix, and the metrics of each class that follow from it. @module */

import { classAverages, classMetrics } from "../../lib/evaluate/mod.ts";
import { count, percent } from "../cli/format.ts";
import {
  columns,
  details,
  hint,
  matrix,
  prose,
  type Section,
  strong,
  type Table,
  table,
} from "../document/blocks.ts";
import { frequentConfusions } from "../evaluate/classes.ts";
import type { ClassRun } from "./problem/runs.ts";

/** The most classes of a matrix that fits a page; with more, the most frequent confusions are listed. */
const MAX_MATRIX_CLASSES = 30;

/** The most confusions in that list. */
const MAX_LISTED = 20;

/** The confusion matrix, and the metrics of each class. */
export function confusionSection(
  { evaluation: { confusion }, classes, split, noun }: ClassRun,
): Section {
  const id = "confusion";
  const label = "Confusion matrix";
  if (confusion.length === 0) {
    return { id, title: label, hint: "There are too many classes for a matrix." };
  }
  const frequent = frequentConfusions(confusion);
  const [worst] = frequent;
  const most = worst &&
    ` Most often, ${count(worst.n)} times, “${classes[worst.label]}” is taken ` +
      `for “${classes[worst.prediction]}”.`;
  const all = classTable(confusion, classes, noun);
  const terms = hint(
    prose`${strong("Precision")}: of the ${noun}s predicted as a class, how many are of it. ${
      strong("Recall")
    }: of the ${noun}s of a class, how many are found. ${
      strong("F1")
    } is the harmonic mean of the two. The mean recall is the ${
      strong("balanced accuracy")
    }: rare and frequent classes count the same. The mean F1 is macro F1.`,
  );
  if (classes.length > MAX_MATRIX_CLASSES) {
    return {
      id,
      title: "Most frequent confusions",
      hint: prose`Of ${classes.length} classes, on the ${split} ${noun}s.${most}`,
      content: [
        table({
          layout: "left",
          label: "The most frequent confusions",
          head: ["actual", "predicted", "times"],
          rows: frequent.slice(0, MAX_LISTED)
            .map(({ label, prediction, n }) => [classes[label], classes[prediction], count(n)]),
        }),
        details("Precision and recall of the classes", all),
        terms,
      ],
    };
  }
  const shown = matrix({ label, axes: ["actual", "predicted"], names: classes, counts: confusion });
  return {
    id,
    title: label,
    hint:
      prose`A row holds the ${split} ${noun}s of one class, a column those predicted as it. The diagonal is right.${most}`,
    content: [columns([shown, all], "beside"), terms],
  };
}

/** The metrics of each class, and the means. */
function classTable(
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
  noun: string,
): Table {
  const { balancedAccuracy, f1 } = classAverages(confusion);
  return table({
    layout: "classes",
    label: "Precision and recall of the classes",
    head: ["class", "precision", "recall", "F1", `${noun}s`],
    rows: [
      ...classMetrics(confusion).map(({ precision, recall, f1, size }, k) => [
        classes[k],
        ...[precision, recall, f1].map((value) => percent(value)),
        count(size),
      ]),
      ["mean", "", percent(balancedAccuracy), percent(f1), ""],
    ],
  });
}
