/**
 * The training config: its keys, their defaults and what they mean, in one place. `parseConfig` checks a config from
 * outside, `configSchema` gives editors what they need to complete one. This module brings in zod, so nothing that
 * trains or predicts imports it.
 *
 * @module
 */

import { z } from "zod";
import { activations } from "./network/activations.ts";
import type { AugmentOptions } from "./train/augment.ts";
import type { AveragingOptions } from "./train/averaging.ts";
import type { Monitor } from "./evaluate.ts";
import { explainIssue, explainPrototypeKeys } from "./config/errors.ts";
import { type OwnDataset, ownDatasetProblem, ownDatasetSchema } from "./config/own_data.ts";
import { OWN_RECIPE, ownOptimizer, PIXELS_LEARNING_RATE } from "./config/recipe.ts";
import {
  augmentSchema,
  averagingSchema,
  dropoutSchema,
  earlyStoppingSchema,
  optimizerSchema,
  reproducesSchema,
  scheduleSchema,
  widthSchema,
} from "./config/schemas.ts";
import { costMismatch, softmaxMismatch } from "./network/compatibility.ts";
import { type Cost, costAliases, costs } from "./network/costs.ts";
import type { Activation } from "./engine/engine.ts";
import type { DropoutOptions } from "./network/dropout.ts";
import { classification, type Problem, problemOfKind, problemWith } from "./problem.ts";
import { parameterCount } from "./network/parameters.ts";
import { initializers } from "./network/initializers.ts";
import { catalogue, type CatalogueEntry, SPLIT } from "./digits/mnist.ts";
import type { OptimizerOptions } from "./network/optimizers.ts";
import type { ClassWeights } from "./train/class_weights.ts";
import { dropoutMismatch, l2Mismatch } from "./train/options.ts";
import type { PatienceOptions } from "./train/patience.ts";
import type { ScheduleOptions } from "./train/schedules.ts";

export { type OwnDataset, placeOf, withoutPlace } from "./config/own_data.ts";

/** A config with every key filled in. */
export interface Config {
  /** The data set: a name of the catalogue, or data of one's own. */
  dataset: string | OwnDataset;
  /** The number of units in each layer, inputs first. */
  sizes: number[];
  /** The activation function of the hidden layers. */
  activation: string;
  /** The activation function of the outputs. */
  outputActivation: string;
  /** The cost function. */
  cost: string;
  /** How weights and biases are drawn. */
  initializer: string;
  /** How a gradient becomes a step, and its constants. */
  optimizer: OptimizerOptions;
  /** λ of the L2 penalty. */
  l2: number;
  /** How the training images are deformed; null if they are not. */
  augment: AugmentOptions | null;
  /** λ of the L1 penalty. */
  l1: number;
  /** The longest that the gradient of a batch may be; null for no limit. */
  clipNorm: number | null;
  /** The longest that the vector of the weights into a unit may be; null for no limit. */
  maxNorm: number | null;
  /** ε of label smoothing. */
  labelSmoothing: number;
  /** How much the examples of each class count; null if they count the same. */
  classWeights: ClassWeights | null;
  /** With what probability inputs and hidden units are left out of a step; null if all stay. */
  dropout: DropoutOptions | null;
  /** η */
  learningRate: number;
  /** How the learning rate changes. */
  schedule: ScheduleOptions;
  /** How the weights are averaged, if they are. */
  averaging: AveragingOptions | null;
  /** How many times to go through the training data. */
  epochs: number;
  /** How many images make one step. */
  batchSize: number;
  /** How many of the training images to learn from, from the first on. */
  trainingSize: number;
  /** The width that all images are normalized to, in pixels; null to leave them as they are. */
  normalizeWidth: number | null;
  /** Where all randomness flows from. */
  seed: number;
  /** Where the split of data of one's own comes from; null for the catalogue's, which have their own. */
  splitSeed: number | null;
  /** The splits to evaluate after every epoch. */
  evaluate: ("validation" | "test")[];
  /** When the training ends early, if it may. */
  earlyStopping: PatienceOptions | null;
  /** Which epoch's weights the run keeps. */
  keep: "last" | "best";
  /** By what an epoch is better than another on validation. */
  monitor: Monitor;
}

