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

/** Digits in groups of three, with points or commas between. */
const GROUPED = /^-?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/;

/** What a text can stand for as a number, with a point or a comma, and one of the minus signs; nothing if it is none. */
export function numbersIn(text: string): number[] {
  const plain = text.trim().replace(/^[−–]/, "-").replaceAll(/\s/g, "");
  if (plain === "") return [];
  const readings = [
    plain.replace(",", "."),
    ...GROUPED.test(plain) ? [plain.replaceAll(/[.,]/g, "")] : [],
  ];
  return readings.map(Number).filter((number) => !Number.isNaN(number));
}

/** Whether a text is the answer; words count without case and spaces. */
export function verdictOf(typed: string, { answer, tolerance }: Answer): Verdict {
  const plain = (text: string) => text.toLowerCase().replaceAll(/\s/g, "");
  if (HASH.test(answer)) {
    const [expected, digits] = [answer, typed].map((text) => plain(text).replace(HASH, ""));
    if (!/^[0-9a-f]+$/.test(digits!) || digits!.length < MIN_HASH_DIGITS) return "noHash";
    return expected!.startsWith(digits!) || digits!.startsWith(expected!) ? "right" : "wrong";
  }
  const expected = Number(answer);
  if (Number.isNaN(expected)) return plain(typed) === plain(answer) ? "right" : "wrong";
  const numbers = numbersIn(typed);
  if (numbers.length === 0) return "noNumber";
  const rounding = 2 ** -40 * Math.abs(expected); // 0.62 − 0.61 is a little more than 0.01
  const isRight = numbers.some((number) => Math.abs(number - expected) <= tolerance + rounding);
  return isRight ? "right" : "wrong";
}
