/** The calibration of a network: how well its confidence fits its accuracy. @module */

import { reliabilityChart } from "../charts/bar_chart.ts";
import { count, percent } from "../cli/format.ts";
import { chart, columns, prose, type Section, strong, table } from "../document/blocks.ts";
import type { ClassRun } from "./problem/runs.ts";

/** The reliability diagram and the expected calibration error. */
export function confidenceSection({ calibration, network, split, noun }: ClassRun): Section {
  const section = { id: "confidence", title: "Confidence" };
  const activation = network.outputActivation.name;
  if (calibration === undefined) {
    return {
      ...section,
      hint: `The outputs (${activation}) are no probabilities, so there is no confidence to check.`,
    };
  }
  const { bins, error } = calibration;
  const used = bins.filter(({ size }) => size > 0);
  const range = ({ from, to }: typeof bins[0]) =>
    `${Math.round(100 * from)}–${Math.round(100 * to)} %`;
  const label = used.map((bin) => `${range(bin)}: ${percent(bin.accuracy, 0)} right`).join("; ");
  return {
    ...section,
    hint:
      prose`A network that is 90 % sure should be right nine times in ten. Its confidence is its largest output${
        activation === "sigmoid" && ", which of the sigmoid is each class's own probability"
      }. On the ${split} ${noun}s it is off by ${
        strong(percent(error))
      } on average, weighted by how many ${noun}s there are: the expected calibration error, of ten bins.`,
    content: columns([
      chart({
        title: "Reliability",
        hint: "Bars below the dashed line: too sure of itself. Above: too modest. " +
          `The numbers at the top count the ${noun}s.`,
        svg: reliabilityChart(bins, `How many are right by confidence. ${label}`),
      }),
      table({
        label: "Accuracy by confidence",
        head: ["confidence", `${noun}s`, "mean", "right"],
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
