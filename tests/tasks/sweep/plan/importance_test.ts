import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { importancesOf, variedParameters } from "../../../../tasks/sweep/plan/importance.ts";
import type { ParameterSpace } from "../../../../lib/search/draw.ts";
import type { SweepMetric, Trial } from "../../../../tasks/sweep/plan/summary.ts";
import { RandomStream } from "../../../../lib/numerics/random.ts";

const METRIC: SweepMetric = { name: "validation.accuracy", goal: "maximize" };

type Spaces = Readonly<Record<string, ParameterSpace>>;

/** A finished trial of one run. */
function trialOf(trial: number, parameters: Trial["parameters"], mean: number): Trial {
  return {
    trial,
    parameters,
    state: "finished",
    mean,
    sd: null,
    runs: [{
      run: String(trial).padStart(16, "0"),
      seed: 1,
      state: "finished",
      epochs: 1,
      epoch: 1,
      value: mean,
      curve: [mean],
    }],
  };
}

/** All combinations of two parameters of 4 values each, and what they come to. */
function grid(of: (a: number, b: number) => number): Trial[] {
  return Array.from({ length: 16 }, (_, k) => {
    const [a, b] = [k >> 2, k & 3];
    return trialOf(k + 1, { a, b }, of(a, b));
  });
}

const GRID: Spaces = { a: { values: [0, 1, 2, 3] }, b: { values: [0, 1, 2, 3] } };

/** Random trials of two ranges. */
function drawn(trials: number, of: (x: number, rate: number, noise: number) => number): Trial[] {
  const random = new RandomStream(1, "data");
  return Array.from({ length: trials }, (_, k) => {
    const [x, u, noise] = [random.uniform(), random.uniform(), random.uniform()];
    const rate = [0.001, 0.01, 0.1, 1][Math.floor(4 * u)]! * (1 + 9 * (4 * u % 1));
    return trialOf(k + 1, { x, rate }, of(x, rate, noise));
  });
}

const RANGES: Spaces = {
  x: { min: 0, max: 1, distribution: "uniform" },
  rate: { min: 0.001, max: 10, distribution: "logUniform" },
};

/** The importances by name. */
function byName(trials: readonly Trial[], spaces: Spaces): Record<string, number | null> {
  return Object.fromEntries(
    importancesOf(trials, spaces, METRIC).map(({ parameter, importance }) =>
      [parameter, importance] as const
    ),
  );
}

Deno.test("a parameter that alone decides explains all; what two do only together counts for neither", () => {
  assertEquals(importancesOf(grid((_, b) => b * b), GRID, METRIC), [
    { parameter: "b", importance: 1 },
    { parameter: "a", importance: 0 },
  ]);
  const { a, b } = byName(grid((a, b) => 2 * a + b), GRID);
  assertAlmostEquals(a!, 0.7663, 1e-9); // 1 − (63 / 12) / (337 / 15), the squares of ranks, by hand
  assertAlmostEquals(b!, 0, 1e-9);
  assertEquals(byName(grid((a, b) => (a + b) & 1), GRID), { a: 0, b: 0 });
});

Deno.test("a range that decides explains nearly all, on a linear and a logarithmic scale", () => {
  const linear = byName(drawn(100, (x) => x), RANGES);
  assert(linear.x! > 0.95);
  assertLess(linear.rate!, 0.1);
  const falling = byName(drawn(100, (_, rate) => -Math.log(rate)), RANGES);
  assert(falling.rate! > 0.95);
  assertLess(falling.x!, 0.1);
});

Deno.test("noise is explained by nothing, also by few trials", () => {
  for (const trials of [12, 30, 200]) {
    const { x, rate } = byName(drawn(trials, (_x, _rate, noise) => noise), RANGES);
    assertLess(x! + rate!, 0.35, `${trials} trials: ${x}, ${rate}`);
  }
});

Deno.test("on average noise is explained by nothing, where the plain share would be large", () => {
  const random = new RandomStream(3, "data");
  let sum = 0;
  for (let sweep = 0; sweep < 200; sweep++) {
    sum += byName(grid(() => random.uniform()), GRID).a!;
  }
  assertLess(sum / 200, 0.15); // η², not corrected, is 3 / 15 on average; below 0 becomes 0
});

Deno.test("the order of trials does not matter, to the bit", () => {
  const trials = drawn(60, (x, rate, noise) => x / 3 + Math.log(rate) / 7 + noise / 11);
  const expected = importancesOf(trials, RANGES, METRIC);
  assertEquals(importancesOf(trials.toReversed(), RANGES, METRIC), expected);
  const mixed = [...trials.slice(17), ...trials.slice(0, 17)];
  assertEquals(importancesOf(mixed, RANGES, METRIC), expected);
});

