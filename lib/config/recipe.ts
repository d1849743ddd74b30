/** The recipe that works for your data unattended. It has no schema, so that a page can train by it. @module */

const { ceil, min } = Math;

/**
 * The defaults for your data; the optimizer is {@linkcode ownOptimizer}. They were chosen
 * by the test results of about 50 tables of 20 to 20,000 rows; `docs/lab/results.md` has what it comes to on others.
 *
 * - A learning rate of 0.003 and batches of 32: at 0.001 the few steps of a small table end at a worse network.
 * - The average of the weights of about the last hundred steps is kept: it depends less on the very last rows.
 * - The best epoch is that of the least validation cost. A small table validates on some 20 rows, of which many epochs get
 *   the same number right, while their costs still differ.
 * - A patience of 50 epochs, since the cost of so few rows may rise for a while, and epochs of a small table are short.
 */
export const USER_DATA_RECIPE = {
  hidden: [64, 32],
  activation: "relu",
  initializer: "he",
  learningRate: 0.003,
  averaging: { decay: 0.99 },
  batchSize: 32,
  epochs: 300,
  earlyStopping: { patience: 50 },
  monitor: "cost",
} as const;

/** The learning rate for data other than tables, whose inputs are not standardized but the pixels that they are. */
export const PIXELS_LEARNING_RATE = 0.001;

/** So many rows are learned from with a weight decay of 1; with more of them it is less. */
const ROWS = 1000;

/**
 * The optimizer for your data: AdamW, whose decay falls as the rows grow, so that an epoch takes the same part of the weights
 * (Wang and Aitchison 2024, “How to set AdamW's weight decay as you scale model and dataset size”).
 */
export function ownOptimizer(rows: number): { name: "adamw"; weightDecay: number } {
  return { name: "adamw", weightDecay: min(1, ceil(1000 * ROWS / rows) / 1000) };
}

/**
 * The newest version of how members over folds are trained. New configs have it; those without the key `recipe` are of the
 * first, so that their runs come to the same weights as ever.
 */
export const RECIPE = 3;

/**
 * Whether all rows are in folds unless a test part is asked for. On 17 tables the models that had learned from all rows were
 * better than those that had left 15 % to a test part, and the result out of fold was nearer to that on new rows.
 */
export function hasAllRowsInFolds(recipe: number): boolean {
  return recipe > 2;
}

/**
 * Whether networks learn from the rows of their test too, once it is told, where the test is of the latest rows: those are the
 * rows that later ones resemble most.
 */
export function learnsAfterTest(recipe: number | undefined, splitAfter: unknown): boolean {
  return recipe !== undefined && recipe > 2 && splitAfter !== undefined && splitAfter !== false;
}

/** Above this number of columns of numbers, more bins cost much time and were hardly better. */
const MANY_NUMBERS = 100;

/** The most bins of the piecewise-linear encoding of a number, by how many columns of numbers a table has. */
export function binsFor(recipe: number, numbers: number): number {
  return recipe > 2 && numbers <= MANY_NUMBERS ? 48 : 16;
}

/** The most bins by any recipe. */
export const MAX_BINS = 48;

/** What new configs of tables have, besides their data. */
export const NEW_TABLE = { folds: "auto", recipe: RECIPE } as const;

/** What the recipe for a table with folds changes. */
export interface FoldRecipe {
  /** The activation function of hidden layers, where it is another one. */
  activation?: "silu";
  /** The number of units in each hidden layer. */
  hidden: readonly number[];
  /** How the parameters are averaged. */
  averaging: { decay: number };
  /** How many rows make one step. */
  batchSize: number;
  /** How many epochs a member has at most. */
  epochs: number;
  /** How long a member waits for an improvement. */
  earlyStopping: { patience: number; minimumPatience?: number; minimumDelta: number };
  /** What is left out of a step; nothing of linear models. */
  dropout: { inputs: number; hidden: number } | null;
}

/** Whether members over folds learn, and not one network; before the data is read, whether they may. */
export function overFolds({ folds }: { readonly folds: number | "auto" }): boolean {
  return folds !== 0;
}

/** The keys of the recipe for a table with folds. */
export const FOLD_RECIPE_KEYS: readonly (keyof FoldRecipe)[] = [
  "activation",
  "hidden",
  "averaging",
  "batchSize",
  "epochs",
  "earlyStopping",
  "dropout",
];

/** Up to this number of rows, wide layers cost little time; on more of them they were no better. */
const FEW_ROWS = 1500;

/** Above this number of rows fewer epochs are enough. */
const MANY_ROWS = 15_000;

/** Above this number of rows, an epoch without an improvement is rarely chance. */
const SURE_ROWS = 50_000;

/** What a recipe depends on. */
export interface RecipeFacts {
  /** How many rows there are besides those of the test. */
  readonly rows: number;
  readonly hasHidden: boolean;
  /** Whether targets are quantities. */
  readonly hasQuantities: boolean;
  /** The version. Default: 1 */
  readonly recipe?: number;
}

/**
 * What changes where a table has folds: members stop sooner, since each of them judges itself on a fifth of all rows, and
 * `dropout` makes them differ. Batches grow with the rows, so that an epoch has about 32 steps or more.
 *
 * By the second recipe, members wait only as long again as the best epoch took: some epochs at least, fewer of many rows. Costs
 * of quantities go up and down too much for that.
 *
 * By the third recipe, hidden units are SiLU (Elfwing, Uchibe and Doya 2018): on 24 tables, out of fold, their ensembles were
 * better than those of ReLU on most, see `docs/lab/experiments.md`.
 */
export function foldRecipe(
  { rows, hasHidden, hasQuantities, recipe = 1 }: RecipeFacts,
): FoldRecipe {
  let batchSize = 32;
  while (batchSize < 256 && batchSize * batchSize * 2 <= (rows / 32) * (rows / 32)) batchSize *= 2;
  const isSure = rows > SURE_ROWS;
  const minimumPatience = hasQuantities ? isSure ? 8 : 16 : isSure ? 4 : 6;
  return {
    ...recipe > 2 && { activation: "silu" },
    hidden: rows > FEW_ROWS ? USER_DATA_RECIPE.hidden : [128, 128],
    averaging: { decay: 0.998 },
    batchSize,
    epochs: rows > MANY_ROWS ? 60 : 150,
    earlyStopping: { patience: 16, ...recipe > 1 && { minimumPatience }, minimumDelta: 0 },
    dropout: hasHidden ? { inputs: 0, hidden: 0.1 } : null,
  };
}

/** Members have the weight decay of the config or a tenth of it, whichever costs less out of fold. */
export function weightDecaysOf({ weightDecay }: { readonly weightDecay?: number }): number[] {
  return weightDecay === undefined || weightDecay === 0
    ? [weightDecay ?? 0]
    : [weightDecay, weightDecay / 10];
}
