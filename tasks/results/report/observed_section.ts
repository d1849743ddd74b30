/** What the config's `observe` asks for: by layer, over the epochs. @module */

import type { Observed } from "../../../lib/train/observe.ts";
import { column } from "../../cli/format.ts";
import {
  columns,
  columnTable,
  details,
  type Section,
  thinned,
} from "../../../lib/document/blocks.ts";
import { linesChart } from "../../../lib/charts/line_chart.ts";
import type { ReportedRun } from "./problem/runs.ts";
import { seriesOf } from "./scores.ts";

/** The most lines of a chart. */
const MAX_LAYERS = 6;

interface ObservedTexts {
  readonly title: string;
  readonly hint: string;
  readonly axis: string;
  /** What the values are multiplied by. Default: 1, of a norm. */
  readonly percent?: true;
}

const TEXTS: { readonly [Key in keyof Observed]-?: ObservedTexts } = {
  gradientNorms: {
    title: "Gradient norms",
    hint:
      "How much a layer still has to learn. First layers far below the last learn slowly: their " +
      "gradient vanishes.",
    axis: "‖∂C/∂W‖",
  },
  weightNorms: {
    title: "Weight norms",
    hint: "The size of all weights of a layer together.",
    axis: "‖W‖",
  },
  saturated: {
    title: "Saturated activations",
    hint:
      "Activations within 1 % of an end of their range, where the function is flat. Saturated hidden " +
      "units learn slowly; outputs saturate where the network is confident.",
    axis: "% of activations",
    percent: true,
  },
  dead: {
    title: "Dead units",
    hint: "Units that are 0 for all of these examples. They learn nothing more from them.",
    axis: "% of units",
    percent: true,
  },
};

/** The charts of what was observed; `undefined` of a run that observed nothing. */
export function observedSection({ metrics, network: { sizes }, noun }: ReportedRun) {
  const last = metrics.at(-1)?.observed ?? {};
  const keys = (Object.keys(TEXTS) as (keyof Observed)[])
    .filter((key) => layersOf(last, key).length > 0);
  if (keys.length === 0) return undefined;
  const charts = keys.map((key) => {
    const { title, hint, axis, percent } = TEXTS[key];
    const layers = thinned(layersOf(last, key), MAX_LAYERS);
    const series = layers.map((l) => ({
      ...seriesOf(nameOf(l, sizes), metrics, ({ observed }) => {
        const value = observed?.[key]?.[l];
        return percent && value ? 100 * value : value;
      }),
      ink: l,
    }));
    return linesChart(title, series, axis, { hint, zero: percent === true, ratios: !percent });
  });
  const all = sizes.slice(1).map((_, l) => l);
  return {
    id: "observed",
    title: "Inside the network",
    hint:
      "Measured after each epoch, for each layer. Gradients and activations are from the first " +
      `1,000 training ${noun}s.`,
    content: [
      columns(charts),
      details(
        "All layers",
        columnTable("All layers after the last epoch", [
          { head: "layer", cells: all.map((l) => nameOf(l, sizes)) },
          ...keys.map((key) => ({
            head: `${TEXTS[key].title.toLowerCase()}${TEXTS[key].percent ? ", %" : ""}`,
            cells: column(all.map((l) => {
              const value = last[key]?.[l] ?? undefined;
              return TEXTS[key].percent && value ? 100 * value : value;
            })),
          })),
        ]),
      ),
    ],
  } satisfies Section;
}

/** The layers that have values, the first one being 0. */
function layersOf(observed: Observed, key: keyof Observed): number[] {
  return observed[key]?.flatMap((value, l) => value === null ? [] : [l]) ?? [];
}

/** What a layer is called, the first hidden one being 0. */
function nameOf(l: number, sizes: readonly number[]): string {
  return l === sizes.length - 2 ? "outputs" : `layer ${l + 1}`;
}