/** A published result that a config reproduces: a figure and where it stands. */
export interface Reproduction {
  /** The published accuracy, a fraction; left out where the publication has the error, or none is published. */
  accuracy?: number | undefined;
  /** The published error, a fraction. */
  error?: number | undefined;
  /** Of which split the figure is. */
  split: "validation" | "test";
  /** Of which epoch the figure is: the last, or the best on that split. */
  epoch: "last" | "best";
  /** How far below the published accuracy, a fraction, still counts as reproduced. */
  tolerance: number;
  /** Over how many seeds to train, from the config's seed on. */
  seeds: number;
  /** Whether the networks of all seeds answer together, by the mean of their outputs. */
  committee: boolean;
  /** The `normalizeWidth` of the seeds in turn, over and over; the config's if left out. */
  widths?: (number | null)[] | undefined;
  /** What chose a config without a published figure: a trial on validation. */
  chosen?: ChosenBy | undefined;
  /** Over which deformed copies of each image the network answers in a row of its own. */
  copies?: OverCopies | undefined;
  /** Where the figure, or the method, is published. */
  source: string;
  /** What is different from there. */
  deviations: string;
}

/** Deformed copies of each image, over which the outputs are averaged, and what chose them. */
export interface OverCopies {
  /** How many, besides the image itself. */
  copies: number;
  /** How far they are deformed: 1 is as in training, 0.5 half as far. */
  strength: number;
  /** The validation error of the trial's network over them, a fraction; left out until it is known. */
  error?: number | undefined;
}

/** The validation trial that chose a config. */
export interface ChosenBy {
  /** The trial's name, 16 hexadecimal digits: a hash of its config and data. */
  trial: string;
  /** Its validation error, a fraction; left out until it is trained. */
  error?: number | undefined;
}

/** More parameters than this, 200 MB of weights, are taken for a slip. */
const MAX_PARAMETERS = 50_000_000;

/** More activations of a batch than this, 800 MB with their errors, are taken for a slip too. */
const MAX_ACTIVATIONS = 100_000_000;

/** So many epochs fit into the header of a checkpoint, with all their figures: 490 bytes each, of 100 MB. */
const MAX_EPOCHS = 200_000;

function nameOf(entries: object): z.ZodEnum<{ [name: string]: string }> {
  return z.enum(Object.keys(entries));
}

