/** Whether what a reader typed is the answer of an exercise: a number, a word, or a hash. @module */

/** What is right. */
export interface Answer {
  /** A number, a word, or `sha256:` and the first digits of a hash. */
  readonly answer: string;
  /** How far a number may be away. */
  readonly tolerance: number;
}

/** What was typed: right, wrong, or no number or hash where one is expected. */
export type Verdict = "right" | "wrong" | "noNumber" | "noHash";

const HASH = /^sha256:/i;

/** The digits of a hash that are enough. */
const MIN_HASH_DIGITS = 6;

/** A number with a point or a comma, and one of the minus signs; NaN if it is none. */
export function numberIn(text: string): number {
  const plain = text.trim().replace(/^[−–]/, "-").replace(",", ".");
  return plain === "" ? NaN : Number(plain.replaceAll(/\s/g, ""));
}

/** Whether a text is the answer; words count without case and spaces. */
export function verdictOf(typed: string, { answer, tolerance }: Answer): Verdict {
  const plain = (text: string) => text.toLowerCase().replaceAll(/\s/g, "");
  if (HASH.test(answer)) {
    const [expected, digits] = [answer, typed].map((text) => plain(text).replace(HASH, ""));
    if (!/^[0-9a-f]+$/.test(digits!) || digits!.length < MIN_HASH_DIGITS) return "noHash";
    return expected!.startsWith(digits!) || digits!.startsWith(expected!) ? "right" : "wrong";
  }
  const expected = numberIn(answer);
  if (Number.isNaN(expected)) return plain(typed) === plain(answer) ? "right" : "wrong";
  const number = numberIn(typed);
  if (Number.isNaN(number)) return "noNumber";
  const rounding = 2 ** -40 * Math.abs(expected); // 0.62 − 0.61 is a little more than 0.01
  return Math.abs(number - expected) <= tolerance + rounding ? "right" : "wrong";
}
