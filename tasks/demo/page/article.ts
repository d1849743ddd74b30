/** Digits in sentences. @module */

/** A digit with its article: "a 7", "an 8". */
export function withArticle(digit: number): string {
  return digit === 8 ? "an 8" : `a ${digit}`; // only eight begins with the sound of a vowel
}