const schema = z.strictObject({
  $schema: z.string().optional().describe("Where editors find this schema."),
  dataset: z.union([nameOf(catalogue), ownDatasetSchema]).default("mnist")
    .describe("The data set: a name of the catalogue, or where data of your own is."),
  sizes: z.array(z.int().min(1).max(65536)).min(2).max(64).default([784, 30, 10])
    .describe("The number of units in each layer: 784 inputs first, 10 outputs last."),
  hidden: z.array(z.int().min(1).max(65536)).max(62).optional()
    .describe(
      "The number of units in each hidden layer, in place of sizes: inputs and outputs come from the data.",
    ),
  activation: nameOf(activations).default("sigmoid")
    .describe("The activation function of the hidden layers."),
  outputActivation: nameOf(activations).optional()
    .describe("The activation function of the outputs; that of the hidden layers if left out."),
  cost: nameOf({ ...costAliases, ...costs }).default("quadratic")
    .describe(
      "The cost function: categoricalCrossEntropy is the book's logLikelihood, binaryCrossEntropy its crossEntropy, " +
        "meanSquaredError its quadratic: half the sum of the squares, not their mean.",
    ),
  initializer: nameOf(initializers).default("standardNormal")
    .describe("How weights and biases are drawn."),
  optimizer: optimizerSchema.default({ name: "sgd" }).describe("How a gradient becomes a step."),
  l2: z.number().min(0).default(0)
    .describe(
      "Lambda of an L2 penalty on the weights, lambda / 2n times the sum of their squares.",
    ),
  augment: augmentSchema.nullable().default(null)
    .describe(
      "How the training images are deformed, in every epoch anew; null to leave them as they are.",
    ),
  l1: z.number().min(0).default(0)
    .describe(
      "Lambda of an L1 penalty on the weights, lambda / n times the sum of their magnitudes.",
    ),
  clipNorm: z.number().positive().nullable().default(null)
    .describe("The longest that the gradient of a batch may be, by its norm; null for no limit."),
  maxNorm: z.number().positive().nullable().default(null)
    .describe(
      "The longest that the vector of the weights into a unit may be, by its norm; null for no limit.",
    ),
  labelSmoothing: z.number().min(0).lt(1).default(0)
    .describe(
      "How much of a target goes to all classes alike while training; evaluations use the labels as they are.",
    ),
  classWeights: z.union([z.literal("balanced"), z.record(z.string(), z.number().min(0))]).nullable()
    .default(null)
    .describe(
      'How much the images of each class count in training: "balanced", or by the class; null for all the same.',
    ),
  dropout: dropoutSchema.nullable().default(null)
    .describe("Which units are left out of a step, in every epoch anew; null to leave out none."),
  learningRate: z.number().positive().default(3).describe("How far a step goes (eta)."),
  schedule: scheduleSchema.default({ name: "constant", warmup: 0 })
    .describe("How the learning rate changes."),
  averaging: averagingSchema.nullable().default(null)
    .describe("Averages the weights of all steps; the average is what is evaluated and kept."),
  epochs: z.int().min(1).max(MAX_EPOCHS).default(30)
    .describe("How many times to go through the training images."),
  batchSize: z.int().min(1).max(1_000_000).default(10)
    .describe("How many images make one step; the last batch of an epoch may be smaller."),
  trainingSize: z.int().min(1).default(SPLIT.training)
    .describe(
      "How many of the training images to learn from; beyond 50000 there is no validation.",
    ),
  normalizeWidth: widthSchema.default(null)
    .describe(
      "The width in pixels that the digit of every image, of all splits, is stretched or squeezed to; null to leave " +
        "them as they are.",
    ),
  seed: z.int().min(0).default(1)
    .describe("Where all randomness flows from: the same seed gives the same bytes."),
  splitSeed: z.int().min(0).nullable().default(null)
    .describe(
      "Where the split of your own data into training, validation and test comes from; the seed if left out.",
    ),
  evaluate: z.array(z.enum(["validation", "test"])).max(2).default(["validation", "test"])
    .describe("The splits to evaluate after every epoch."),
  earlyStopping: earlyStoppingSchema.nullable().default(null)
    .describe("Ends the training when validation no longer improves, by `monitor`."),
  keep: z.enum(["last", "best"]).optional()
    .describe(
      "Which weights the run keeps: the last epoch's, or the best on validation, by `monitor`; " +
        "the best with earlyStopping or data of your own, and otherwise the last, if left out.",
    ),
  monitor: z.enum(["accuracy", "cost"]).default("accuracy")
    .describe(
      "By what an epoch is better than another on validation: more accuracy, or less cost, which tells more where " +
        "there are few examples.",
    ),
  reproduces: reproducesSchema.optional()
    .describe("The published result that the config reproduces; training does not look at it."),
}).describe("A training config of Inkling.");

/** The keys whose default follows from others. */
const DERIVED = ["keep", "outputActivation"];

/**
 * The keys that a config has, in the order in which a run writes them: derived ones last, since hashes of sweeps are over
 * this text.
 */
export const CONFIG_KEYS: readonly string[] = [
  ...Object.keys(schema.shape).filter((key) =>
    !["$schema", "hidden", "reproduces", ...DERIVED].includes(key)
  ),
  ...DERIVED,
];

/** What a config has to know of data to be filled in. */
export interface DataFacts {
  /** The number of inputs. */
  readonly features: number;
  /** The number of outputs. */
  readonly outputs: number;
  /** What the targets are: one class for each example, several answers of yes or no, or quantities. */
  readonly kind: Problem["kind"];
  /** How many examples there are to train on. */
  readonly trainingSize: number;
}

