/** Answers of models that each learn from all folds but one. @module */

/** The rows of each fold, and those of the test, which no model learns from. */
export interface Folds {
  readonly folds: readonly Uint32Array[];
  readonly test: Uint32Array;
}

/** The answers of a model for each fold. */
export interface FoldAnswers {
  /** [all rows, outputs] The answer to a row by the model that did not learn from it; 0 for rows of the test. */
  readonly outOfFold: Float32Array;
  /** [test rows, outputs] The mean of all models' answers. */
  readonly test: Float32Array;
}

/** Answers rows, [rows, outputs]. */
type Answer = (rows: Uint32Array) => Float32Array;

/**
 * Fits a model for each fold on the rows of the others.
 * @param size how many rows there are in all
 * @param fit fits a model on training rows, may stop by the validation rows, and returns what answers rows, [rows, outputs]
 */
export async function answersOfFolds(
  { folds, test }: Folds,
  size: number,
  fit: (training: Uint32Array, validation: Uint32Array) => Answer | Promise<Answer>,
): Promise<FoldAnswers> {
  let outOfFold = new Float32Array();
  let sums = new Float64Array();
  for (const [k, validation] of folds.entries()) {
    const training = folds.filter((_, other) => other !== k).flatMap((fold) => [...fold]).sort((
      a,
      b,
    ) => a - b);
    const answer = await fit(Uint32Array.from(training), validation);
    const answers = answer(validation);
    const outputs = answers.length / validation.length;
    if (k === 0) {
      outOfFold = new Float32Array(size * outputs);
      sums = new Float64Array(test.length * outputs);
    }
    validation.forEach((row, r) =>
      outOfFold.set(answers.subarray(r * outputs, (r + 1) * outputs), row * outputs)
    );
    answer(test).forEach((value, j) => sums[j]! += value);
  }
  return { outOfFold, test: Float32Array.from(sums, (sum) => sum / folds.length) };
}
