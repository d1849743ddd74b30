/** The settings of a training run on the page: some keys of a config. No schema checks them: it would bring zod to the page. @module */

import { quote } from "../../lib/checks/mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import * as texts from "./texts.ts";

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

/** A list's choices, or the range of a number, whole unless any step will do. */
type FieldValues<Name extends string> =
  | readonly Name[]
  | { readonly min: number; readonly max: number; readonly step?: "any" };

/** Fields of a form, by the names of what is in them, under which the texts have their labels and those of the choices. */
export type Fields<Name extends string = string> = { readonly [name in Name]?: FieldValues<Name> };

/** The range of seeds. */
export const SEEDS = { min: 0, max: Number.MAX_SAFE_INTEGER };

/** The optimizers that can be chosen, each with a learning rate that suits it where the cost is the cross-entropy. */
export const USUAL_RATES = { sgd: 0.5, momentum: 0.05, nesterov: 0.05, adam: 0.001 };

/** The fields that are always seen. */
export const MAIN_FIELDS = {
  cost: ["quadratic", "crossEntropy", "logLikelihood"],
  optimizer: Object.keys(USUAL_RATES) as (keyof typeof USUAL_RATES)[],
  learningRate: { min: 0.00001, max: 100, step: "any" },
  batchSize: { min: 1, max: 1000 },
  epochs: { min: 1, max: 1000 },
  seed: SEEDS,
  trainingSize: { min: 1, max: 50_000 },
} satisfies Fields<keyof typeof texts.settings>;

/** The fields that are folded away. */
export const MORE_FIELDS = {
  activation: Object.keys(texts.activations) as (keyof typeof texts.activations)[],
  outputActivation: ["sigmoid", "softmax"],
  initializer: ["standardNormal", "scaledNormal", "lecun", "glorot", "he"],
  l2: { min: 0, max: 1000, step: "any" },
} satisfies Fields<keyof typeof texts.settings>;

const SOFTMAX = { outputActivation: "softmax", cost: "logLikelihood" } as const;

const RELU: Settings = {
  ...TUTORIAL,
  ...SOFTMAX,
  sizes: [784, 100, 10],
  activation: "relu",
  initializer: "he",
  learningRate: 0.1,
  epochs: 10,
};

/** Settings that train well, by the names of their texts; the page begins with the first. */
export const PRESETS = {
  tutorialPreset: TUTORIAL as Settings,
  chapterPreset: {
    ...TUTORIAL,
    sizes: [784, 100, 10],
    cost: "crossEntropy",
    initializer: "scaledNormal",
    l2: 5,
    learningRate: 0.5,
  },
  reluPreset: RELU,
  adamPreset: { ...RELU, optimizer: { name: "adam" }, learningRate: 0.001, batchSize: 32 },
  flatPreset: {
    ...TUTORIAL,
    ...SOFTMAX,
    sizes: [784, 10],
    initializer: "scaledNormal",
    learningRate: 0.1,
    epochs: 5,
  },
} satisfies { readonly [name in keyof typeof texts.settings]?: Settings };

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
