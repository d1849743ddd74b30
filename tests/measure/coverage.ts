/**
 * How often intervals hold the truth, and of two equally good models one is called different, on draws. As a program it prints a
 * table of all situations: `deno run tests/measure/coverage.ts 3000`. @module
 */

import {
  type AskedMetric,
  metricDifference,
  metricInterval,
  metricValue,
} from "../../lib/evaluate/mod.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { drawnClasses, drawnQuantities, type Situation } from "./draw_answers.ts";

const OF_CLASSES: readonly AskedMetric[] = [
  "accuracy",
  "balancedAccuracy",
  "auc",
  "averagePrecision",
  "f1",
  "logLoss",
];
const OF_QUANTITIES: readonly AskedMetric[] = ["r2", "mae", "rmse"];

/** The rows by which a metric's true value is known, to a fiftieth of an interval's width. */
const TRUTH_ROWS = 400_000;

/** The rows of the rarest class from which on an interval has to be there. */
const ENOUGH = 20;

/** What was drawn of a metric in a situation, as shares of 1. */
export interface Coverage {
  readonly metric: AskedMetric;
  /** Of the intervals, those that hold the truth. */
  readonly held: number;
  /** Of the draws, those in which one of two equal models is called different. */
  readonly different: number;
  /** Of the draws with 20 or more rows of the rarest class, those with an interval. */
  readonly printed: number;
}

const rowsTo = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

/** Draws a situation so many times. */
export function coverageOf(situation: Situation, draws: number, seed = 1): Coverage[] {
  const { hasClasses } = situation;
  const metrics = hasClasses ? OF_CLASSES : OF_QUANTITIES;
  const sizeOf = ({ expected: { labels, targets } }: ReturnType<Situation["draw"]>) =>
    targets?.length ?? labels.length;
  const usual = sizeOf(situation.draw(new RandomStream(seed, "split")));
  const all = situation.draw(new RandomStream(seed, "split"), Math.ceil(TRUTH_ROWS / usual));
  const truths = metrics.map((metric) =>
    metricValue(metric, { outputs: all.first }, all.expected, rowsTo(sizeOf(all)))!
  );
  const counts = metrics.map(() => ({ held: 0, different: 0, printed: 0, due: 0 }));
  const random = new RandomStream(seed, "data");
  let enough = 0;
  for (let draw = 0; draw < draws; draw++) {
    const drawn = situation.draw(random);
    const { expected, first, second } = drawn;
    const rows = rowsTo(sizeOf(drawn));
    const yes = Array.from(expected.labels).filter((label) => label === 1).length;
    const isEnough = !hasClasses || Math.min(yes, rows.length - yes) >= ENOUGH;
    if (isEnough) enough++;
    for (const [m, metric] of metrics.entries()) {
      const count = counts[m]!;
      const found = metricInterval(metric, { outputs: first }, expected, rows);
      if (found && found.low !== null && found.high !== null) {
        count.printed++;
        if (isEnough) count.due++;
        if (found.low <= truths[m]! && truths[m]! <= found.high) count.held++;
      }
      const one = metricDifference(metric, { outputs: first }, { outputs: second }, expected, rows);
      if (one !== undefined && one.shown !== "neither") count.different++;
    }
  }
  return counts.map(({ held, different, printed, due }, m) => ({
    metric: metrics[m]!,
    held: held / printed,
    different: different / draws,
    printed: due / enough,
  }));
}

/** The situations in which intervals hold what they state. */
export const SITUATIONS: readonly Situation[] = [
  drawnClasses({ rows: 60, share: 0.5 }),
  drawnClasses({ rows: 300, share: 0.5 }),
  drawnClasses({ rows: 300, share: 0.15 }),
  drawnClasses({ rows: 1000, share: 0.15 }),
  drawnClasses({ rows: 300, share: 0.08 }),
  drawnClasses({ rows: 300, share: 0.08, apart: 0.1 }),
  drawnClasses({ rows: 1000, share: 0.025 }),
  drawnClasses({ groups: 12, share: 0.5 }),
  drawnClasses({ groups: 40, share: 0.5 }),
  drawnClasses({ groups: 40, share: 0.15 }),
  drawnClasses({ groups: 40, share: 0.15, common: 2.5 }),
  drawnClasses({ groups: 40, share: 0.15, each: 20 }),
  drawnClasses({ groups: 200, share: 0.15 }),
  drawnClasses({ groups: 20, share: 0.5, isOfGroup: true }),
  drawnClasses({ groups: 40, share: 0.5, isOfGroup: true }),
  drawnClasses({ groups: 40, share: 0.25, isOfGroup: true }),
  drawnClasses({ groups: 40, share: 0.15, isOfGroup: true }),
  ...([20, 60, 300, 1000] as const).map((rows) => drawnQuantities({ rows }, "normal")),
  ...([60, 300, 1000] as const).map((rows) => drawnQuantities({ rows }, "laplace")),
  ...([60, 300, 1000] as const).map((rows) => drawnQuantities({ rows }, "t5")),
  ...([300, 1000] as const).map((rows) => drawnQuantities({ rows }, "lognormal")),
  ...(["normal", "laplace", "t5"] as const).map((tail) => drawnQuantities({ groups: 40 }, tail)),
  drawnQuantities({ groups: 12 }, "normal"),
];

if (import.meta.main) {
  const [draws = "3000", word = ""] = Deno.args;
  console.log(`| situation | metric | held, % | called different, % | printed, % |`);
  console.log(`| --- | --- | --: | --: | --: |`);
  for (const situation of SITUATIONS.filter(({ name }) => name.includes(word))) {
    for (const { metric, held, different, printed } of coverageOf(situation, Number(draws))) {
      const shares = [held, different, printed].map((share) => (100 * share).toFixed(1));
      console.log(`| ${[situation.name, metric, ...shares].join(" | ")} |`);
    }
  }
}
