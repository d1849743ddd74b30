/** The metrics of each of several labels. @module */

import { count, percent } from "./format.ts";
import { html } from "./html.ts";
import { type Section, table } from "./page.ts";
import type { LabelsRun } from "./problem/runs.ts";

/** Precision, recall and F1 of each label, and the mean. */
export function labelsSection({ answers, split, noun }: LabelsRun): Section {
  return {
    id: "labels",
    title: "Labels",
    hint: `Each output answers for a label, yes or no by itself, on the ${split} ${noun}s.`,
    content: html`
      ${table({
        kind: "classes",
        label: "Precision and recall of the labels",
        head: ["label", "precision", "recall", "F1", "ROC area", `${noun}s`],
        rows: [
          ...answers.labels.map(({ label, precision, recall, f1, rocArea, size }) => [
            label,
            percent(precision),
            percent(recall),
            percent(f1),
            rocArea?.toFixed(4) ?? "–",
            count(size),
          ]),
          ["mean", "", "", percent(answers.macroF1), "", ""],
        ],
      })}
      <p
        class="hint"><strong>Precision</strong>: of the ${noun}s that are given a label, how many have it. <strong>Recall</strong>: of the ${noun}s that have a label, how many are given it. <strong>F1</strong> is the harmonic mean of the two, and macro F1 the mean over the labels. The <strong>area under the ROC curve</strong> is how often the output for one that has the label is above that for one that has not.</p>
    `,
  };
}
