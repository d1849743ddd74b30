/** The confusion matrix, and the metrics of each class that follow from it. @module */

import { classAverages, classMetrics } from "../../lib/evaluate/mod.ts";
import { frequentConfusions } from "../evaluate/classes.ts";
import { count, percent } from "./format.ts";
import { type Html, html } from "../charts/html.ts";
import { details, type Section, table } from "./page.ts";
import type { ClassRun } from "./problem/runs.ts";

/** The share of red behind the most frequent confusion, in percent; with more its number would be hard to read. */
export const MAX_HEAT_PERCENT = 50;

/** The most classes of a matrix that fits a page; with more, the most frequent confusions are listed. */
const MAX_MATRIX_CLASSES = 30;

/** The most confusions in that list. */
const MAX_LISTED = 20;

/** The confusion matrix, and the metrics of each class. */
export function confusionSection(
  { evaluation: { confusion }, classes, split, noun }: ClassRun,
): Section {
  const section = { id: "confusion", title: "Confusion matrix" };
  if (confusion.length === 0) {
    return { ...section, hint: "There are too many classes for a matrix.", content: undefined };
  }
  const frequent = frequentConfusions(confusion);
  const [worst] = frequent;
  const most = worst && html`
    Most often, ${count(
      worst.n,
    )} times, “${classes[worst.label]}” is taken for “${classes[worst.prediction]}”.
  `;
  const isWide = classes.length > MAX_MATRIX_CLASSES;
  const all = classTable(confusion, classes, noun);
  return {
    ...section,
    title: isWide ? "Most frequent confusions" : section.title,
    hint: isWide
      ? html`Of ${classes.length} classes, on the ${split} ${noun}s.${most}`
      : html`A row holds the ${split} ${noun}s of one class, a column those predicted as it. The diagonal is right.${most}`,
    content: html`
      ${isWide
        ? [confusionList(frequent, classes), details("Precision and recall of the classes", all)]
        : html`<div class="beside">${
          confusionMatrix(confusion, classes, worst?.n ?? 0)
        }${all}</div>`}
      <p
        class="hint"><strong>Precision</strong>: of the ${noun}s predicted as a class, how many are of it. <strong>Recall</strong>: of the ${noun}s of a class, how many are found. <strong>F1</strong> is the harmonic mean of the two. The mean recall is the <strong>balanced accuracy</strong>: rare and frequent classes count the same. The mean F1 is macro F1.</p>
    `,
  };
}

/** The metrics of each class, and the means. */
function classTable(
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
  noun: string,
): Html {
  const { balancedAccuracy, f1 } = classAverages(confusion);
  return table({
    kind: "classes",
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

/** The matrix, with the names of its rows and columns. */
function confusionMatrix(
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
  most: number,
): Html {
  const long = classes.some((name) => name.length > 3); // then the heads of columns stand upright
  const cell = (n: number, label: number, prediction: number) => {
    if (label === prediction) return html`<td class="right">${count(n)}</td>`;
    if (n === 0) return html`<td class="none">0</td>`;
    const heat = Math.round(MAX_HEAT_PERCENT * Math.sqrt(n / most));
    return html`<td style="--heat:${heat}%">${count(n)}</td>`;
  };
  return html`
    <div class="matrix"><span class="above">predicted</span><span class="side">actual</span><div
      class="scroll" role="group" tabindex="0" aria-label="Confusion matrix"><table class="confusion${long &&
        " named"}"><thead><tr><td class="corner"></td>${classes
        .map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${confusion.map((
          row,
          label,
        ) =>
          html`<tr><th scope="row">${classes[label]}</th>${
            row.map((n, prediction) => cell(n, label, prediction))
          }</tr>`
        )}</tbody></table></div></div>
  `;
}

/** The most frequent confusions, for too many classes for a matrix. */
function confusionList(
  frequent: ReturnType<typeof frequentConfusions>,
  classes: readonly string[],
): Html {
  return table({
    kind: "left",
    label: "The most frequent confusions",
    head: ["actual", "predicted", "times"],
    rows: frequent.slice(0, MAX_LISTED)
      .map(({ label, prediction, n }) => [classes[label], classes[prediction], count(n)]),
  });
}
