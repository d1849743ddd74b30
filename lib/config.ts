/**
 * The training config: its keys, their defaults and what they mean. `parseConfig` checks a config from
 * outside, `configSchema` gives editors what they need to complete one. This module brings in zod, so nothing that
 * trains or predicts imports it. @module
 */

import { z } from "zod";
import type { OptionTable } from "./checks/options.ts";
import { isObject } from "./checks/texts.ts";
import { parseWith, unusable } from "./config/errors.ts";
import {
  dataKindOf,
  entryOf,
  USER_DATASET,
  type UserDataset,
  userDatasetProblem,
} from "./config/user_data.ts";
import {
  FOLD_RECIPE_KEYS,
  type FoldRecipe,
  foldRecipe,
  overFolds,
  ownOptimizer,
  PIXELS_LEARNING_RATE,
  RECIPE,
  USER_DATA_RECIPE,
} from "./config/recipe.ts";
import { type KeyTexts, schemaOf } from "./config/zod_schema.ts";
import { catalogue, type CatalogueEntry, SPLIT } from "./digits/mnist.ts";
import type { Activation } from "./engine/engine.ts";
import { type ActivationName, activations } from "./network/activations.ts";
import {
  COST_NAMES,
  type CostName,
  costNamed,
  costProblem,
  softmaxProblem,
} from "./network/costs.ts";
import { type InitializerName, initializers } from "./network/initializers.ts";
import type { OptimizerOptions } from "./network/optimizers.ts";
import { parameterCount } from "./network/parameters.ts";
import {
  mismatchesOf,
  needsValidation,
  type Observable,
  OBSERVABLES,
  type ProgramOptions,
  TRAIN_OPTIONS,
  type TrainOptions,
} from "./options.ts";
import type { ScheduleOptions } from "./options/schedules.ts";
import { classification, type Problem, problemOfKind, problemWith } from "./problem.ts";
import { MAX_FOLDS, MAX_REPEATS } from "./options/table.ts";
import { createSchedule } from "./train/schedules.ts";

export { type UserDataset, withoutPath } from "./config/user_data.ts";
export type { KeyTexts } from "./config/zod_schema.ts";

/** A config with every key filled in: its options of training, and what else makes a run. */
export interface Config
  extends Omit<Required<TrainOptions>, "optimizer" | "schedule" | ProgramOptions> {
  /** The data set: a name of the catalogue, or where your data is. */
  dataset: string | UserDataset;
  /** The number of units in each layer: inputs first, outputs last. */
  sizes: number[];
  /** The activation function of the hidden layers. */
  activation: ActivationName;
  /** The activation function of the outputs. Default: that of the hidden layers. */
  outputActivation: ActivationName;
  /**
   * The cost function: logLoss or categoricalCrossEntropy is the book's logLikelihood, binaryCrossEntropy its crossEntropy,
   * meanSquaredError its quadratic: half the sum of the squares, not their mean.
   */
  cost: CostName;
  /** How weights and biases are drawn. */
  initializer: InitializerName;
  /** How a gradient becomes a step, and its constants. */
  optimizer: OptimizerOptions;
  /** How the learning rate changes, and the schedule's constants. */
  schedule: ScheduleOptions;
  /** How many of the training images to learn from, from the first on; above 50000 there is no validation. */
  trainingSize: number;
  /** The width in pixels to which every digit is stretched or squeezed; null to leave digits as they are. */
  normalizeWidth: number | null;
  /**
   * The seed of the split of your data into training, validation and test; null for the catalogue's, which have their own,
   * `seed` if left out.
   */
  splitSeed: number | null;
  /** The splits to evaluate after every epoch. */
  evaluate: ("validation" | "test")[];
  /**
   * The number of cross-validation folds for the rows of a table outside the test part. 0 for none; "auto" for 5, or fewer
   * where a table is small.
   */
  folds: number;
  /** The number of repeats of the cross-validation, each with other folds. */
  repeat: number;
  /**
   * The version of the training over folds. 2 takes less time. 1, the default of a config without the key, gives the weights
   * of older runs.
   */
  recipe?: number;
  /** What is measured in each layer after every epoch: norms of gradients or weights, and saturated or dead units. */
  observe?: Observable[];
}