Deno.test("a few trials that failed do not hide a plain trend", () => {
  const random = new RandomStream(4, "data");
  const failed = new Set([4, 17, 22]);
  const trials = Array.from({ length: 30 }, (_, k) => {
    const [units, rate] = [k % 3, 10 * random.uniform()];
    return trialOf(k + 1, { units, rate }, failed.has(k) ? 0.1 : 0.9 + units / 100 + rate / 1e4);
  });
  const spaces: Spaces = {
    units: { values: [0, 1, 2] },
    rate: { min: 0, max: 10, distribution: "uniform" },
  };
  const { units, rate } = byName(trials, spaces);
  assert(units! > 0.4 && units! > 2 * rate!, `${units}, ${rate}`);
});

Deno.test("texts, lists and objects differ by their content", () => {
  const values = ["relu", [784, 30, 10], { name: "adam" }, null];
  const trials = Array.from(
    { length: 16 },
    (_, k) => trialOf(k + 1, { any: structuredClone(values[k & 3]) }, k & 3),
  );
  assertEquals(byName(trials, { any: { values } }), { any: 1 });
});

Deno.test("a parameter of one value is left out, and one that some trials do not list is not", () => {
  const trials = [1, 2, 3, 4, 5, 6].map((k) =>
    trialOf(k, { seedless: 1, ...k > 3 && { l2: 0.1 } }, k > 3 ? 1 : 0)
  );
  assertEquals(variedParameters(trials, {}), ["l2"]);
  assertEquals(byName(trials, {}), { l2: 1 });
});

Deno.test("few trials, or equal ones, have no importances", () => {
  const few = [1, 2, 3, 4].map((k) => trialOf(k, { a: k }, k));
  assertEquals(byName(few, { a: { values: [1, 2, 3, 4] } }), { a: null });
  assertEquals(byName(grid(() => 0.1), GRID), { a: null, b: null });
  assertEquals(importancesOf([], GRID, METRIC), []);
  const names = Array.from({ length: 12 }, (_, k) => trialOf(k + 1, { a: `name ${k}` }, k));
  assertEquals(byName(names, {}), { a: null });
});

Deno.test("many numbers of a list are cut into parts as a range is", () => {
  const trials = Array.from({ length: 40 }, (_, k) => trialOf(k + 1, { units: k }, k));
  const { units } = byName(trials, { units: { values: trials.map((_, k) => k) } });
  assert(units! > 0.9);
});

/** A trial whose runs stopped after so many epochs. */
function halved(trial: number, a: number, state: "stopped" | "finished", curve: number[]): Trial {
  const { parameters, runs: [run] } = trialOf(trial, { a }, curve.at(-1)!);
  const epochs = curve.length;
  return {
    ...trialOf(trial, parameters, curve.at(-1)!),
    bracket: 1,
    rung: 1,
    state,
    runs: [{ ...run!, state, epochs, epoch: epochs, curve }],
  };
}

Deno.test("halved trials are compared where all have been, not where some went on", () => {
  // After one epoch `a` does nothing at all; those that went on, all of one value, then got far better.
  const trials = Array.from({ length: 12 }, (_, k) => {
    const first = 0.5 + k % 3 / 10;
    return k < 3
      ? halved(k + 1, 0, "finished", [first, 0.9, 0.99])
      : halved(k + 1, Math.floor(k / 3), "stopped", [first]);
  });
  assertEquals(byName(trials, { a: { values: [0, 1, 2, 3] } }), { a: 0 });
});

Deno.test("a trial that diverged counts as the worst, other failures do not count", () => {
  const failed = (k: number, a: number, state: Trial["state"]): Trial => ({
    ...trialOf(k, { a }, 0),
    state,
    mean: null,
    runs: [],
  });
  const finished = [1, 2, 3, 4, 5].map((k) => trialOf(k, { a: 0 }, k < 4 ? 0.9 : 0.8));
  const diverged = [6, 7, 8].map((k) => failed(k, 1, "diverged"));
  const { a } = byName([...finished, ...diverged], {});
  assertEquals(a, 0.2533);
  const missing = [6, 7, 8].map((k) => failed(k, 1, "missing"));
  assertEquals(byName([...finished, ...missing], {}), { a: null });
  const cost: SweepMetric = { name: "validation.cost", goal: "minimize" };
  assertEquals(importancesOf([...finished, ...diverged], {}, cost)[0]!.importance, 0.0667);
});

Deno.test("the mean of seeds is what counts", () => {
  const trials = grid((a) => a).map((trial) => ({ ...trial, mean: trial.parameters.b as number }));
  assertEquals(byName(trials, GRID), { b: 1, a: 0 });
});