/** A config that was checked, and waits for its data: what is null comes from there. */
export interface ConfigDraft
  extends Omit<Config, "sizes" | "outputActivation" | "cost" | "optimizer" | "trainingSize"> {
  /** The number of units in each layer. */
  sizes: number[] | null;
  /** The number of units in each hidden layer, where `sizes` is null. */
  hidden: number[] | null;
  /** The activation function of the outputs. */
  outputActivation: string | null;
  /** The cost function. */
  cost: string | null;
  /** How a gradient becomes a step. */
  optimizer: OptimizerOptions | null;
  /** How many examples to train on. */
  trainingSize: number | null;
}

/** What is known of a data set of the catalogue before it is read. */
function factsOf({ shape: [height, width], classes, split }: CatalogueEntry): DataFacts {
  const outputs = classes.length;
  return {
    features: height * width,
    outputs,
    kind: classification.kind,
    trainingSize: split.training,
  };
}

/**
 * Checks a config from outside, completely, and fills in what it leaves out.
 *
 * @param value what `JSON.parse` made of a config
 * @throws {SyntaxError} if a key is unknown or a value is not what its key wants; the message names each place. Also if it
 * is for data of one's own and leaves out what only that data says, see {@linkcode parseDraft}
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
  return configIn(value).config;
}

/**
 * Checks a config from outside, as far as that goes without its data.
 *
 * @param value what `JSON.parse` made of a config
 * @throws {SyntaxError} if a key is unknown or a value is not what its key wants; the message names each place
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
  return parse(value).draft;
}

/**
 * Fills in what only the data says.
 *
 * @throws {SyntaxError} if the config does not fit the data
 */
export function resolveConfig(draft: ConfigDraft, facts: DataFacts): Config {
  return resolved(draft, facts, undefined);
}

/**
 * The published result that a config from outside reproduces.
 *
 * @param value what `JSON.parse` made of a config
 * @returns `undefined` if the config names none
 * @throws {SyntaxError} if it is not a config
 *
 * @example
 * ```ts
 * import { parseReproduction } from "@inkling/inkling/config";
 * import { assertEquals } from "@std/assert";
 *
 * const reproduces = { accuracy: 0.9542, epoch: "best", source: "Nielsen, chapter 1" };
 * assertEquals(parseReproduction({ reproduces })!.split, "test");
 * ```
 */
export function parseReproduction(value: unknown): Reproduction | undefined {
  const { draft, reproduces } = parse(value);
  if (typeof draft.dataset !== "string" && reproduces === undefined) return undefined; // only its data says the rest
  return configIn(value).reproduces;
}

/** A config whose data is known: that of the catalogue, or what the config itself says of it. */
function configIn(value: unknown): { config: Config; reproduces: Reproduction | undefined } {
  const { draft, reproduces } = parse(value);
  if (typeof draft.dataset === "string") {
    return { config: resolved(draft, factsOf(catalogue[draft.dataset]!), reproduces), reproduces };
  }
  const { sizes, cost, trainingSize } = draft;
  if (sizes === null || cost === null || trainingSize === null) {
    throw new SyntaxError(
      "Cannot use this config without its data: sizes, cost and trainingSize come from there",
    );
  }
  const { kind } = problemWith({ cost, outputActivation: draft.outputActivation });
  const facts = { features: sizes[0]!, outputs: sizes.at(-1)!, kind, trainingSize };
  return { config: resolved(draft, facts, reproduces), reproduces };
}

