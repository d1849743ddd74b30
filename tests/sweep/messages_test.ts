import { parseSweepDraft, resolveSweep, rungsIn } from "../../lib/sweep.ts";
import { planSweep } from "../../lib/sweep/plan.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const resolve = (keys: object) =>
  resolveSweep(parseSweepDraft({ config: {}, ...keys }), {}, "test");
const facts = { features: 784, outputs: 10, kind: "class", trainingSize: 50000 } as const;
const plan = (keys: object) =>
  planSweep(resolve(keys), () => Promise.resolve({ facts, hashes: {} }));

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
]);
