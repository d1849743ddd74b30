/** The mistakes that a network is surest of, as pictures. @module */

import { mistakesIn } from "../images/mistakes.ts";
import { count, percent } from "./format.ts";
import { type Html, html } from "./html.ts";
import type { Section } from "./page.ts";
import { exampleUri } from "./pictures.ts";
import type { ClassRun } from "./problem/runs.ts";
import { SUREST } from "./texts.ts";

/** How many mistakes are shown. */
const SHOWN = 12;

/** More outputs than this, or names longer than that, do not fit side by side: the largest outputs are listed then. */
const [MOST_BARS, LONGEST_NAME] = [12, 2];

/** How many of them are listed. */
const LISTED = 4;

/** The mistakes with the largest outputs. */
export async function mistakesSection(run: ClassRun): Promise<Section> {
  const { predictions, data, classes, evaluation: { correct, size }, split } = run;
  const shown = mistakesIn(predictions, SHOWN);
  const isOwn = typeof run.config.dataset !== "string";
  const cards: Html[] = [];
  for (const { example, label, predicted: prediction, outputs } of shown) {
    const [truth, answer] = [classes[label], classes[prediction]];
    const { uri, height, width } = await exampleUri(data, example, isOwn);
    cards.push(
      html`<li><img class="${
        isOwn ? "seen" : "ink"
      }" width="${width}" height="${height}" src="${uri}" alt="${
        run.whereIs(example)
      }, which is ${truth}"><p><strong>${truth} taken for ${answer}</strong><span>${answer}: ${
        outputText(run, outputs[prediction]!)
      }<br>${truth}: ${outputText(run, outputs[label]!)}<br>${run.whereIs(example)}</span></p>${
        outputBars(run, outputs, label, prediction)
      }</li>`,
    );
  }
  return {
    id: "mistakes",
    title: SUREST,
    hint: size === correct ? `All ${split} images are right.` : html`
      Of the ${count(size - correct)} mistakes on the ${split} images, the ${count(
        shown.length,
      )} with the largest output. Bars show the outputs: <span
        class="swatch" style="background:var(--error)"></span> the prediction, <span class="swatch"
        style="background:var(--accent)"></span> the actual class.${!isOwn &&
          " Images count from 0."}
    `,
    content: html`<ul class="mistakes">${cards}</ul>`,
  };
}

function outputText({ calibration }: ClassRun, output: number): string {
  return calibration === undefined ? output.toFixed(3) : percent(output, 1);
}

/** The outputs as small bars with the classes under them, or as a list of the largest; no charts of Vega's. */
function outputBars(
  run: ClassRun,
  outputs: readonly number[],
  label: number,
  prediction: number,
): Html {
  const { classes } = run;
  const most = Math.max(1, ...outputs);
  const share = (output: number) => (100 * Math.max(0, output) / most).toFixed(1);
  const color = (k: number) => k === prediction ? "error" : k === label ? "accent" : "rule-strong";
  const all = outputs.map((output, k) => ({ output, k }));
  const areNarrow = classes.length <= MOST_BARS &&
    classes.every(({ length }) => length <= LONGEST_NAME);
  const shown = areNarrow ? all : all.toSorted((a, b) => b.output - a.output).slice(0, LISTED);
  const text = shown.map(({ output, k }) => `${classes[k]}: ${outputText(run, output)}`);
  const side = areNarrow ? "height" : "width";
  return html`
    <div class="${areNarrow ? "bars" : "rows"}" role="img" aria-label="Outputs: ${text
      .join(", ")}">${shown.map(({ output, k }) =>
        html`<span><i style="${side}:${share(output)}%;background:var(--${color(k)})"></i><b>${
          classes[k]
        }</b></span>`
      )}</div>
  `;
}
