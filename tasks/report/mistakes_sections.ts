/** What a network gets wrong: what is taken for what, and the mistakes that it is surest of. @module */

import { classMetrics } from "../../mod.ts";
import { mistakesIn } from "../images/mistakes.ts";
import type { ReportedRun } from "./collect.ts";
import { count, percent } from "./format.ts";
import { type Html, html } from "./html.ts";
import { type Section, table } from "./page.ts";
import { exampleUri } from "./pictures.ts";

/** How red the most frequent confusion is, in percent; more would make its number hard to read. */
export const HOTTEST = 50;

/** The confusion matrix and what follows from it for each class. */
export function confusionSection(
  { evaluation: { confusion }, classes, split }: ReportedRun,
): Section {
  const pairs = confusion.flatMap((row, label) =>
    row.map((n, prediction) => ({ label, prediction, n: label === prediction ? 0 : n }))
  );
  const long = classes.some((name) => name.length > 3); // then the heads of columns stand upright
  const worst = pairs.reduce((most, pair) => pair.n > most.n ? pair : most);
  const cell = (n: number, label: number, prediction: number) => {
    if (label === prediction) return html`<td class="right">${count(n)}</td>`;
    if (n === 0) return html`<td class="none">0</td>`;
    const heat = Math.round(HOTTEST * Math.sqrt(n / worst.n));
    return html`<td style="--heat:${heat}%">${count(n)}</td>`;
  };
  return {
    id: "confusion",
    title: "Confusion matrix",
    hint:
      html`A row for each class of the ${split} images, a column for each prediction: what is right is on the diagonal.${
        worst.n > 0 && html`
          Most often, ${count(
            worst.n,
          )} times, “${classes[worst.label]}” is taken for “${classes[worst.prediction]}”.
        `
      }`,
    content: html`
      <div
        class="beside"><div class="scroll" role="group" tabindex="0" aria-label="Confusion matrix"><table class="confusion${long &&
          " named"}"><thead><tr><td class="corner"></td>${classes
          .map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${confusion.map((
            row,
            label,
          ) =>
            html`<tr><th scope="row">${classes[label]}</th>${
              row.map((n, prediction) => cell(n, label, prediction))
            }</tr>`
          )}</tbody></table></div>${table({
            kind: "classes",
            label: "Precision and recall of the classes",
            head: ["class", "precision", "recall", "F1", "images"],
            rows: classMetrics(confusion).map(({ precision, recall, f1, size }, k) => [
              classes[k],
              percent(precision),
              percent(recall),
              percent(f1),
              count(size),
            ]),
          })}</div>
      <p
        class="hint"><strong>Precision</strong>: of the images predicted as a class, how many are of it. <strong>Recall</strong>: of those that are, how many are found. <strong>F1</strong> is the harmonic mean of the two.</p>
    `,
  };
}

/** How many mistakes are shown. */
const SHOWN = 18;

/** The mistakes with the largest outputs. */
export async function mistakesSection(run: ReportedRun): Promise<Section> {
  const { predictions, data, classes, evaluation: { correct, size }, split } = run;
  const shown = mistakesIn(predictions, SHOWN);
  const cards: Html[] = [];
  for (const { example, label, predicted: prediction, outputs } of shown) {
    const [truth, answer] = [classes[label], classes[prediction]];
    cards.push(
      html`<li><img width="84" height="84" src="${await exampleUri(
        data,
        example,
      )}" alt="Image ${example}, labelled ${truth}"><strong>${truth} taken for ${answer}</strong><span>${answer}: ${
        outputText(run, outputs[prediction]!)
      }<br>${truth}: ${outputText(run, outputs[label]!)}<br>image ${example}</span>${
        outputBars(run, outputs, label, prediction)
      }</li>`,
    );
  }
  return {
    id: "mistakes",
    title: "Surest mistakes",
    hint: size === correct ? `All ${split} images are right.` : html`
      Of the ${count(size - correct)} mistakes on the ${split} images, the ${count(
        shown.length,
      )} with the largest output. Bars show all outputs: <span
        class="swatch" style="background:var(--error)"></span> the prediction, <span class="swatch"
        style="background:var(--accent)"></span> the label. Images count from 0.
    `,
    content: html`<ul class="mistakes">${cards}</ul>`,
  };
}

function outputText({ calibration }: ReportedRun, output: number): string {
  return calibration === undefined ? output.toFixed(3) : percent(output, 1);
}

/** The outputs as small bars, too small for axes and so not a chart of Vega's. */
function outputBars(
  run: ReportedRun,
  outputs: readonly number[],
  label: number,
  prediction: number,
): Html {
  const most = Math.max(1, ...outputs);
  const step = 100 / outputs.length;
  const bars = outputs.map((output, k) => {
    const height = Math.max(1, 32 * Math.max(0, output) / most);
    const color = k === prediction ? "error" : k === label ? "accent" : "rule-strong";
    return html`
      <rect x="${(k * step + 1).toFixed(1)}" y="${(34 - height).toFixed(1)}" width="${(step - 2)
        .toFixed(1)}" height="${height.toFixed(1)}"
        fill="var(--${color})" />
    `;
  });
  const text = outputs.map((output, k) => `${run.classes[k]}: ${outputText(run, output)}`);
  return html`
    <svg viewBox="0 0 100 34" preserveAspectRatio="none" role="img"
      aria-label="Outputs: ${text.join(", ")}">${bars}</svg>
  `;
}
