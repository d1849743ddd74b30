/** Sweeps that no network was trained for: their metrics come from a formula. */

import { parseConfig } from "../../../lib/config.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { importancesOf } from "../../../tasks/sweep/plan/importance.ts";
import { rankTrials } from "../../../tasks/sweep/plan/mod.ts";
import type { ParameterSpace } from "../../../lib/search/draw.ts";
import type { RunState, SweepMetric } from "../../../tasks/sweep/plan/summary.ts";
import type { SweepRun, SweepSummary, Trial } from "../../../tasks/sweep/plan/summary.ts";

export const ACCURACY: SweepMetric = { name: "validation.accuracy", goal: "maximize" };

/** What a made-up sweep is made of. */
export interface Recipe {
  readonly name?: string;
  readonly method?: SweepSummary["method"];
  readonly metric?: SweepMetric;
  readonly parameters: Readonly<Record<string, ParameterSpace>>;
  /** The parameters of each trial; drawn from the spaces if they are a number. */
  readonly trials: number | readonly Trial["parameters"][];
  readonly seeds?: readonly number[];
  readonly epochs?: number;
  readonly rungs?: readonly number[];
  /** What a trial comes to in the end. */
  readonly quality?: (parameters: Trial["parameters"]) => number;
  /** What became of a trial; finished if left out. */
  readonly state?: (trial: number) => RunState;
  readonly reason?: string;
}

function valueAt(space: ParameterSpace, u: number): unknown {
  if ("values" in space) return space.values[Math.floor(u * space.values.length)];
  const { min, max, distribution } = space;
  if (distribution === "int") return min + Math.floor(u * (max - min + 1));
  const value = distribution === "uniform"
    ? min + u * (max - min)
    : min * Math.exp(u * Math.log(max / min));
  return Number(value.toPrecision(4));
}

/** A learning rate near 0.3 and many units are good. */
export function likely({ learningRate = 0.3, units = 64 }: Trial["parameters"]): number {
  const far = Math.log10(Number(learningRate) / 0.3);
  return 0.985 - 0.03 * far ** 2 - 0.4 / Number(units) ** 1.2;
}

/** Makes a sweep up. */
export function madeUp(recipe: Recipe): SweepSummary {
  const { name = "made-up", metric = ACCURACY, parameters, seeds = [1], epochs = 12 } = recipe;
  const { rungs, method = rungs ? "halving" : "random", quality = likely } = recipe;
  const { reason = "its cost is no longer finite" } = recipe;
  const random = new RandomStream(7, "data");
  const noise = () => random.uniform();
  const draw = () =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, space]) => [name, valueAt(space, noise())]),
    );
  const chosen = typeof recipe.trials === "number"
    ? Array.from({ length: recipe.trials }, draw)
    : recipe.trials;
  const ends = chosen.map(quality);
  const sign = metric.goal === "maximize" ? 1 : -1;
  const order = ends.map((_, k) => k).sort((a, b) => sign * (ends[b]! - ends[a]!));
  const trials = chosen.map((values, k): Trial => {
    const trial = k + 1;
    // A third goes on after each rung.
    const rung = rungs?.filter((_, step) => order.indexOf(k) < chosen.length / 3 ** step).length;
    const length = rungs ? rungs[rung! - 1]! : epochs;
    const state = recipe.state?.(trial) ?? (length < epochs ? "stopped" : "finished");
    const failed = ["missing", "diverged", "refused", "failed"].includes(state);
    const runs = seeds.map((seed, s): SweepRun => {
      const end = ends[k]! + (seeds.length > 1 ? (noise() - 0.5) * 0.01 : 0);
      const start = metric.goal === "maximize" ? 0.1 : 3;
      const curve = Array.from({ length: failed ? 0 : length }, (_, epoch) => {
        const way = 1 - 1 / (1 + 3 * (epoch + 1));
        return start + (end - start) * way + (noise() - 0.5) * 0.004;
      });
      const [epochs, value] = [curve.length, curve.at(-1) ?? null];
      return {
        run: (trial * 1000 + s).toString(16).padStart(16, "0"),
        seed,
        state,
        epochs,
        epoch: failed ? null : epochs,
        value,
        curve,
        ...!failed && order.indexOf(k) < 5 && { weightsSha256: "ab".repeat(32) },
        ...failed && state !== "missing" && { reason },
      };
    });
    const sum = runs.reduce((sum, { value }) => sum + value!, 0);
    const mean = failed ? null : sum / runs.length;
    const squares = runs.reduce((sum, { value }) => sum + (value! - mean!) ** 2, 0);
    const sd = mean === null || runs.length < 2 ? null : Math.sqrt(squares / (runs.length - 1));
    const ofRung = rungs && { bracket: 1, rung: rung! };
    return { trial, parameters: values, ...ofRung, state, mean, sd, runs };
  });
  const [best] = rankTrials(trials, metric);
  return {
    name,
    method,
    metric,
    parameters,
    seeds,
    epochs,
    splitSeed: null,
    ...rungs && { halving: { factor: 3, brackets: [rungs] } },
    config: { dataset: "mnist", sizes: [784, 30, 10], epochs },
    data: { "train-images-idx3-ubyte": "cd".repeat(32) },
    numerics: 1,
    complete: trials.every(({ state }) => state !== "missing"),
    best: best === undefined ? null : {
      trial: best.trial,
      run: best.runs[0]!.run,
      mean: best.mean!,
      sd: best.sd,
      config: parseConfig({ seed: best.runs[0]!.seed }),
    },
    importances: importancesOf(trials, parameters, metric),
    trials,
  };
}

