/** What is predicted: the problem, and what outputs stand for. @module */

import type { ClassLabel } from "./answers.ts";
import type { Problem } from "./contract.ts";
import type { QuantityScale } from "./quantities.ts";

/** What data has to be predicted, where its columns say so. */
export interface Target {
  /** What is learned. */
  readonly problem: Problem;
  /** The names of its columns. */
  readonly names: readonly string[];
  /** What each output stands for: a class, or the column of a quantity. */
  readonly outputNames: readonly string[];
  /** The classes in their original type; for quantities, the names. */
  readonly labels: readonly ClassLabel[];
  /** How outputs come back in their units, if they have units. */
  readonly quantities: readonly QuantityScale[] | undefined;
}
