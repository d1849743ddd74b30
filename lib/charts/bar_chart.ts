/** Histograms, the reliability diagram, values with their intervals, and shares of two times. @module */

import type { Calibration } from "../measure/metrics.ts";
import { count } from "../numerics/number_text.ts";
import { type Html, tag } from "../document/html.ts";
import { bars, dots, inkOf, REFERENCE, stroke } from "./marks.ts";
import { type ChartTexts, plot, text } from "./plot.ts";
import { categoryScale, linearScale, type Scale } from "./scale.ts";

/** The percents that are labelled on an axis from 0 to 100. */
const PERCENTS = [0, 20, 40, 60, 80, 100];

export function percentScale(title: string, end = 100): Scale {
  return {
    ...linearScale(title, [0, end]),
    ticks: PERCENTS.map((value) => ({ at: value / end, label: String(value) })),
  };
}

/** Above the bars, for the counts, in percent. */
const [COUNTS_AT, END] = [105, 112];

/** The space between two bars, as a fraction of the axis. */
const BAR_SPACING = 0.004;

/** The reliability diagram: accuracy by confidence, and the line on which the two are equal. */
export function reliabilityChart(bins: Calibration["bins"], label: string): Html {
  const y = percentScale("right, %", END);
  const seen = bins.filter(({ size }) => size > 0);
  return plot({
    x: percentScale("confidence, %"),
    y,
    label,
    marks: (at) => [
      bars(
        seen.map(({ from, to, accuracy }) => [
          at(from + BAR_SPACING, 0),
          at(to - BAR_SPACING, y.position(100 * accuracy!)),
        ]),
        inkOf(0).color,
      ),
      stroke([at(0, 0), at(1, y.position(100))], REFERENCE, 1.5),
      tag(
        "g",
        { fill: "var(--muted)", "font-size": 11 },
        seen.map(({ from, to, size }) =>
          text(at((from + to) / 2, y.position(COUNTS_AT)), count(size), "middle")
        ),
      ),
    ],
  });
}

/** The size of a histogram of which three stand in a row, in pixels. */
const SMALL = { width: 320, height: 180 };

/**
 * How values are spread around zero, such as the weights of a layer.
 * @param bins how many values are in each bin, from −bound to bound
 * @param small whether three stand in a row
 */
export function histogramChart(
  { bins, bound }: { readonly bins: readonly number[]; readonly bound: number },
  { label, title = "weight", small = true }: { label: string; title?: string; small?: boolean },
): Html {
  const y = linearScale("how many", [0, 1, ...bins], { whole: true, nice: true, ticks: 4 });
  return plot({
    ...small && SMALL,
    x: linearScale(title, [-bound, bound], { ticks: 5 }),
    y,
    label,
    marks: (at) => [
      bars(
        bins.map((size, k) => [
          at((k + 0.03) / bins.length, 0),
          at((k + 0.97) / bins.length, y.position(size)),
        ]),
        inkOf(0).color,
      ),
    ],
  });
}

/** The height of a row of intervals, in pixels. */
const ROW_HEIGHT = 30;

/**
 * Values with their intervals, one below the other.
 * @param oneColor whether they are of one kind, and not each a run with a color of its own
 * @param zero whether the axis includes 0
 */
export function intervalChart(
  rows: readonly { readonly name: string; value: number; low: number; high: number }[],
  { title, label, oneColor = false, zero = false }: ChartTexts & {
    oneColor?: boolean;
    zero?: boolean;
  },
): Html {
  const x = linearScale(title, rows.flatMap(({ low, high }) => [low, high]), { nice: true, zero });
  const levelOf = (k: number) => 1 - (k + 0.5) / rows.length;
  return plot({
    x,
    y: {
      title: "",
      band: 1 / rows.length,
      position: (k) => levelOf(Number(k)),
      ticks: rows.map(({ name }, k) => ({ at: levelOf(k), label: name })),
    },
    label,
    height: 60 + ROW_HEIGHT * rows.length,
    upright: true,
    marks: (at) =>
      rows.map(({ value, low, high }, k) => {
        const { color } = inkOf(oneColor ? 0 : k);
        const level = levelOf(k);
        const ends = [at(x.position(low), level), at(x.position(high), level)];
        return [
          stroke(ends, { color, dash: [] }),
          dots([at(x.position(value), level)], color, { radius: 4.7 }),
        ];
      }),
  });
}

/** The shares of a bin, from 0 to 1. */
export interface SharesBin {
  readonly name: string;
  readonly then: number;
  readonly now: number;
}

/** The free part of a band, on each side of its two bars. */
const SHARES_MARGIN = 0.12;

/** The share of each bin in percent, then and now. */
export function sharesChart(bins: readonly SharesBin[], label: string): Html {
  const x = categoryScale("", bins.map((_, k) => k), (k) => bins[Number(k)]!.name);
  const y = linearScale(
    "rows, %",
    [0, ...bins.flatMap(({ then, now }) => [100 * then, 100 * now])],
    { nice: true, ticks: 4 },
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
            const start = (k + SHARES_MARGIN) * width + half * (0.5 - SHARES_MARGIN) * width;
            const end = start + (0.5 - SHARES_MARGIN) * width;
            return [at(start, 0), at(end, y.position(100 * bin[time]))];
          }),
          inkOf(half).color,
        )
      ),
  });
}