/** More parameters than this, 200 MB of weights, are taken for a slip. */
const MAX_PARAMETERS = 50_000_000;

/** More activations of a batch than this, 800 MB with their errors, and 400 more where z is kept, are taken for a slip too. */
const MAX_ACTIVATIONS = 100_000_000;

/** So many epochs fit into the header of a checkpoint, with all their metrics: 490 bytes each, of 100 MB. */
const MAX_EPOCHS = 200_000;

/** So many epochs times layers fit there with what is observed of them: at most 90 bytes a layer, and the 490. */
const MAX_OBSERVED = 300_000;

const FUNCTION = { type: "choice", of: Object.keys(activations) } as const;
const UNITS = { type: "whole", min: 1, max: 65536 } as const;

const { epochs, batchSize, seed, earlyStopping, keep, monitor, observe: _, ...others } =
  TRAIN_OPTIONS;

/** What each key may be, in the order of the schema. */
const KEYS: OptionTable = {
  /** Where editors find this schema. */
  $schema: { type: "text" },
  dataset: {
    type: "either",
    of: [{ type: "choice", of: Object.keys(catalogue) }, { type: "object", of: USER_DATASET }],
    default: "mnist",
  },
  sizes: { type: "list", of: UNITS, min: 2, max: 64, default: [784, 30, 10] },
  /** The number of units in each hidden layer, instead of sizes: inputs and outputs come from the data. */
  hidden: { type: "list", of: UNITS, max: 62 },
  activation: { ...FUNCTION, default: "sigmoid" },
  outputActivation: FUNCTION,
  cost: { type: "choice", of: COST_NAMES, default: "quadratic" },
  initializer: { type: "choice", of: Object.keys(initializers), default: "standardNormal" },
  ...others,
  epochs: { ...epochs, max: MAX_EPOCHS },
  batchSize: { ...batchSize, max: 1_000_000 },
  trainingSize: { type: "whole", min: 1, default: SPLIT.training },
  // Narrower ones close the loops of digits; wider ones than the 20 pixels of MNIST's box leave the deformations no room.
  normalizeWidth: { type: "whole", min: 8, max: 20, orNull: true, default: null },
  seed: { ...seed, default: 1 },
  splitSeed: { ...seed, orNull: true, default: null },
  evaluate: {
    type: "list",
    of: { type: "choice", of: ["validation", "test"] },
    max: 2,
    default: ["validation", "test"],
  },
  folds: {
    type: "either",
    of: [{ type: "whole", min: 0, max: MAX_FOLDS }, { type: "choice", of: ["auto"] }],
    default: 0,
  },
  repeat: { type: "whole", min: 1, max: MAX_REPEATS, default: 1 },
  recipe: { type: "whole", min: 1, max: RECIPE, default: 1 },
  earlyStopping,
  keep,
  monitor,
  observe: {
    type: "list",
    of: { type: "choice", of: OBSERVABLES },
    max: OBSERVABLES.length,
    default: [],
  },
};

let schema: z.ZodObject | undefined;

/** The schema of {@linkcode KEYS}. It is made when a config is checked: that takes milliseconds, which `--help` saves. */
function configZod(): z.ZodObject {
  return schema ??= schemaOf(KEYS, {});
}

/** A config as it was written, with the defaults that do not depend on its data. */
type Written =
  & Omit<Config, "outputActivation" | "keep">
  & Partial<Pick<Config, "outputActivation" | "keep">>
  & { $schema?: string; hidden?: number[] };

/** The keys whose default follows from others. */
const DERIVED = ["keep", "outputActivation"];

/**
 * The keys that a config has, in the order in which a run writes them: derived ones last, since hashes of sweeps are over
 * this text.
 */
export const CONFIG_KEYS: readonly string[] = [
  ...Object.keys(KEYS).filter((key) =>
    KEYS[key] !== true && !["$schema", "hidden", ...DERIVED].includes(key)
  ),
  ...DERIVED,
];

