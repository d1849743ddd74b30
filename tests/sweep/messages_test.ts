import { bracketsIn, parseSweepDraft, resolveSweep } from "../../lib/sweep.ts";
import { planSweep } from "../../lib/sweep/plan.ts";
import { testMessages } from "../helpers/says.ts";

const resolve = (keys: object) =>
  resolveSweep(parseSweepDraft({ config: {}, ...keys }), {}, "test");
const facts = { features: 784, outputs: 10, kind: "class", trainingSize: 50000 } as const;
const plan = (keys: object) =>
  planSweep(resolve(keys), () => Promise.resolve({ facts, hashes: {} }));

const space = (of: object) => ({ method: "random", trials: 1, parameters: { l2: of } });
const values = { values: [1, 2] };
const grid = { method: "grid", parameters: { l2: values } };
const halving = { method: "halving", trials: 2, parameters: { l2: values } };

/** What is done, the sweep, and the line on it after "Cannot use this sweep:". */
const rows: [what: string, keys: object, line: string][] = [
  ["a list without trials", { method: "list" }, 'list: expected trials for the method "list"'],
  ["a list for a grid", { ...grid, list: [{}] }, 'list: it is for the method "list"'],
  [
    "parameters beside a list",
    { method: "list", list: [{}], parameters: { l2: values } },
    'parameters: the method "list" has none',
  ],
  [
    "a grid of nothing",
    { method: "grid" },
    'parameters: expected a key of the config at least; for example {"epochs":{"values":[5,10]}}',
  ],
  ["halving of a grid", { ...grid, halving: {} }, 'halving: it is for the method "halving"'],
  ["one seed twice", { ...grid, seeds: [3, 3] }, "seeds: the seed 3 is there twice"],
  [
    "fewer trials than a grid has",
    { ...grid, trials: 1 },
    "trials: expected 2, as many as the grid has; it may be left out",
  ],
  [
    "no number of trials",
    { method: "random", parameters: { l2: values } },
    "trials: expected how many in total; for example 20",
  ],
  [
    "too large a grid",
    { method: "grid", parameters: { l2: { min: 1, max: 100_001, distribution: "int" } } },
    "parameters: expected at most 100000 trials, got 100001",
  ],
  [
    "one value twice",
    { method: "grid", parameters: { l2: { values: [1, 1] } } },
    "parameters.l2: the value 1 is there twice",
  ],
  [
    "a range in a grid",
    { method: "grid", parameters: { l2: { min: 0, max: 1 } } },
    "parameters.l2: expected values, or a range of int, for a grid",
  ],
  [
    "an empty range",
    space({ min: 2, max: 1 }),
    "parameters.l2: expected min below max, got min 2 and max 1",
  ],
  [
    "a logarithm of 0",
    space({ min: 0, max: 1, distribution: "logUniform" }),
    "parameters.l2: expected min above 0 for logUniform, got 0",
  ],
  [
    "a range of int that is not whole",
    space({ min: 0.5, max: 1, distribution: "int" }),
    "parameters.l2: expected whole numbers less than 2^32 apart for int, got min 0.5 and max 1",
  ],
  [
    "a parameter of the seed",
    { method: "grid", parameters: { seed: values } },
    'parameters.seed: every trial is trained with those of "seeds"',
  ],
  [
    "a parameter of the split",
    { method: "grid", parameters: { splitSeed: values } },
    "parameters.splitSeed: all trials share one split, or their results could not be compared",
  ],
  [
    "a parameter of what is evaluated",
    { method: "grid", parameters: { evaluate: values } },
    "parameters.evaluate: trials are compared on validation, and see nothing else",
  ],
  [
    "a parameter that training does not use",
    { method: "grid", parameters: { reproduces: values } },
    "parameters.reproduces: training does not use it",
  ],
  [
    "a data set in a list",
    { method: "list", list: [{ dataset: "mnist" }] },
    "list: dataset: all trials learn from one data set, or their results could not be compared",
  ],
  [
    "epochs with halving",
    { ...halving, parameters: { epochs: values } },
    "parameters.epochs: halving sets them itself",
  ],
  [
    "a metric of other data",
    { ...grid, metric: { name: "validation.r2" } },
    "metric: expected one of classes, which these data have, got validation.r2; for example validation.accuracy",
  ],
];

testMessages("sweep", [
  ...rows.map(([what, keys, line]) =>
    [what, () => plan(keys), SyntaxError, `Cannot use this sweep:\n  ${line}`] as const
  ),
  [
    "too many rungs for the epochs",
    () => bracketsIn(resolve(halving), 2),
    RangeError,
    "Cannot make 3 rungs of 2 epochs by the factor 3: they would end after 0, 1, 2",
  ],
  [
    "too many brackets for the trials",
    () => bracketsIn(resolve({ ...halving, halving: { brackets: 3 } }), 9),
    RangeError,
    "Cannot make 3 brackets: expected at most as many as trials and rungs, got 2 trials and 3 rungs",
  ],
]);
