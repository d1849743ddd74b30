/** The mistakes with the highest confidence, as pictures. @module */

import { mistakesIn } from "../images/mistakes.ts";
import { count, percent } from "./format.ts";
import { type Html, html } from "../charts/html.ts";
import type { Section } from "./page.ts";
import { exampleUri } from "./pictures.ts";
import type { ClassRun } from "./problem/runs.ts";
import { MISTAKES_TITLE } from "./texts.ts";

const MAX_MISTAKES = 12;

/** The most outputs, and the most characters of a name, that fit side by side; else the largest outputs are listed. */
const [MAX_BARS, MAX_NAME] = [12, 2];

/** The most outputs in that list. */
const MAX_LISTED = 4;

export async function mistakesSection(run: ClassRun): Promise<Section> {
  const { predictions, data, classes, evaluation: { correct, size }, split } = run;
  const shown = mistakesIn(predictions, MAX_MISTAKES);
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
    title: MISTAKES_TITLE,
    hint: size === correct ? `All ${split} images are right.` : html`
      Of the ${count(size - correct)} mistakes on the ${split} images, the ${count(
        shown.length,
      )} with the largest output. Bars show the outputs: <span
        class="swatch" style="background:var(--error)"></span> the prediction, <span class="swatch"
        style="background:var(--accent)"></span> the actual class.${!isOwn &&
          " Images count from 0."}
    `,
    content: html`<ul class="cards">${cards}</ul>`,
  };
}

function outputText({ calibration }: ClassRun, output: number): string {
  return calibration === undefined ? output.toFixed(3) : percent(output, 1);
}

/** The outputs as small bars with the classes under them, or as a list of the largest. */
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
  const areNarrow = classes.length <= MAX_BARS && classes.every(({ length }) => length <= MAX_NAME);
  const shown = areNarrow ? all : all.toSorted((a, b) => b.output - a.output).slice(0, MAX_LISTED);
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
