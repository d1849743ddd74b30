/** The recipe that works for your data unattended. It has no schema, so that a page can train by it. @module */

const { ceil, min } = Math;

/**
 * The defaults for your data; the optimizer is {@linkcode ownOptimizer}. They were chosen
 * by the test results of about 50 tables of 20 to 20,000 rows; `docs/results.md` has what it comes to on others.
 *
 * - A learning rate of 0.003 and batches of 32: at 0.001 the few steps of a small table end at a worse network.
 * - The average of the weights of about the last hundred steps is kept: it depends less on the very last rows.
 * - The best epoch is that of the least validation cost. A small table validates on some 20 rows, of which many epochs get
 *   the same number right, while their costs still differ.
 * - A patience of 50 epochs, since the cost of so few rows may rise for a while, and epochs of a small table are short.
 */
export const OWN_RECIPE = {
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
