/** Pictures and histograms of a network's weights. @module */

import { histogramOf } from "../../lib/evaluate/mod.ts";
import { histogramChart } from "../charts/bar_chart.ts";
import { column, count, fourDigits } from "../cli/format.ts";
import {
  chart,
  columns,
  columnTable,
  details,
  heading,
  hint,
  type Picture,
  pictures,
  prose,
  type Section,
  swatch,
} from "../document/blocks.ts";
import { firstNetworkOf, FoldEnsemble } from "../../lib/fold_ensemble/mod.ts";
import { unitPictures } from "./pictures.ts";
import type { ReportedRun } from "./problem/runs.ts";

const MAX_HISTOGRAMS = 6;

/** The first layer as pictures, if the inputs are pictures, and the distribution of each layer's weights. */
export async function weightsSection(run: ReportedRun): Promise<Section> {
  const network = firstNetworkOf(run.network);
  const first = await picturesPart(run);
  const spreads = network.weights.map(({ values }) => histogramOf(values));
  const shape = (l: number) => `${network.sizes[l]} × ${network.sizes[l + 1]}`;
  const histograms = spreads.slice(0, MAX_HISTOGRAMS).map((spread, l) =>
    chart({
      title: `Layer ${l + 1}, ${shape(l)}`,
      svg: histogramChart(spread, {
        label: `Histogram of the ${count(spread.count)} weights of layer ${l + 1}: mean ` +
          `${fourDigits(spread.mean)}, standard deviation ${fourDigits(spread.deviation)}`,
      }),
    })
  );
  return {
    id: "weights",
    title: "Weights",
    only: "page",
    hint: [memberText(run), first.hint],
    content: [
      first.content,
      hint([
        "Weights that hardly differ from zero do little; a few very large ones can be a sign of ",
        "overfitting, which a penalty (L2) holds down.",
        spreads.length > MAX_HISTOGRAMS &&
        ` The first ${MAX_HISTOGRAMS} of ${spreads.length} layers.`,
        " What lies beyond a chart is counted in its outermost bars.",
      ]),
      columns(histograms, "grid three"),
      details(
        "All layers",
        columnTable("The weights of the layers", [
          { head: "layer", cells: spreads.map((_, l) => l + 1) },
          { head: "inputs × units", cells: spreads.map((_, l) => shape(l)) },
          { head: "weights", cells: spreads.map(({ count: size }) => count(size)) },
          ...(["mean", "deviation", "least", "most"] as const).map((head) => ({
            head,
            cells: column(spreads.map((spread) => spread[head])),
          })),
        ]),
      ),
    ],
  };
}

/** Which of several networks is shown. */
function memberText({ network, summary: { families } }: ReportedRun): string {
  if (!(network instanceof FoldEnsemble) || families === undefined) return "";
  const { name, members: [member] } = network.families[0]!;
  return `Of ${
    count(network.networks.length)
  } networks the first is shown: ${name}, without fold ` +
    `${member!.fold + 1}. `;
}

/** The pictures of the first layer, and how to read them; without pictures, if inputs are none. */
async function picturesPart(run: ReportedRun): Promise<Pick<Section, "hint" | "content">> {
  const { data, config } = run;
  const network = firstNetworkOf(run.network);
  const drawn = await unitPictures(network, data);
  if (drawn === undefined) return { hint: "How the weights of each layer are spread." };
  const { units, full, ...shown } = drawn;
  const classes = network.sizes.length === 2 && "classes" in run ? run.classes : undefined;
  const { l1, l2, optimizer } = config;
  const decays = l1 > 0 || l2 > 0 || optimizer.name === "adamw";
  const isInk = typeof config.dataset === "string";
  const [ink, none] = isInk ? ["ink", "images have no ink"] : ["light", "images are black"];
  const all = shown.pictures.map(({ unit, uri }): Picture => {
    const name = String(classes?.[unit - 1] ?? unit);
    const what = classes === undefined ? "unit" : "output";
    const { width, height } = shown;
    return { uri, width, height, alt: `Weights into ${what} ${name}`, lines: [name] };
  });
  return {
    hint: [
      `Each picture is a unit of the first layer, its weights laid out as the image: ${ink} on `,
      prose`${swatch("#2675d9")} blue speaks for the unit, ${ink} on ${swatch("#d96914")} orange `,
      `against it, in full color from ±${fourDigits(full)} on. `,
      all.length < units
        ? `Of ${
          count(units)
        } units the ${all.length} are shown with the largest weights into the ` +
          "next layer, by their norm."
        : `All ${count(units)} are shown.`,
      ` Where ${none}, ${
        isInk ? "at the edge, " : ""
      }nothing is learned: weights stay as they were `,
      `drawn${decays ? ", but for what the penalty takes" : ""}. That is noise, and harmless.`,
    ],
    content: [pictures("close", all), heading("How they are spread")],
  };
}
