/** The labels of the forms’ fields and of their choices. @module */

/** The functions of hidden layers that can be chosen. */
export const activations = {
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  relu: "ReLU",
  leakyRelu: "Leaky ReLU",
  gelu: "GELU",
  geluTanh: "GELU (tanh)",
  silu: "SiLU",
  mish: "Mish",
  selu: "SELU",
} as const;

/** The fields of a run on digits, by their names, and what can be chosen in them. */
export const settings = {
  cost: "Cost",
  quadratic: "Quadratic",
  crossEntropy: "Cross-entropy",
  logLikelihood: "Log loss",
  optimizer: "Optimizer",
  sgd: "Plain SGD",
  momentum: "Momentum",
  nesterov: "Nesterov",
  adam: "Adam",
  learningRate: "Learning rate",
  batchSize: "Batch size",
  epochs: "Epochs",
  seed: "Seed",
  trainingSize: "Training images",
  activation: "Hidden activation",
  ...activations,
  outputActivation: "Output activation",
  softmax: "Softmax",
  initializer: "Initial weights",
  standardNormal: "Standard normal",
  scaledNormal: "Scaled normal",
  lecun: "LeCun",
  glorot: "Glorot",
  he: "He",
  l2: "L2, λ",
  tutorialPreset: "Tutorial: 784-30-10",
  chapterPreset: "Chapter 3: 784-100-10, L2",
  reluPreset: "ReLU, softmax: 784-100-10",
  adamPreset: "Adam: 784-100-10",
  flatPreset: "No hidden layer: 784-10",
  custom: "Custom",
} as const;

/** The fields of a run on a table, by their names, and what can be chosen in them. */
export const table = {
  kind: "Type of prediction",
  auto: "Detect automatically",
  class: "Class",
  quantity: "Quantity",
  gaps: "Missing values",
  category: "Separate category",
  mean: "Fill in the mean",
  drop: "Drop the row",
  seed: "Seed",
} as const;

/** The fields of a run on pictures, by their names, and what can be chosen in them. */
export const pictures = {
  side: "Size, pixels",
  color: "Colors",
  gray: "Gray levels",
  colors: "Colors",
  seed: "Seed",
} as const;

/** Why a run shows no layers, for the form and for the worker. */
export const NO_LAYERS =
  "Runs over folds, the default for tables of 30 to 100,000 rows, have no charts of layers";