/** A grid of three parameters with seeds. */
export const GRID = madeUp({
  name: "width",
  method: "grid",
  parameters: {
    learningRate: { values: [0.03, 0.3, 3] },
    units: { values: [16, 64] },
    activation: { values: ["sigmoid", "relu"] },
  },
  trials: [0.03, 0.3, 3].flatMap((learningRate) =>
    [16, 64].flatMap((units) =>
      ["sigmoid", "relu"].map((activation) => ({ learningRate, units, activation }))
    )
  ),
  seeds: [1, 2, 3],
});

/** The ranges of a random sweep. */
export const RANGES: SweepSummary["parameters"] = {
  learningRate: { min: 0.003, max: 3, distribution: "logUniform" },
  units: { min: 8, max: 128, distribution: "int" },
  "optimizer.momentum": { min: 0, max: 0.99, distribution: "uniform" },
  sizes: { values: [[784, 30, 10], [784, 100, 10], [784, 100, 30, 10]] },
};

/** Halving of 81 trials, with failures. */
export const HALVING = madeUp({
  name: "halving",
  parameters: RANGES,
  trials: 81,
  epochs: 27,
  rungs: [1, 3, 9, 27],
});

/** 200 random trials, some of which failed. */
export const MANY = madeUp({
  name: "many",
  parameters: RANGES,
  trials: 200,
  state: (trial) => {
    if (trial === 33) return "missing";
    return trial % 50 === 7 ? "diverged" : trial % 90 === 8 ? "failed" : "finished";
  },
});

export const HOSTILE = `<script>alert("&'")</script>\`|*_~[x](//y)\u0000@team #1`;

/** Names that mean something to HTML, Markdown and spreadsheets. */
export const HOSTILE_NAMES = madeUp({
  name: HOSTILE,
  parameters: {
    [HOSTILE]: { values: [HOSTILE, "=1+1", "-2", "@sum"] },
    "constructor": { values: [1, 2] },
  },
  trials: [HOSTILE, "=1+1", "-2", "@sum", "=1+1", HOSTILE, HOSTILE].map((value, k) => ({
    [HOSTILE]: value,
    constructor: 1 + k % 2,
  })),
  quality: () => 0.9,
  state: (trial) => trial === 7 ? "refused" : "finished",
  reason: HOSTILE,
});

/** Quantities, by a cost. */
export const COSTS = madeUp({
  name: "costs",
  metric: { name: "validation.rmse", goal: "minimize" },
  parameters: { learningRate: RANGES.learningRate!, l2: { values: [0, 0.001, { name: "list" }] } },
  trials: 30,
  quality: ({ learningRate }) => 0.5 + Math.abs(Math.log10(Number(learningRate) / 0.3)),
});

export const ONE = madeUp({ parameters: { units: { values: [30] } }, trials: [{ units: 30 }] });

export const NONE = madeUp({ parameters: RANGES, trials: 4, state: () => "missing" });