/** What of data a config is filled in by. */
export interface DataFacts {
  /** The number of inputs. */
  readonly features: number;
  /** The number of outputs. */
  readonly outputs: number;
  /** What the targets are: one class for each example, several answers of yes or no, or quantities. */
  readonly kind: Problem["kind"];
  /** How many examples there are to train on. */
  readonly trainingSize: number;
  /** The number of cross-validation folds for a table; 0 for none. Default: the config's. */
  readonly folds?: number;
}

/** A config that was checked without its data: what is null comes from there, and `hidden` from the config. */
export type ConfigDraft =
  & {
    [Key in keyof Config]:
      | Config[Key]
      | (Key extends "sizes" | "outputActivation" | "cost" | "optimizer" | "trainingSize" ? null
        : Key extends "folds" ? "auto"
        : never);
  }
  & {
    /** The number of units in each hidden layer, where `sizes` is null. */
    hidden: number[] | null;
    /** The keys that are left to the recipe of the data, which depends on its rows and folds. */
    left: readonly (keyof FoldRecipe)[];
  };

/** The facts of a data set of the catalogue, which need no reading. */
export function catalogueFacts(
  { shape: [height, width], classes, split }: CatalogueEntry,
): DataFacts {
  const { kind } = classification;
  const [features, outputs] = [height * width, classes.length];
  return { features, outputs, kind, trainingSize: split.training };
}

/**
 * Checks a config from outside, completely, and fills in what it leaves out.
 * @param value what `JSON.parse` made of a config
 * @throws {SyntaxError} if a key is unknown or a value does not fit its key; the message has the path of each. Also if it
 * is for your data and leaves out what comes from that data, see {@linkcode parseDraft}
 *
 * @example
 * ```ts
 * import { parseConfig } from "@inkling/inkling/config";
 * import { assertEquals } from "@std/assert";
 *
 * const config = parseConfig({ sizes: [784, 100, 10] });
 * assertEquals(config.learningRate, 3);
 * ```
 */
export function parseConfig(value: unknown): Config {
  const draft = parseDraft(value);
  const entry = entryOf(draft.dataset);
  if (entry !== undefined) return resolveConfig(draft, catalogueFacts(entry));
  const { sizes, cost, trainingSize } = draft;
  if (sizes === null || cost === null || trainingSize === null) {
    throw new SyntaxError(
      "Cannot use this config without its data: sizes, cost and trainingSize come from there",
    );
  }
  const { kind } = problemWith({ cost, outputActivation: draft.outputActivation });
  const facts = { features: sizes[0]!, outputs: sizes.at(-1)!, kind, trainingSize };
  return resolveConfig(draft, facts);
}

/**
 * Checks a config from outside, as far as that goes without its data.
 * @param value what `JSON.parse` made of a config
 * @throws {SyntaxError} if a key is unknown or a value does not fit its key; the message has the path of each
 *
 * @example
 * ```ts
 * import { parseDraft, resolveConfig } from "@inkling/inkling/config";
 * import { assertEquals } from "@std/assert";
 *
 * const draft = parseDraft({ dataset: { csv: "iris.csv", target: "species" }, hidden: [8] });
 * const facts = { features: 4, outputs: 3, kind: "class", trainingSize: 105 } as const;
 * const config = resolveConfig(draft, facts);
 * assertEquals(config.sizes, [4, 8, 3]);
 * assertEquals([config.outputActivation, config.cost], ["softmax", "logLikelihood"]);
 * ```
 */
