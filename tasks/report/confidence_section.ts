/** The calibration of a network: how well its confidence fits its accuracy. @module */

import { reliabilityChart } from "../charts/bar_chart.ts";
import { count, percent } from "./format.ts";
import { html } from "../charts/html.ts";
import { chartFigure, type Section, table } from "./page.ts";
import type { ClassRun } from "./problem/runs.ts";

/** The reliability diagram and the expected calibration error. */
export function confidenceSection({ calibration, network, split, noun }: ClassRun): Section {
  const section = { id: "confidence", title: "Confidence" };
  const activation = network.outputActivation.name;
  if (calibration === undefined) {
    return {
      ...section,
      hint: `The outputs (${activation}) are no probabilities, so there is no confidence to check.`,
      content: undefined,
    };
  }
  const { bins, error } = calibration;
  const used = bins.filter(({ size }) => size > 0);
  const range = ({ from, to }: typeof bins[0]) =>
    `${Math.round(100 * from)}–${Math.round(100 * to)}\u00a0%`;
  const label = used.map((bin) => `${range(bin)}: ${percent(bin.accuracy, 0)} right`).join("; ");
  return {
    ...section,
    hint:
      html`A network that is 90\u00a0% sure should be right nine times in ten. Its confidence is its largest output${
        activation === "sigmoid" && ", which of the sigmoid is each class's own probability"
      }. On the ${split} ${noun}s it is off by <strong>${
        percent(error)
      }</strong> on average, weighted by how many ${noun}s there are: the expected calibration error, of ten bins.`,
    content: html`<div class="grid">${
      chartFigure({
        title: "Reliability",
        hint: "Bars below the dashed line: too sure of itself. Above: too modest. " +
          `The numbers at the top count the ${noun}s.`,
        chart: reliabilityChart(calibration.bins, `How many are right by confidence. ${label}`),
      })
    }<div>${
      table({
        label: "Accuracy by confidence",
        head: ["confidence", `${noun}s`, "mean", "right"],
        rows: used.map((bin) => [
          range(bin),
          count(bin.size),
          percent(bin.confidence, 1),
          percent(bin.accuracy, 1),
        ]),
      })
    }</div></div>`,
  };
}
