/** Charts of what each epoch shows of the layers: loaded with the first run that is asked for it. @module */

import { lineChart } from "../../tasks/results/charts/line_chart.ts";
import { inkOf } from "../../tasks/results/charts/marks.ts";
import { create, setHtml } from "./elements.ts";
import type { EpochScores } from "./messages.ts";

/** What is drawn, by its name in {@linkcode EpochScores.observed}; norms are compared by their ratios. */
const CHARTS = [
  { name: "gradientNorms", caption: "Gradient norms, ‖∂C/∂W‖", factor: 1, ratios: true },
  { name: "weightNorms", caption: "Weight norms, ‖W‖", factor: 1, ratios: true },
  { name: "saturated", caption: "Saturated activations, %", factor: 100, zero: true },
  { name: "dead", caption: "Dead units, %", factor: 100, zero: true },
] as const;

/**
 * Draws them in an element, a line for each layer.
 * @param epochs of which the last has what is observed
 * @param size height in pixels, and how many epochs there is room for
 */
export function drawLayers(
  parent: HTMLElement,
  epochs: readonly EpochScores[],
  { height, lastEpoch }: { readonly height: number; readonly lastEpoch: number },
): void {
  const last = epochs.at(-1)!;
  parent.replaceChildren();
  for (const { name, caption, factor, ...axis } of CHARTS) {
    const values = last.observed![name] ?? [];
    const nameOf = (l: number) => l === values.length - 1 ? "outputs" : `layer ${l + 1}`;
    const layers = [...values.keys()].filter((l) => values[l] !== null);
    if (layers.length === 0) continue;
    const series = layers.map((l) => ({
      name: nameOf(l),
      ink: l,
      points: epochs.map(({ number: epoch, observed }) => {
        const value = factor * observed![name]![l]!;
        return { epoch, value: Number.isFinite(value) ? value : null };
      }),
    }));
    const keys = layers.map((l) => {
      const key = create("span", { className: "key" }, nameOf(l));
      key.style.color = inkOf(l).color;
      return key;
    });
    const drawing = create("div");
    parent.append(create("figure", {}, create("figcaption", {}, caption, ...keys), drawing));
    const now = layers.map((l) => `${nameOf(l)} ${Number((factor * values[l]!).toPrecision(3))}`);
    const label = `${caption} by epoch: after ${last.number}, ${now.join(", ")}`;
    const width = drawing.clientWidth;
    setHtml(
      drawing,
      lineChart(series, { ...axis, title: "", label, epoch: "epoch", lastEpoch, width, height }),
    );
  }
}
