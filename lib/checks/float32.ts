/** Numbers that float32 does not hold. @module */

/**
 * Why a number is none of float32's, as the end of a sentence.
 * @param given as it was before it was rounded, and before it was standardized
 * @param it the name of the number in the sentence
 */
export function float32Problem(given: number, it = "it"): string {
  if (!Number.isFinite(given)) return "expected a finite number";
  const standardized = Number.isFinite(Math.fround(given)) ? " standardized" : "";
  return `float32, which ends at 3.4e+38, cannot hold ${it}${standardized}`;
}
