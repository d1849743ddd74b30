import { parseSweepDraft, resolveSweep, rungsIn } from "../../../../tasks/sweep/sweep.ts";
import { rungEnds } from "../../../../lib/search/halving.ts";
import { planSweep, type SweepData } from "../../../../tasks/sweep/plan/plan.ts";
import { pinnedIn } from "../../../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const resolve = (keys: { readonly [key: string]: unknown; readonly config?: object }) => {
  const draft = { config: {}, ...keys };
  return resolveSweep(parseSweepDraft(draft), { ...draft.config }, "test");
};
const MNIST = { features: 784, outputs: 10, kind: "class", trainingSize: 50000 } as const;
const TABLE = { features: 4, outputs: 3, kind: "class", trainingSize: 100 } as const;
const QUANTITY = { ...TABLE, kind: "quantity", outputs: 1 } as const;
const planOf = (keys: Parameters<typeof resolve>[0], facts: SweepData["facts"]) =>
  planSweep(resolve(keys), () => Promise.resolve({ facts, hashes: {} }));
const plan = (keys: Parameters<typeof resolve>[0]) => planOf(keys, MNIST);

const space = (of: object) => ({ method: "random", trials: 1, parameters: { l2: of } });
const values = { values: [1, 2] };
const grid = { method: "grid", parameters: { l2: values } };
const halving = { method: "halving", trials: 2, parameters: { l2: values } };

pin("sweep", [
  () => plan({ method: "list" }),
  () => plan({ ...grid, list: [{}] }),
  () => plan({ method: "list", list: [{}], parameters: { l2: values } }),
  () => plan({ method: "grid" }),
  () => plan({ ...grid, halving: {} }),
  () => plan({ ...grid, seeds: [3, 3] }),
  () => plan({ ...grid, trials: 1 }),
  () => plan({ method: "random", parameters: { l2: values } }),
  () => plan({ method: "grid", parameters: { l2: { min: 1, max: 100_001, distribution: "int" } } }),
  () => plan({ method: "grid", parameters: { l2: { values: [1, 1] } } }),
  () => plan({ method: "grid", parameters: { l2: { min: 0, max: 1 } } }),
  () => plan(space({ min: 2, max: 1 })),
  () => plan(space({ min: 0, max: 1, distribution: "logUniform" })),
  () => plan(space({ min: 0.5, max: 1, distribution: "int" })),
  () => plan({ method: "grid", parameters: { seed: values } }),
  () => plan({ method: "grid", parameters: { splitSeed: values } }),
  () => plan({ method: "grid", parameters: { evaluate: values } }),
  () => plan({ method: "grid", parameters: { reproduces: values } }),
  () => plan({ method: "list", list: [{ dataset: "mnist" }] }),
  () => plan({ ...halving, parameters: { epochs: values } }),
  () => plan({ ...grid, metric: { name: "validation.r2" } }),
  () => rungsIn(resolve(halving), 2),
  () => rungEnds({ factor: 3, rungs: 4 }, 9),
  () => plan({ ...grid, method: "grd" }),
  () => plan({ ...grid, trails: 3 }),
  () => plan({ method: "list", list: [{ dataset: { npz: "a.npz" } }] }),
  () => plan({ ...grid, parameters: { "dataset.csv": { values: ["a.csv", "b.csv"] } } }),
  () => plan({ ...grid, parameters: JSON.parse('{"__proto__":{"values":[1]}}') }),
  () => plan({ method: "list", list: [JSON.parse('{"__proto__":1}')] }),
  () => plan({ method: "list", list: [{ seed: 1 }] }),
  () => plan({ method: "random", parameters: { l2: values }, trials: 100_001 }),
  () => plan({ ...grid, metric: { name: "test.accuracy" } }),
  () => resolve({ ...halving, halving: { factor: 3, rungs: 5, brackets: 5 } }),
  () => plan({ method: "grid", parameters: { learningRat: values } }),
  () => plan({ ...grid, config: { trainingSize: 60000 } }),
]);

const CONFIG = {
  dataset: { csv: "a.csv", target: "b" },
  hidden: [8],
  learningRate: 0.01,
  folds: 5,
};
const byFolds = { ...halving, halving: { by: "folds" }, baseline: true };
const folded = (keys: Parameters<typeof resolve>[0], folds = 5) =>
  planOf({ config: CONFIG, ...byFolds, trials: 7, ...keys }, { ...TABLE, folds });

pin("sweeps of tables", [
  () => folded({ parameters: { folds: { values: [2, 3] } } }),
  () =>
    folded({
      method: "grid",
      halving: undefined,
      trials: undefined,
      parameters: { epochs: { values: [1] } },
    }),
  () => folded({ parameters: { "dataset.gaps": { values: ["drop", "mean"] } } }),
  () => folded({}, 2),
  () =>
    planOf({
      method: "grid",
      parameters: { learningRate: values },
      config: CONFIG,
      metric: { name: "validation.accuracy" },
    }, QUANTITY),
]);
