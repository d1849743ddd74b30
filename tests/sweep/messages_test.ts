import { parseSweepDraft, resolveSweep, rungsIn } from "../../lib/sweep.ts";
import { planSweep } from "../../lib/sweep/plan.ts";
import { sentencesWith, testMessages } from "../helpers/says.ts";

const resolve = (keys: object) =>
  resolveSweep(parseSweepDraft({ config: {}, ...keys }), {}, "test");
const facts = { features: 784, outputs: 10, kind: "class", trainingSize: 50000 } as const;
const plan = (keys: object) =>
  planSweep(resolve(keys), () => Promise.resolve({ facts, hashes: {} }));

const space = (of: object) => ({ method: "random", trials: 1, parameters: { l2: of } });
const values = { values: [1, 2] };
const grid = { method: "grid", parameters: { l2: values } };
const halving = { method: "halving", trials: 2, parameters: { l2: values } };

testMessages("sweep", {
  SyntaxError: sentencesWith("Cannot use this sweep:\n  ", {
    'list: expected trials for the method "list"': () => plan({ method: "list" }),
    'list: it is for the method "list"': () => plan({ ...grid, list: [{}] }),
    'parameters: the method "list" has none': () =>
      plan({ method: "list", list: [{}], parameters: { l2: values } }),
    'parameters: expected a key of the config at least; for example {"epochs":{"values":[5,10]}}':
      () => plan({ method: "grid" }),
    'halving: it is for the method "halving"': () => plan({ ...grid, halving: {} }),
    "seeds: the seed 3 is there twice": () => plan({ ...grid, seeds: [3, 3] }),
    "trials: expected 2, as many as the grid has; it may be left out": () =>
      plan({ ...grid, trials: 1 }),
    "trials: expected how many in total; for example 20": () =>
      plan({ method: "random", parameters: { l2: values } }),
    "parameters: expected at most 100000 trials, got 100001": () =>
      plan({ method: "grid", parameters: { l2: { min: 1, max: 100_001, distribution: "int" } } }),
    "parameters.l2: the value 1 is there twice": () =>
      plan({ method: "grid", parameters: { l2: { values: [1, 1] } } }),
    "parameters.l2: expected values, or a range of int, for a grid": () =>
      plan({ method: "grid", parameters: { l2: { min: 0, max: 1 } } }),
    "parameters.l2: expected min below max, got min 2 and max 1": () =>
      plan(space({ min: 2, max: 1 })),
    "parameters.l2: expected min above 0 for logUniform, got 0": () =>
      plan(space({ min: 0, max: 1, distribution: "logUniform" })),
    "parameters.l2: expected whole numbers less than 2^32 apart for int, got min 0.5 and max 1":
      () => plan(space({ min: 0.5, max: 1, distribution: "int" })),
    'parameters.seed: every trial is trained with those of "seeds"': () =>
      plan({ method: "grid", parameters: { seed: values } }),
    "parameters.splitSeed: all trials share one split, or their results could not be compared":
      () => plan({ method: "grid", parameters: { splitSeed: values } }),
    "parameters.evaluate: trials are compared on validation, and see nothing else": () =>
      plan({ method: "grid", parameters: { evaluate: values } }),
    "parameters.reproduces: training does not use it": () =>
      plan({ method: "grid", parameters: { reproduces: values } }),
    "list: dataset: all trials learn from one data set, or their results could not be compared":
      () => plan({ method: "list", list: [{ dataset: "mnist" }] }),
    "parameters.epochs: halving sets them itself": () =>
      plan({ ...halving, parameters: { epochs: values } }),
    [
      "metric: expected one of classes, which these data have, got validation.r2; for " +
      "example validation.accuracy"
    ]: () => plan({ ...grid, metric: { name: "validation.r2" } }),
  }),
  RangeError: {
    "Cannot make 3 rungs of 2 epochs by the factor 3: they would end after 0, 1, 2": () =>
      rungsIn(resolve(halving), 2),
  },
});
