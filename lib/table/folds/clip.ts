/** Answers within the range of the targets that were learned from. @module */

/** The least and the largest target of an output among the rows that are learned from. */
export type Range = readonly [least: number, largest: number];

/**
 * Answers no farther out than targets were, in place; those of classes stay.
 * @param answers [rows, outputs]
 */
export function clip(answers: Float32Array, ranges: readonly Range[] | undefined): Float32Array {
  for (let k = 0; ranges !== undefined && k < answers.length; k++) {
    const [least, largest] = ranges[k % ranges.length]!;
    const answer = answers[k]!;
    if (answer < least) answers[k] = least; // NaN stays
    else if (answer > largest) answers[k] = largest;
  }
  return answers;
}
