import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { parseConfig } from "../../../../lib/config.ts";
import {
  parseSweepDraft,
  resolveSweep,
  rungsIn,
  type Sweep,
  sweepJsonSchema,
  trialsOf,
} from "../../../../tasks/sweep/sweep.ts";
import { hashOf, LATER_KEYS, planSweep } from "../../../../tasks/sweep/plan/plan.ts";
import schema from "../../../../tasks/sweeps/schema.json" with { type: "json" };

/** A sweep of a few keys. */
function sweepOf(keys: object, config: Record<string, unknown> = {}): Sweep {
  return resolveSweep(parseSweepDraft({ config, ...keys }), config, "test");
}

const LEARNING_RATE = { learningRate: { min: 0.01, max: 1, distribution: "logUniform" } };

Deno.test("a sweep's defaults: one seed, the config's; five trials kept; seeds are counted or named", () => {
  const sweep = sweepOf({ method: "random", parameters: LEARNING_RATE, trials: 4 }, { seed: 7 });
  assertEquals(sweep.name, "test");
  assertEquals([sweep.seeds, sweep.keep, sweep.metric, sweep.halving], [[7], 5, null, null]);
  const keys = { method: "random", parameters: LEARNING_RATE, trials: 1 };
  assertEquals(sweepOf({ ...keys, seeds: 3 }, { seed: 7 }).seeds, [7, 8, 9]);
  assertEquals(sweepOf({ ...keys, seeds: [4, 2] }).seeds, [4, 2]);
});

Deno.test("a grid has all combinations, the last parameter first", () => {
  const sweep = sweepOf({
    method: "grid",
    parameters: { batchSize: { values: [5, 10] }, epochs: { min: 1, max: 2, distribution: "int" } },
  });
  assertEquals(trialsOf(sweep), [
    { batchSize: 5, epochs: 1 },
    { batchSize: 5, epochs: 2 },
    { batchSize: 10, epochs: 1 },
    { batchSize: 10, epochs: 2 },
  ]);
});

Deno.test("trials may differ in how their one data set is read", () => {
  const sweep = sweepOf({
    method: "grid",
    parameters: { "dataset.gaps": { values: ["drop", "mean"] } },
  });
  assertEquals(trialsOf(sweep), [{ "dataset.gaps": "drop" }, { "dataset.gaps": "mean" }]);
});

Deno.test("a list is taken as it is", () => {
  const list = [{ learningRate: 1 }, { "optimizer.name": "adam" }];
  assertEquals(trialsOf(sweepOf({ method: "list", list })), list);
});

for (const method of ["random", "quasiRandom"]) {
  const parameters = {
    ...LEARNING_RATE,
    l2: { min: 0, max: 5 },
    batchSize: { min: 5, max: 8, distribution: "int" },
    hidden: { values: [[10], [20]] },
  };
  const draw = (trials: number, seed = 1) =>
    trialsOf(sweepOf({ method, parameters, trials, seed })) as {
      learningRate: number;
      l2: number;
      batchSize: number;
      hidden: number[];
    }[];

  Deno.test(`${method}: trials is a total, more of them begin with the same ones`, () => {
    assertEquals(draw(100).slice(0, 10), draw(10));
    assert(JSON.stringify(draw(10, 2)) !== JSON.stringify(draw(10, 1)));
  });

  Deno.test(`${method}: values are in their range, and spread by their distribution`, () => {
    const drawn = draw(400);
    assert(
      drawn.every(({ learningRate, l2 }) =>
        learningRate >= 0.01 && learningRate <= 1 && l2 >= 0 && l2 <= 5
      ),
    );
    const share = (of: (one: typeof drawn[number]) => boolean) => drawn.filter(of).length / 400;
    // Three standard deviations of a share of 400: 0.075.
    assert(Math.abs(share(({ learningRate }) => learningRate < 0.1) - 0.5) < 0.075);
    assert(Math.abs(share(({ l2 }) => l2 < 2.5) - 0.5) < 0.075);
    assert(Math.abs(share(({ hidden }) => hidden[0] === 10) - 0.5) < 0.075);
    for (const size of [5, 6, 7, 8]) {
      assert(Math.abs(share(({ batchSize }) => batchSize === size) - 0.25) < 0.065, String(size));
    }
  });

  Deno.test(`${method}: numbers are short enough to read`, () => {
    for (const { learningRate } of draw(50)) {
      assertMatch(String(learningRate), /^0?\.?\d{1,6}$|^1$/);
    }
  });
}

Deno.test("the first trials of a sweep are these, for ever", () => {
  const first = (method: string) =>
    trialsOf(sweepOf({ method, parameters: LEARNING_RATE, trials: 3 })).map((trial) =>
      trial["learningRate"]
    );
  assertEquals(first("random"), [0.09103, 0.4374, 0.278]);
  assertEquals(first("quasiRandom"), [0.02763, 0.2763, 0.08736]);
});

Deno.test("halving has rungs in one bracket", () => {
  const keys = { method: "halving", parameters: LEARNING_RATE, trials: 81 };
  const halving = { factor: 3, rungs: 5 };
  assertEquals(rungsIn(sweepOf({ ...keys, halving }), 81), [1, 3, 9, 27, 81]);
});

Deno.test("runs have the names that they had when their config had reproduces", async () => {
  const facts = { features: 784, outputs: 10, kind: "class", trainingSize: 100 } as const;
  const namesOf = async (config: object) => {
    const sweep = sweepOf({ method: "list", list: [{ learningRate: 3 }] }, { ...config });
    const { trials } = await planSweep(sweep, () => Promise.resolve({ facts, hashes: {} }));
    return trials.flatMap(({ runs }) => runs.map(({ run }) => run));
  };
  assertEquals(await namesOf({ reproduces: { source: "a book", error: 0.1 } }), await namesOf({}));
});

Deno.test("the schema for editors is that of the definition: deno task --cwd packages/lab schema rewrites it", () => {
  assertEquals(schema, JSON.parse(sweepJsonSchema()));
});

Deno.test("a key that is younger than a sweep changes no name of a run at its default", async () => {
  const config = { epochs: 3, seed: 1 };
  const later = { noise: 0 };
  const name = await hashOf({ config, data: {} }, later);
  assertEquals(await hashOf({ config: { ...config, noise: 0 }, data: {} }, later), name);
  assertEquals(
    await hashOf({ config: { ...config, folds: 0, repeat: 1 }, data: {} }),
    await hashOf({ config, data: {} }),
    "sweeps of versions without folds keep their names",
  );
  assertNotEquals(await hashOf({ config: { ...config, noise: 0.1 }, data: {} }, later), name);
});

/** The keys that hashes of configs have had from the first. */
const FIRST_KEYS = [
  ...["dataset", "sizes", "activation", "outputActivation", "cost", "initializer", "optimizer"],
  ...["l1", "l2", "clipNorm", "maxNorm", "labelSmoothing", "classWeights", "dropout", "augment"],
  ...["learningRate", "schedule", "averaging", "epochs", "batchSize", "trainingSize", "seed"],
  ...["normalizeWidth", "splitSeed", "evaluate", "earlyStopping", "monitor", "keep"],
];

Deno.test("a later key at its default changes no run's name", () => {
  const later = Object.entries(parseConfig({})).filter(([key]) => !FIRST_KEYS.includes(key));
  assertEquals(Object.fromEntries(later), LATER_KEYS, "LATER_KEYS has each key that is new");
});
