/** The confusion matrix of an evaluation. @module */

/** A confusion matrix of more classes than this would be a large square of zeros. */
const MAX_CLASSES = 1000;

/** `confusion[label][prediction]`, all zeros; `undefined` of no classes or very many. */
export function confusionOf(classes: number): number[][] | undefined {
  if (classes === 0 || classes > MAX_CLASSES) return undefined;
  return Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
}
