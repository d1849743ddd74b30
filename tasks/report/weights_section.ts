/** Pictures and histograms of a network's weights. @module */

import { histogramOf } from "../../lib/evaluate/mod.ts";
import { histogramChart } from "../charts/bar_chart.ts";
import { column, count, fourDigits } from "./format.ts";
import { type Html, html, type Part } from "../charts/html.ts";
import { chartFigure, details, type Section, table } from "./page.ts";
import { unitPictures } from "./pictures.ts";
import { ask, type ReportedRun } from "./problem/runs.ts";
import { outputNames } from "./problem/texts.ts";

/** The most layers that are drawn; the table has all. */
const MAX_HISTOGRAMS = 6;

/** The first layer as pictures, if the inputs are pictures, and the distribution of each layer's weights. */
export async function weightsSection(run: ReportedRun): Promise<Section> {
  const { network } = run;
  const { hint, pictures } = await picturesPart(run);
  const spreads = network.weights.map(({ values }) => histogramOf(values));
  const columns = (["mean", "deviation", "least", "most"] as const).map((name) =>
    column(spreads.map((spread) => spread[name]))
  );
  const shape = (l: number) => `${network.sizes[l]} × ${network.sizes[l + 1]}`;
  const histograms: Html[] = [];
  for (const [l, spread] of spreads.slice(0, MAX_HISTOGRAMS).entries()) {
    histograms.push(chartFigure({
      title: `Layer ${l + 1}, ${shape(l)}`,
      chart: histogramChart(spread, {
        label: `Histogram of the ${count(spread.count)} weights of layer ${l + 1}: mean ` +
          `${fourDigits(spread.mean)}, standard deviation ${fourDigits(spread.deviation)}`,
      }),
    }));
  }
  return {
    id: "weights",
    title: "Weights",
    hint,
    content: html`
      ${pictures}
      <p
        class="hint">Weights that hardly differ from zero do little; a few very large ones can be a sign of overfitting, which a penalty (L2) holds down.${spreads
              .length > MAX_HISTOGRAMS &&
          ` The first ${MAX_HISTOGRAMS} of ${spreads.length} layers.`} What lies beyond a chart is counted in its outermost bars.</p>
      <div class="grid three">${histograms}</div>${details(
        "All layers",
        table({
          label: "The weights of the layers",
          head: ["layer", "inputs × units", "weights", "mean", "deviation", "least", "most"],
          rows: spreads.map(({ count: size }, l) => [
            l + 1,
            shape(l),
            count(size),
            ...columns.map((texts) => texts[l]),
          ]),
        }),
      )}
    `,
  };
}

/** The pictures of the first layer, and how to read them; without pictures, if inputs are none. */
async function picturesPart(run: ReportedRun): Promise<{ hint: Part; pictures: Part }> {
  const { network, data, config } = run;
  const drawn = await unitPictures(network, data);
  if (drawn === undefined) {
    return { hint: "How the weights of each layer are spread.", pictures: undefined };
  }
  const { pictures, units, full, width, height } = drawn;
  const classes = network.sizes.length === 2 ? ask(outputNames, run) : undefined;
  const { l1, l2, optimizer } = config;
  const decays = l1 > 0 || l2 > 0 || optimizer.name === "adamw";
  const isInk = typeof config.dataset === "string";
  const [ink, none] = isInk ? ["ink", "images have no ink"] : ["light", "images are black"];
  const hint = html`
    Each picture is a unit of the first layer, its weights laid out as the image: ${ink} on <span
      class="swatch" style="background:#2675d9"></span> blue speaks for the unit, ${ink} on <span
      class="swatch"
      style="background:#d96914"></span> orange against it, in full color from ±${fourDigits(
        full,
      )} on. ${pictures.length < units
        ? `Of ${
          count(units)
        } units the ${pictures.length} are shown with the largest weights into the next layer, by their norm.`
        : `All ${count(units)} are shown.`} Where ${none}, ${isInk &&
        "at the edge, "}nothing is learned: weights stay as they were drawn${decays &&
        ", but for what the penalty takes"}. That is noise, and harmless.
  `;
  const list = html`
    <ul class="units">${pictures.map(({ unit, uri }) => {
      const name = classes?.[unit - 1] ?? unit;
      return html`<li><img width="${width}" height="${height}" src="${uri}" alt="Weights into ${
        classes === undefined ? "unit" : "output"
      } ${name}"><span>${name}</span></li>`;
    })}</ul>
    <h3 style="margin-top:44px">How they are spread</h3>
  `;
  return { hint, pictures: list };
}