export function parseDraft(value: unknown): ConfigDraft {
  const given = withoutReproduces(value);
  const { dataset, ...keys } = Object(given) as Record<string, unknown>;
  const isUserData = typeof dataset === "object" && dataset !== null;
  const recipe = isUserData && { ...recipeFor(dataset), ...keys, dataset };
  const parsed = parseWith(configZod(), recipe || given, "config");
  const { $schema: _, ...values } = parsed as unknown as Written;
  const keepsBest = values.earlyStopping !== null ||
    isUserData && values.evaluate.includes("validation");
  const keep = values.keep ?? (keepsBest ? "best" : "last");
  const problem = isUserData ? userDatasetProblem(dataset) : undefined;
  if (problem !== undefined) throw unusable("config", [`  dataset: ${problem}`]);
  if (keys["sizes"] !== undefined && keys["hidden"] !== undefined) {
    throw unusable("config", ["  hidden: expected hidden or sizes, got both"]);
  }
  const left = (key: string) => isUserData && keys[key] === undefined;
  const fromData = keys["hidden"] !== undefined || left("sizes");
  if (overFolds(values) && !dataKindOf(values.dataset).hasColumns) {
    throw unusable("config", ["  folds: only the rows of a table are split into folds"]);
  }
  return {
    ...values,
    keep,
    sizes: fromData ? null : values.sizes,
    hidden: fromData ? values.hidden ?? null : null,
    outputActivation: values.outputActivation ?? (isUserData ? null : values.activation),
    cost: left("cost") ? null : costNamed(values.cost).name, // as the book has it
    optimizer: left("optimizer") ? null : values.optimizer,
    trainingSize: left("trainingSize") ? null : values.trainingSize,
    splitSeed: isUserData ? values.splitSeed ?? values.seed : values.splitSeed,
    left: FOLD_RECIPE_KEYS.filter(left),
  } as ConfigDraft;
}

/**
 * Fills in what comes from the data.
 * @throws {SyntaxError} if the config does not fit the data
 */
export function resolveConfig(
  draft: ConfigDraft,
  { features, outputs, kind, trainingSize, folds = Number(draft.folds) || 0 }: DataFacts,
): Config {
  const { hidden, left, recipe, ...values } = draft;
  const { defaults, hasAccuracy } = problemOfKind(kind);
  const isFolded = overFolds({ folds });
  const { hidden: units, ...filled } = !isFolded ? {} : Object.fromEntries(
    Object.entries(foldRecipe({
      rows: trainingSize,
      hasHidden: hidden?.length !== 0,
      recipe: recipe ?? 1,
      hasQuantities: !hasAccuracy,
    }))
      .filter(([key]) => left.some((name) => name === key)),
  ) as Partial<FoldRecipe>;
  const config = inOrder({
    ...values,
    ...filled,
    folds,
    ...isFolded && recipe !== 1 && { recipe },
    sizes: draft.sizes ?? [features, ...units ?? hidden ?? [], outputs],
    outputActivation: draft.outputActivation ?? defaults.outputActivation,
    cost: draft.cost ?? defaults.cost,
    optimizer: draft.optimizer ?? optimizerOf(trainingSize),
    trainingSize: draft.trainingSize ?? trainingSize,
  });
  checkTogether(config, { features, outputs, kind, trainingSize });
  return config;
}

/**
 * A config with its keys in their order: the same text, whichever of them a file gave, and when it is read again. Where
 * nothing is observed it has no key for that, nor for the first recipe.
 */
function inOrder(config: Config): Config {
  const values: { readonly [key: string]: unknown } = { ...config };
  const keys = CONFIG_KEYS.filter((key) =>
    key === "observe" ? config.observe?.length : Object.hasOwn(config, key)
  );
  return Object.fromEntries(keys.map((key) => [key, values[key]])) as unknown as Config;
}

/** A config without `reproduces`, which named a published result in earlier configs. It never had an effect on training. */
function withoutReproduces(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { reproduces: _, ...keys } = value;
  return keys;
}

/** The recipe for your data. */
function recipeFor(dataset: UserDataset) {
  return dataKindOf(dataset).hasColumns
    ? USER_DATA_RECIPE
    : { ...USER_DATA_RECIPE, learningRate: PIXELS_LEARNING_RATE };
}

/** The recipe's optimizer with every constant filled in. */
function optimizerOf(trainingSize: number): OptimizerOptions {
  return configZod().shape["optimizer"]!.parse(ownOptimizer(trainingSize)) as OptimizerOptions;
}

