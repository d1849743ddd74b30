/** Numbers that float32 does not hold, in the words of an error. @module */

/**
 * Why a number cannot be used that is none of float32's, as a sentence ends.
 *
 * @param given as it was before it was rounded, and before it was standardized
 * @param it what the sentence calls it
 */
export function whyNot(given: number, it = "it"): string {
  if (!Number.isFinite(given)) return "a finite number is wanted";
  const standardized = Number.isFinite(Math.fround(given)) ? " standardized" : "";
  return `float32, which ends at 3.4e+38, cannot hold ${it}${standardized}`;
}
