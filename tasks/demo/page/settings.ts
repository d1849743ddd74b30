/** The settings of a training run on the page: some keys of a config. They have no schema, or zod would be on the page. @module */

import { quote } from "../../cli/shell.ts";
import type { Config } from "../../../lib/config.ts";

/** The keys; the others of a config are at their defaults. */
export type Settings = Pick<
  Config,
  | "sizes"
  | "activation"
  | "outputActivation"
  | "cost"
  | "initializer"
  | "optimizer"
  | "l2"
  | "learningRate"
  | "batchSize"
  | "epochs"
  | "trainingSize"
  | "seed"
>;

/** The tutorial's, as in `tasks/configs/tutorial.json`. */
const TUTORIAL: Settings = {
  sizes: [784, 30, 10],
  activation: "sigmoid",
  outputActivation: "sigmoid",
  cost: "quadratic",
  initializer: "standardNormal",
  optimizer: { name: "sgd" },
  l2: 0,
  learningRate: 3,
  batchSize: 10,
  epochs: 30,
  trainingSize: 50000,
  seed: 5,
};

/** Settings that train well, by name; the page begins with the first. */
export const PRESETS: { readonly [name: string]: Settings } = {
  "The tutorial’s: 784-30-10": TUTORIAL,
  "Chapter 3: 784-100-10, L2": {
    ...TUTORIAL,
    sizes: [784, 100, 10],
    cost: "crossEntropy",
    initializer: "scaledNormal",
    l2: 5,
    learningRate: 0.5,
  },
  "ReLU, softmax: 784-100-10": {
    ...TUTORIAL,
    sizes: [784, 100, 10],
    activation: "relu",
    outputActivation: "softmax",
    cost: "logLikelihood",
    initializer: "he",
    learningRate: 0.1,
    epochs: 10,
  },
  "Adam: 784-100-10": {
    ...TUTORIAL,
    sizes: [784, 100, 10],
    activation: "relu",
    outputActivation: "softmax",
    cost: "logLikelihood",
    initializer: "he",
    optimizer: { name: "adam" },
    learningRate: 0.001,
    batchSize: 32,
    epochs: 10,
  },
  "No hidden layer: 784-10": {
    ...TUTORIAL,
    sizes: [784, 10],
    outputActivation: "softmax",
    cost: "logLikelihood",
    initializer: "scaledNormal",
    learningRate: 0.1,
    epochs: 5,
  },
};

/** Learning rates that suit each optimizer, where the cost is the cross-entropy. */
export const USUAL_RATES: { readonly [optimizer: string]: number } = {
  sgd: 0.5,
  momentum: 0.05,
  nesterov: 0.05,
  adam: 0.001,
};

/** The name of the file of weights that these settings train. */
export function fileName({ sizes, seed }: Settings, epoch: number): string {
  return `${sizes.join("-")}-seed-${seed}-epoch-${epoch}.safetensors`;
}

/** How a run of these settings is made at a terminal: the tutorial's config with what differs. */
export function commandLine(settings: Settings): string {
  const changes = Object.entries(settings).flatMap(([key, value]) => {
    if (key === "optimizer") {
      const { name } = settings.optimizer;
      return name === "sgd" ? [] : [`--set optimizer.name=${name}`];
    }
    const text = JSON.stringify(value);
    const differs = text !== JSON.stringify(TUTORIAL[key as keyof Settings]);
    // The outputs have the hidden layers' activation function unless a config says otherwise.
    const implied = key === "outputActivation" && value === settings.activation;
    return differs && !implied || key === "outputActivation" && !implied
      ? [`--set ${quote(`${key}=${text.replaceAll('"', "")}`)}`]
      : [];
  });
  return ["deno task train --name page", ...changes].join(" ");
}
