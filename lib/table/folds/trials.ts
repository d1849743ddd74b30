/**
 * Trials of a search: families with other layers, rates, bins than the recipe's, drawn at random. A trial follows from the seed,
 * its number and the recipe alone, so that the same list of trials comes to the same weights anywhere. @module
 */

import { binsFor, USER_DATA_RECIPE } from "../../config/recipe.ts";
import type { OptimizerOptions } from "../../network/optimizers.ts";
import { drawTrials, type ParameterSpace } from "../../search/draw.ts";
import type { Encoding } from "../encode/input_encoding.ts";
import type { EncodingTables } from "../encode/tables.ts";
import type { MemberTraining } from "./member_trainer.ts";
import { type MemberPlan, memberSeed } from "./members.ts";

/** What a family differs in from those of the recipe. */
export interface Trial {
  /** Counted from 1: its seeds depend on it. */
  readonly trial: number;
  readonly encoding: Encoding;
  /** The number of units in each hidden layer. */
  readonly hidden: readonly number[];
  readonly learningRate: number;
  /** How fast weights decay; 0 where the optimizer has no decay. */
  readonly weightDecay: number;
  /** What part of the hidden units is left out of a step. */
  readonly dropout: number;
  /** The most bins of a number; absent of the encoding that has none. */
  readonly bins?: number;
}

/** What trials depend on. */
export interface TrialFacts {
  readonly training: MemberTraining;
  readonly tables: EncodingTables;
  readonly recipe: number;
  readonly seed: number;
}

/** Layers that are narrower and wider, shallower and deeper than the recipe's. */
const HIDDEN = [[64, 32], [128, 128], [256, 128], [128], [64, 64, 64], [256]];

/** The most bins that are tried beside the recipe's. */
const BINS = [16, 8];

/** Members of trials have other seeds than those of the recipe, of which there are fewer. */
const [FIRST_MEMBER, MOST_FOLDS] = [65_536, 256];

/** Draws the first trials of a search. */
export function trialsFor(
  { training: { options }, tables, recipe, seed }: TrialFacts,
  count: number,
): Trial[] {
  const { learningRate: rate = USER_DATA_RECIPE.learningRate } = options;
  const { weightDecay: decay = 0 } = options.optimizer as OptimizerOptions & {
    readonly weightDecay?: number;
  };
  const bins = binsFor(recipe, tables.numbers.length);
  const space: Record<string, ParameterSpace> = {
    encoding: { values: ["piecewise", "standardized"] },
    hidden: { values: HIDDEN },
    learningRate: { min: rate / 3, max: 3 * rate, distribution: "logUniform" },
    weightDecay: decay > 0
      ? { min: decay / 30, max: 3 * decay, distribution: "logUniform" }
      : { values: [0] },
    dropout: { min: 0, max: 0.4, distribution: "uniform" },
    bins: { values: [bins, ...BINS.filter((other) => other < bins)] },
  };
  return drawTrials("random", space, count, seed).map(({ bins, ...keys }, k) => ({
    trial: k + 1,
    ...keys as Omit<Trial, "trial" | "bins">,
    ...keys["encoding"] === "piecewise" && { bins: bins as number },
  }));
}

/** The member of a trial that does not learn from a fold. */
export function trialMember(
  { trial, encoding, hidden, learningRate, weightDecay, dropout, bins }: Trial,
  fold: number,
  { seed, recipe }: Pick<TrialFacts, "seed" | "recipe">,
): MemberPlan {
  return {
    family: { name: encoding, encoding, hidden },
    fold,
    repeat: 0,
    weightDecay,
    learningRate,
    dropout,
    bins,
    seed: memberSeed(seed, FIRST_MEMBER + trial * MOST_FOLDS + fold),
    recipe,
  };
}