function parse(given: unknown): { draft: ConfigDraft; reproduces: Reproduction | undefined } {
  const { dataset, ...keys } = Object(given) as Record<string, unknown>;
  const isOwn = typeof dataset === "object" && dataset !== null;
  const value = isOwn ? { ...recipeFor(dataset), ...keys, dataset } : given;
  const result = schema.safeParse(value);
  const lines = result.success
    ? explainPrototypeKeys(value)
    : result.error.issues.map((issue) => explainIssue(issue, value, schema));
  if (!result.success || lines.length > 0) {
    throw new SyntaxError(`Cannot use this config:\n${[...new Set(lines)].join("\n")}`);
  }
  const { $schema: _, reproduces, ...values } = result.data;
  const keepsBest = values.earlyStopping !== null ||
    isOwn && values.evaluate.includes("validation");
  const keep = values.keep ?? (keepsBest ? "best" : "last");
  const both = keys["sizes"] !== undefined && keys["hidden"] !== undefined;
  const own = isOwn ? ownDatasetProblem(dataset) : undefined;
  if (both || own !== undefined) {
    throw new SyntaxError(
      `Cannot use this config:\n${
        own === undefined
          ? "  hidden: sizes says it too; one of them is wanted"
          : `  dataset: ${own}`
      }`,
    );
  }
  const left = (key: string) => isOwn && keys[key] === undefined;
  const fromData = keys["hidden"] !== undefined || left("sizes");
  const draft = {
    ...values,
    keep,
    sizes: fromData ? null : values.sizes,
    hidden: fromData ? values.hidden ?? null : null,
    outputActivation: values.outputActivation ?? (isOwn ? null : values.activation),
    cost: left("cost") ? null : costNamed(values.cost).name, // as the book has it
    optimizer: left("optimizer") ? null : values.optimizer,
    trainingSize: left("trainingSize") ? null : values.trainingSize,
    splitSeed: isOwn ? values.splitSeed ?? values.seed : values.splitSeed,
  } as ConfigDraft;
  return { draft, reproduces };
}

/** Fills in a draft, and checks it as a whole. */
function resolved(
  draft: ConfigDraft,
  { features, outputs, kind, trainingSize }: DataFacts,
  reproduces: Reproduction | undefined,
): Config {
  const { hidden, ...values } = draft;
  const { defaults } = problemOfKind(kind);
  const config = inOrder({
    ...values,
    sizes: draft.sizes ?? [features, ...hidden ?? [], outputs],
    outputActivation: draft.outputActivation ?? defaults.outputActivation,
    cost: draft.cost ?? defaults.cost,
    optimizer: draft.optimizer ?? optimizerOf(trainingSize),
    trainingSize: draft.trainingSize ?? trainingSize,
  });
  checkTogether(config, { features, outputs, kind, trainingSize }, reproduces);
  return config;
}

/** A config with its keys in their order: the same text, whichever of them a file gave, and when it is read again. */
function inOrder(config: Config): Config {
  const values: { readonly [key: string]: unknown } = { ...config };
  return Object.fromEntries(CONFIG_KEYS.map((key) => [key, values[key]])) as unknown as Config;
}

/** The recipe for a data set of one's own. */
function recipeFor(dataset: object) {
  return "csv" in dataset ? OWN_RECIPE : { ...OWN_RECIPE, learningRate: PIXELS_LEARNING_RATE };
}

/** The recipe's optimizer with every constant filled in. */
function optimizerOf(trainingSize: number): OptimizerOptions {
  return optimizerSchema.parse(ownOptimizer(trainingSize)) as OptimizerOptions;
}

/** The cost function of a name that the schema has let through. */
function costNamed(name: string): Cost {
  return { ...costAliases, ...costs }[name]!;
}

