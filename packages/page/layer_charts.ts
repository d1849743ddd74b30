/** Charts of what each epoch shows of the layers: loaded with the first run that is asked for it. @module */

import { lineChart } from "../../tasks/results/charts/line_chart.ts";
import { inkOf } from "../../tasks/results/charts/marks.ts";
import { create, setHtml } from "./elements.ts";
import type { EpochScores } from "./messages.ts";
import * as texts from "./texts.ts";
import { textsOf } from "./texts_of.ts";

const text = textsOf(texts.training);

/** What is drawn, by its name in the texts and in {@linkcode EpochScores.observed}; norms are compared by their ratios. */
const CHARTS = [
  { name: "gradientNorms", factor: 1, ratios: true },
  { name: "weightNorms", factor: 1, ratios: true },
  { name: "saturated", factor: 100, zero: true },
  { name: "dead", factor: 100, zero: true },
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
  for (const { name, factor, ...axis } of CHARTS) {
    const values = last.observed![name] ?? [];
    const nameOf = (l: number) => l === values.length - 1 ? text("outputs") : text("layer", l + 1);
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
    parent.append(create("figure", {}, create("figcaption", {}, text(name), ...keys), drawing));
    const now = layers.map((l) => `${nameOf(l)} ${Number((factor * values[l]!).toPrecision(3))}`);
    const label = text("layerChart", text(name), last.number, now.join(", "));
    const [epoch, width] = [text("epoch"), drawing.clientWidth];
    setHtml(
      drawing,
      lineChart(series, { ...axis, title: "", label, epoch, lastEpoch, width, height }),
    );
  }
}
