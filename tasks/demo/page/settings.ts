/** The settings of a training run on the page: some keys of a config. No schema checks them: it would bring zod to the page. @module */

import { quote } from "../../../lib/checks/mod.ts";
import type { Config } from "../../../lib/config/mod.ts";

/** The tutorial's, as in `tasks/configs/tutorial.json`. */
const TUTORIAL = {
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
} satisfies Partial<Config>;

/** The keys of a config that the page has; the others are at their defaults. */
export type Settings = Pick<Config, keyof typeof TUTORIAL>;

/** A list's choices by their values, or the range of a number, whole unless any step will do. */
type FieldValues =
  | Readonly<Record<string, string>>
  | { readonly min: number; readonly max: number; readonly step?: "any" };

/** Fields of a form, by the names of what is in them: each with its label. */
export type Fields = { readonly [name: string]: readonly [label: string, values: FieldValues] };

/** The range of seeds. */
export const SEEDS = { min: 0, max: Number.MAX_SAFE_INTEGER };

/** The fields that are always seen. */
export const MAIN_FIELDS = {
  cost: ["Cost", {
    ...{ quadratic: "Quadratic", crossEntropy: "Cross-entropy", logLikelihood: "Log-likelihood" },
  }],
  optimizer: ["Optimizer", {
    ...{ sgd: "Plain SGD", momentum: "Momentum", nesterov: "Nesterov", adam: "Adam" },
  }],
  learningRate: ["Learning rate", { min: 0.00001, max: 100, step: "any" }],
  batchSize: ["Batch size", { min: 1, max: 1000 }],
  epochs: ["Epochs", { min: 1, max: 1000 }],
  seed: ["Seed", SEEDS],
  trainingSize: ["Training images", { min: 1, max: 50_000 }],
} satisfies Fields;

/** The fields that are folded away. */
export const MORE_FIELDS = {
  activation: ["Hidden activation", {
    ...{ sigmoid: "Sigmoid", tanh: "Tanh", relu: "ReLU", leakyRelu: "Leaky ReLU" },
    ...{ gelu: "GELU", geluTanh: "GELU (tanh)", silu: "SiLU", mish: "Mish", selu: "SELU" },
  }],
  outputActivation: ["Output activation", { sigmoid: "Sigmoid", softmax: "Softmax" }],
  initializer: ["Initial weights", {
    ...{ standardNormal: "Standard normal", scaledNormal: "Scaled normal" },
    ...{ lecun: "LeCun", glorot: "Glorot", he: "He" },
  }],
  l2: ["L2, λ", { min: 0, max: 1000, step: "any" }],
} satisfies Fields;

const SOFTMAX = { outputActivation: "softmax", cost: "logLikelihood" };

const RELU: Settings = {
  ...TUTORIAL,
  ...SOFTMAX,
  sizes: [784, 100, 10],
  activation: "relu",
  initializer: "he",
  learningRate: 0.1,
  epochs: 10,
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
  "ReLU, softmax: 784-100-10": RELU,
  "Adam: 784-100-10": { ...RELU, optimizer: { name: "adam" }, learningRate: 0.001, batchSize: 32 },
  "No hidden layer: 784-10": {
    ...TUTORIAL,
    ...SOFTMAX,
    sizes: [784, 10],
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

/** The command that makes a run of these settings at a terminal: the tutorial's config with what differs. */
export function commandLine(settings: Settings): string {
  const changes = Object.entries(settings).flatMap(([key, value]) => {
    const [option, text] = key === "optimizer"
      ? ["optimizer.name", settings.optimizer.name]
      : [key, JSON.stringify(value).replaceAll('"', "")];
    // The outputs have the hidden layers' activation function unless a config has another.
    const usual = key === "outputActivation"
      ? settings.activation
      : TUTORIAL[key as keyof Settings];
    return JSON.stringify(value) === JSON.stringify(usual)
      ? []
      : [`--set ${quote(`${option}=${text}`)}`];
  });
  return ["deno task train --name page", ...changes].join(" ");
}
