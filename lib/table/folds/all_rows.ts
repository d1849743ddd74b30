/** All rows of a table: those that are split into folds, and then those of the test part. @module */

import { Dataset } from "../../dataset.ts";
import type { ExpectedOutputs } from "../../measure/row_scores.ts";
import type { FoldedData } from "./members.ts";

/** Rows with their features. */
export type Rows = ExpectedOutputs & Pick<Dataset, "inputs" | "labels" | "size">;

/** Features and expected outputs of the rows of one part, then those of another. */
export function joined(
  training: Rows,
  test: Rows,
): Rows & { readonly inputs: Float32Array<ArrayBuffer> } {
  const { problem, outputs, classes } = training;
  const join = <T extends Float32Array | Uint8Array | Uint16Array | Uint32Array>(
    one: T,
    other: T,
  ): T => {
    const both = new (one.constructor as new (length: number) => T)(one.length + other.length);
    both.set(one);
    both.set(other, one.length);
    return both;
  };
  return {
    problem,
    outputs,
    classes,
    size: training.size + test.size,
    inputs: join(
      training.inputs as Float32Array<ArrayBuffer>,
      test.inputs as Float32Array<ArrayBuffer>,
    ),
    labels: join(training.labels, test.labels),
    targets: training.targets && join(training.targets, test.targets!),
    units: training.units && test.units && join(training.units, test.units),
    weights: training.weights && test.weights && join(training.weights, test.weights),
  };
}

/** Leaves out no row, where all rows are in the fold 0. */
export const NO_FOLD = 1;

/** All rows of a table to learn from, and none to be judged on: a member whose fold is {@linkcode NO_FOLD} learns from all. */
export function allRowsOf(data: FoldedData, test: Dataset): FoldedData {
  const { training } = data;
  const { features, featureNames, classNames } = training;
  const { inputs, labels, targets, weights, outputs, classes, problem, size } = joined(
    training,
    test,
  );
  const answers = targets === undefined
    ? { labels, classes, classNames }
    : { targets, outputs, classification: problem.hasAccuracy };
  const all = new Dataset({ inputs, features, featureNames, weights, ...answers });
  return { ...data, training: all, folds: [new Uint8Array(size)] };
}
