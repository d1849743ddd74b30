/** The recipe that works for data of one's own unattended. It has no schema, so that a page can train by it. @module */

/** What is taken for data of one's own where a config does not say. */
export const OWN_RECIPE = {
  hidden: [64, 32],
  activation: "relu",
  initializer: "he",
  optimizer: { name: "adamw", weightDecay: 0.3 },
  learningRate: 0.001,
  batchSize: 32,
  epochs: 300,
  earlyStopping: { patience: 30 },
  monitor: "cost",
} as const;

/** The outputs and the cost that targets of a kind are learned with, where a config does not say. */
export const OWN_OUTPUTS = {
  class: { outputActivation: "softmax", cost: "logLikelihood" },
  quantity: { outputActivation: "linear", cost: "quadratic" },
} as const;
