/** Shares of two times side by side: a pair of bars for each bin. @module */

import type { Html } from "../../../lib/document/html.ts";
import { bars, inkOf } from "./marks.ts";
import { plot } from "./plot.ts";
import { categoryScale, linearScale } from "./scale.ts";

/** The shares of a bin, from 0 to 1. */
export interface SharesBin {
  readonly name: string;
  readonly then: number;
  readonly now: number;
}

/** The free part of a band, on each side of its two bars. */
const MARGIN = 0.12;

/** The share of each bin in percent, then and now. */
export function sharesChart(bins: readonly SharesBin[], label: string): Html {
  const x = categoryScale("", bins.map((_, k) => k), (k) => bins[Number(k)]!.name);
  const y = linearScale(
    "rows, %",
    [0, ...bins.flatMap(({ then, now }) => [100 * then, 100 * now])],
    {
      nice: true,
      ticks: 4,
    },
  );
  const width = 1 / bins.length;
  return plot({
    x,
    y,
    label,
    marks: (at) =>
      (["then", "now"] as const).map((time, half) =>
        bars(
          bins.map((bin, k) => {
            const start = (k + MARGIN) * width + half * (0.5 - MARGIN) * width;
            const end = start + (0.5 - MARGIN) * width;
            return [at(start, 0), at(end, y.position(100 * bin[time]))];
          }),
          inkOf(half).color,
        )
      ),
  });
}
