/** What may be asked of a table: the values of options that configs and {@linkcode TableModel.fit} check alike. @module */

import { ASKED_METRICS } from "./metric_names.ts";
import type { OptionTable } from "../checks/options.ts";

/**
 * How a column is read: as categories, whatever is in it; as numbers, which `comma` and `point` give the decimal mark of; as
 * dates, of which `dmy` and `mdy` give the order of day and month; as words of a free text; or not at all.
 */
export type ReadAs = typeof READ_AS[number];

/** The ways to read a column. */
export const READ_AS = [
  "text",
  "number",
  "comma",
  "point",
  "date",
  "dmy",
  "mdy",
  "words",
  "out",
] as const;

/** The kind of a target, in a description and in a config's `dataset.kind`. */
export type TargetKind = "class" | "quantity";

/** The kinds of targets. */
export const TARGET_KINDS: readonly TargetKind[] = ["class", "quantity"];

/** What becomes of a missing value: its row is left out, it is the column's mean, or it is a separate category. */
export type MissingValueRule = "drop" | "mean" | "category";

/** The ways to treat a missing value. */
export const MISSING_VALUE_RULES: readonly MissingValueRule[] = ["drop", "mean", "category"];

/** What becomes of missing values in a new run. A config without `gaps` means `"drop"`. */
export const DEFAULT_MISSING_VALUE_RULE: MissingValueRule = "category";

/** The most folds. */
export const MAX_FOLDS = 100;

/** The most repeats of cross-validation. */
export const MAX_REPEATS = 10;

const COST = { type: "number", above: 0, below: 1e9, required: true } as const;

/** The costs of mistakes. */
const COSTS = {
  /** The cost of a false alarm. */
  falseAlarm: COST,
  /** The cost of a miss. */
  miss: COST,
} as const satisfies OptionTable;

/** The options of decisions. */
export const DECISION_OPTIONS = {
  /**
   * The costs of mistakes, for two classes or each of several labels: the model answers by the threshold of least cost on
   * rows that it did not learn from.
   */
  costs: { type: "object", of: COSTS },
  /** The class to find, and that F1 is of; the rarer one if left out. */
  positive: { type: "text" },
  /** The share of rows whose set of classes contains the class, such as 0.9; no sets if left out. */
  coverage: { type: "number", above: 0, below: 1 },
} as const satisfies OptionTable;

/** By what models are compared. */
export const METRIC_OPTION = {
  /** What models are compared by: log loss, R², or cost with costs if left out. */
  metric: { type: "choice", of: ASKED_METRICS },
} as const satisfies OptionTable;

/** The keys of a table in a file, besides that of its path. */
export const TABLE_KEYS: readonly string[] = [
  "target",
  "kind",
  "delimiter",
  "header",
  "encoding",
  "gaps",
  "missingValues",
  "without",
  "weights",
  "split",
  "test",
  "splitBy",
  "splitAfter",
  "as",
  ...Object.keys(DECISION_OPTIONS),
  "metric",
];
