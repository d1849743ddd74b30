/**
 * The schemas of the objects within a training config, for `config.ts`: their keys, defaults and ranges, and a line on each
 * for editors.
 *
 * @module
 */

import { z } from "zod";
import { EPSILON_RANGE } from "../network/optimizers.ts";
import { AUGMENT_RANGES } from "../train/augment.ts";

const momentumSchema = z.number().min(0).lt(1).default(0.9)
  .describe("How much of the last step goes into the next.");

const adamSchema = {
  beta1: z.number().min(0).lt(1).default(0.9)
    .describe("How much of the mean gradient goes into the next."),
  beta2: z.number().min(0).lt(1).default(0.999)
    .describe("How much of the mean squared gradient goes into the next."),
  epsilon: z.number().min(EPSILON_RANGE[0]).max(EPSILON_RANGE[1]).default(1e-8)
    .describe("Keeps the division finite."),
};

export const optimizerSchema = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("sgd") }).describe("Plain stochastic gradient descent."),
  z.strictObject({ name: z.literal("momentum"), momentum: momentumSchema })
    .describe("Stochastic gradient descent with momentum."),
  z.strictObject({ name: z.literal("nesterov"), momentum: momentumSchema })
    .describe("Stochastic gradient descent with Nesterov's momentum."),
  z.strictObject({ name: z.literal("adam"), ...adamSchema }).describe("Adam."),
  z.strictObject({
    name: z.literal("adamw"),
    ...adamSchema,
    weightDecay: z.number().min(0).default(0.01)
      .describe("By what part of itself, times the learning rate, a weight shrinks in a step."),
  }).describe("Adam with weights that decay by themselves."),
]);

/** A number in its range. */
function quantity(name: keyof typeof AUGMENT_RANGES): z.ZodNumber {
  const [least, most] = AUGMENT_RANGES[name];
  return z.number().min(least).max(most);
}

export const elasticSchema = z.strictObject({
  sigma: quantity("sigma").default(4)
    .describe("Sigma of the Gaussian that smooths the displacements, in pixels."),
  alpha: quantity("alpha").default(34)
    .describe("Alpha, by which the smoothed displacements are multiplied, in pixels."),
});

export const augmentSchema = z.strictObject({
  shift: quantity("shift").default(0)
    .describe("Shifts horizontally and vertically by at most so many pixels."),
  rotation: quantity("rotation").default(0)
    .describe("Rotates to the left or right by at most so many degrees."),
  rotationByClass: z.record(z.string().regex(/^[0-9]$/), quantity("rotation")).default({})
    .describe(
      'Other bounds for the digits that tell them apart badly, such as { "1": 7.5, "7": 7.5 }.',
    ),
  scale: quantity("scale").default(0)
    .describe("Scales width and height, each on its own, up or down by at most this fraction."),
  shear: quantity("shear").default(0)
    .describe("Shears horizontally by at most so many degrees."),
  elastic: elasticSchema.nullable().default(null)
    .describe("Displaces every pixel at random, smoothly: an elastic distortion."),
  flip: z.boolean().optional()
    .describe("Mirrors every other image, by chance: left becomes right. Not if left out."),
});

export const dropoutSchema = z.strictObject({
  inputs: z.number().min(0).lt(1).default(0)
    .describe("The probability that an input is left out."),
  hidden: z.number().min(0).lt(1).default(0)
    .describe("The probability that a hidden unit is left out."),
});

const warmup = z.number().min(0).default(0)
  .describe("Over how many epochs the learning rate first rises.");
const fraction = z.number().min(0).max(1);
const minimumDelta = z.number().min(0).lt(1).default(0)
  .describe(
    "By how much `monitor` has to be better than the best so far to count: accuracy, as a fraction, or cost.",
  );

