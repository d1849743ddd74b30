/** A value for each key of a config, for errors and the documentation. @module */

/** A value that shows how a key is set, by its path. */
export const EXAMPLES: { readonly [path: string]: unknown } = {
  dataset: "fashion-mnist",
  sizes: [784, 100, 10],
  activation: "relu",
  outputActivation: "softmax",
  cost: "crossEntropy",
  initializer: "scaledNormal",
  optimizer: { name: "momentum", momentum: 0.5 },
  l2: 5,
  augment: { rotation: 15, elastic: { sigma: 4, alpha: 34 } },
  "augment.rotationByClass": { "1": 7.5 },
  "augment.elastic": { sigma: 4, alpha: 34 },
  l1: 5,
  clipNorm: 1,
  maxNorm: 2,
  labelSmoothing: 0.1,
  classWeights: { "8": 2 },
  dropout: { inputs: 0.2, hidden: 0.5 },
  learningRate: 0.5,
  schedule: { name: "cosine", warmup: 1 },
  averaging: { decay: 0.999 },
  epochs: 10,
  batchSize: 64,
  trainingSize: 10000,
  normalizeWidth: 16,
  seed: 7,
  splitSeed: 7,
  evaluate: ["validation"],
  folds: 0,
  repeat: 1,
  recipe: 2,
  earlyStopping: { patience: 10 },
  keep: "best",
  monitor: "cost",
  observe: ["gradientNorms", "activations"],
};

/** A key with its example, as it is set on a command line: `epochs=10`; `undefined` if it has none. */
export function exampleSetting(key: string): string | undefined {
  const example = Object.hasOwn(EXAMPLES, key) ? EXAMPLES[key] : undefined;
  if (example === undefined) return undefined;
  return `${key}=${typeof example === "string" ? example : JSON.stringify(example)}`;
}