/** Checks what no single key can. */
function checkTogether(config: Config, facts: DataFacts): void {
  const { sizes, outputActivation, cost, batchSize, trainingSize, evaluate } = config;
  const problems: string[] = [];
  if (config.folds === 1) {
    problems.push("  folds: expected 0 for none, or a whole number from 2 up, got 1");
  }
  if (config.repeat > 1 && !overFolds(config)) {
    problems.push("  repeat: there are no folds to repeat: expected 1, or folds");
  }
  const split = entryOf(config.dataset)?.split;
  const isUserData = split === undefined;
  const [first, last] = [facts.features, facts.outputs];
  if (sizes[0] !== first || sizes.at(-1) !== last) {
    const data = isUserData
      ? `the data, which has ${first} features and ${last} outputs`
      : `the images, which have ${first} pixels and ${last} classes`;
    problems.push(
      `  sizes: [${sizes}] does not fit ${data}: expected ${first} first and ${last} last`,
    );
  }
  const parameters = parameterCount(sizes);
  if (parameters > MAX_PARAMETERS) {
    problems.push(
      `  sizes: [${sizes}] makes ${parameters} parameters: expected at most ${MAX_PARAMETERS}`,
    );
  }
  const values = batchSize * sizes.reduce((sum, size) => sum + size, 0);
  if (values > MAX_ACTIVATIONS) {
    problems.push(
      `  batchSize: ${batchSize} images make ${values} activations in these layers: ` +
        `expected at most ${MAX_ACTIVATIONS}`,
    );
  }
  const most = isUserData ? Infinity : split.training + split.validation;
  for (const [key, size] of Object.entries({ trainingSize, batchSize })) {
    if (size > most) {
      problems.push(`  ${key} is ${size}: expected a whole number from 1 to ${most}`);
    }
  }
  if (isUserData && trainingSize !== facts.trainingSize) {
    problems.push(`  trainingSize: the data has ${facts.trainingSize} examples to train on`);
  }
  if (isUserData && config.normalizeWidth !== null) {
    problems.push("  normalizeWidth is for the catalogue's images of digits");
  }
  if (!isUserData && trainingSize > split.training && evaluate.includes("validation")) {
    problems.push(
      `  evaluate: there is no validation split with a trainingSize of ${trainingSize}, over ${split.training}: ` +
        `expected "evaluate": ["test"]`,
    );
  }
  const outputs: Activation = activations[outputActivation];
  for (
    const [key, problem] of [
      ["cost", costProblem(costNamed(cost), outputs)],
      ["outputActivation", softmaxProblem(outputs, sizes.at(-1)!)],
      ...mismatchesOf({ ...config, optimizer: config.optimizer.name }, sizes),
    ] as const
  ) {
    if (problem !== undefined) problems.push(`  ${key}: ${problem}`);
  }
  if (new Set(evaluate).size < evaluate.length) {
    problems.push(`  evaluate: ${JSON.stringify(evaluate)} names a split twice`);
  }
  if (!evaluate.includes("validation")) {
    for (const [path, what] of needsValidation(config, createSchedule(config.schedule))) {
      problems.push(`  ${path}: ${what} uses validation, which "evaluate" leaves out`);
    }
  }
  problems.push(...observeProblems(config));
  if (problems.length > 0) throw unusable("config", problems);
}

/** What of observing does not fit the rest. */
function* observeProblems(config: Config): Generator<string> {
  const { observe = [], epochs, sizes } = config;
  if (new Set(observe).size < observe.length) {
    yield `  observe: ${JSON.stringify(observe)} names something twice`;
  }
  if (observe.length > 0 && overFolds(config)) {
    yield "  observe: one network can be observed, not the members over folds: expected folds 0";
  }
  const most = MAX_OBSERVED / sizes.length;
  if (observe.length > 0 && epochs > most) {
    yield `  observe: ${epochs} epochs would make a file of metrics over 100 MB: expected at most ${
      Math.floor(most)
    }`;
  }
}

/**
 * The JSON Schema of a config as people write it: every key has a default, so none is required.
 * @param texts what to say of each key, by its path: `tasks/configs/schema.json` has what stands on the options here
 * @returns the schema as JSON text
 */
export function configSchema(texts: KeyTexts = {}): string {
  const schema = schemaOf(KEYS, texts).describe("A config of Inkling for a training run.");
  return JSON.stringify(z.toJSONSchema(schema, { io: "input" }), null, 2) + "\n";
}