export const scheduleSchema = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("constant"), warmup }).describe("The learning rate stays."),
  z.strictObject({
    name: z.literal("step"),
    every: z.int().min(1).default(10).describe("After how many epochs it falls, again and again."),
    factor: z.number().gt(0).lt(1).default(0.1).describe("What it is then multiplied by."),
    warmup,
  }).describe("The learning rate falls every so many epochs."),
  z.strictObject({
    name: z.literal("cosine"),
    end: fraction.default(0).describe("Where it ends, as a fraction of the learning rate."),
    warmup,
  }).describe("The learning rate falls along half a cosine, over all epochs."),
  z.strictObject({
    name: z.literal("oneCycle"),
    rise: fraction.default(0.3).describe("The fraction of the training in which it rises."),
    start: fraction.default(0.04).describe("Where it starts, as a fraction of the learning rate."),
    end: fraction.default(4e-6).describe("Where it ends, as a fraction of the learning rate."),
    warmup,
  }).describe("The learning rate rises and falls once, over all epochs."),
  z.strictObject({
    name: z.literal("plateau"),
    patience: z.int().min(1).default(10)
      .describe("How many epochs in a row may pass without an improvement."),
    minimumDelta,
    halvings: z.int().min(1).optional()
      .describe("After how many halvings the training ends; never if left out."),
    warmup,
  }).describe("The learning rate is halved when validation no longer improves."),
]);

export const averagingSchema = z.strictObject({
  decay: z.number().gt(0).lt(1).default(0.999)
    .describe("How much of the average stays with every step, less in the first ones."),
});

export const earlyStoppingSchema = z.strictObject({
  patience: z.int().min(1).default(10)
    .describe("How many epochs in a row may pass without an improvement."),
  minimumDelta,
});

/** Narrower ones close the loops of digits; wider ones than the 20 pixels of MNIST's box leave the deformations no room. */
export const widthSchema = z.int().min(8).max(20).nullable();

const chosenSchema = z.strictObject({
  trial: z.string().regex(/^[\da-f]{16}$/)
    .describe(
      "The trial's name, 16 hexadecimal digits: a hash of its config and data, by which sweeps name a run as well.",
    ),
  error: fraction.optional()
    .describe("The trial's validation error, a fraction; left out until the trial is trained."),
});

const copiesSchema = z.strictObject({
  copies: z.int().min(1).max(1000)
    .describe("How many deformed copies of each image, besides itself."),
  strength: z.number().gt(0).max(1).default(1)
    .describe("How far they are deformed: 1 is as in training, 0.5 half as far."),
  error: fraction.optional()
    .describe("The validation error of the trial's network over them; left out until it is known."),
});

export const reproducesSchema = z.strictObject({
  accuracy: fraction.optional().describe("The published accuracy, a fraction."),
  error: fraction.optional().describe("The published error, a fraction, where that is published."),
  split: z.enum(["validation", "test"]).default("test")
    .describe("Of which split the figure is."),
  epoch: z.enum(["last", "best"]).default("last")
    .describe("Of which epoch the figure is: the last, or the best on that split."),
  tolerance: fraction.default(0.003)
    .describe("How far below the published accuracy, a fraction, still counts as reproduced."),
  seeds: z.int().min(1).max(1000).default(1)
    .describe("Over how many seeds to train, from the config's seed on."),
  committee: z.boolean().default(false)
    .describe("Whether the networks of all seeds answer together, by the mean of their outputs."),
  widths: z.array(widthSchema).min(1).max(1000).optional()
    .describe("The normalizeWidth of the seeds in turn, over and over; the config's if left out."),
  chosen: chosenSchema.optional()
    .describe(
      "What chose a config without a published figure, or one that trains on validation's images too: the same config " +
        "without these, and its validation error.",
    ),
  copies: copiesSchema.optional()
    .describe(
      "Another row, of the same network: what the mean of its outputs over deformed copies of each image gets wrong. " +
        "For a config without a published figure, whose trial chose these too.",
    ),
  source: z.string().min(1).describe("Where the figure, or the method, is published."),
  deviations: z.string().default("").describe("What is different from there."),
});