/** What no single key can tell. */
function checkTogether(
  config: Config,
  facts: DataFacts,
  reproduces: Reproduction | undefined,
): void {
  const { sizes, outputActivation, cost, batchSize, trainingSize, evaluate } = config;
  const { schedule, earlyStopping, keep } = config;
  const problems: string[] = [];
  const split = typeof config.dataset === "string" ? catalogue[config.dataset]!.split : undefined;
  const isOwn = split === undefined;
  const [first, last] = [facts.features, facts.outputs];
  if (sizes[0] !== first || sizes.at(-1) !== last) {
    const data = isOwn
      ? `the data, which has ${first} features and ${last} outputs`
      : `the images, which have ${first} pixels and ${last} classes`;
    problems.push(
      `  sizes: [${sizes}] does not fit ${data}: ${first} first and ${last} last are wanted`,
    );
  }
  const parameters = parameterCount(sizes);
  if (parameters > MAX_PARAMETERS) {
    problems.push(
      `  sizes: [${sizes}] makes ${parameters} parameters: at most ${MAX_PARAMETERS} are allowed`,
    );
  }
  const values = batchSize * sizes.reduce((sum, size) => sum + size, 0);
  if (values > MAX_ACTIVATIONS) {
    problems.push(
      `  batchSize: ${batchSize} images make ${values} activations in these layers: ` +
        `at most ${MAX_ACTIVATIONS} are allowed`,
    );
  }
  const most = isOwn ? Infinity : split.training + split.validation;
  for (const [key, size] of Object.entries({ trainingSize, batchSize })) {
    if (size > most) {
      problems.push(`  ${key} is ${size}: a whole number from 1 to ${most} is wanted`);
    }
  }
  if (isOwn && trainingSize !== facts.trainingSize) {
    problems.push(`  trainingSize: the data has ${facts.trainingSize} examples to train on`);
  }
  if (isOwn && config.normalizeWidth !== null) {
    problems.push("  normalizeWidth is for images of digits, which are the catalogue's");
  }
  if (!isOwn && trainingSize > split.training && evaluate.includes("validation")) {
    problems.push(
      `  evaluate: there is no validation split with a trainingSize of ${trainingSize}, over ${split.training}: ` +
        `"evaluate": ["test"] is wanted`,
    );
  }
  const outputs = (activations as { readonly [name: string]: Activation })[outputActivation]!;
  for (
    const [key, problem] of [
      ["cost", costMismatch(costNamed(cost), outputs)],
      ["outputActivation", softmaxMismatch(outputs, sizes.at(-1)!)],
      ["l2", l2Mismatch(config.optimizer.name, config.l2)],
      ["dropout.hidden", dropoutMismatch(sizes, config.dropout)],
    ] as const
  ) {
    if (problem !== undefined) problems.push(`  ${key}: ${problem}`);
  }
  if (new Set(evaluate).size < evaluate.length) {
    problems.push(`  evaluate: ${JSON.stringify(evaluate)} names a split twice`);
  }
  if (!evaluate.includes("validation")) {
    const why = 'looks at validation, which "evaluate" leaves out';
    if (schedule.name === "plateau") problems.push(`  schedule: "plateau" ${why}`);
    if (earlyStopping !== null) problems.push(`  earlyStopping ${why}`);
    else if (keep === "best") problems.push(`  keep: "best" ${why}`);
  }
  if (reproduces !== undefined) {
    const { accuracy, error, split, epoch, copies, chosen } = reproduces;
    if (accuracy !== undefined && error !== undefined) {
      problems.push("  reproduces: both an accuracy and an error: one of them is wanted");
    }
    if (copies !== undefined) {
      const why = accuracy !== undefined || error !== undefined
        ? "a figure is published"
        : config.augment === null
        ? '"augment" does not say how to deform them'
        : reproduces.committee
        ? "an ensemble answers"
        : undefined;
      if (why !== undefined) problems.push(`  reproduces: no copies are wanted where ${why}`);
    }
    // Where a trial has chosen the config, test is evaluated once, after the last epoch.
    const isAtTheEnd = chosen !== undefined && split === "test" && epoch === "last";
    if (accuracy === undefined && error === undefined) {
      if (split !== "test" || epoch !== "last") {
        problems.push(
          "  reproduces: where nothing is published the figure is that of test, after the last epoch: " +
            "neither split nor epoch is wanted",
        );
      }
    } else if (!evaluate.includes(split) && !isAtTheEnd) {
      problems.push(`  reproduces: its figure is of ${split}, which "evaluate" leaves out`);
    }
  }
  if (problems.length > 0) throw new SyntaxError(`Cannot use this config:\n${problems.join("\n")}`);
}

/**
 * The JSON Schema of a config as people write it: every key has a default, so none is required.
 *
 * @returns the schema as JSON text, as `tasks/configs/schema.json` holds it
 */
export function configSchema(): string {
  return JSON.stringify(z.toJSONSchema(schema, { io: "input" }), null, 2) + "\n";
}
