/** Whether what a reader typed is the answer of an exercise: a number, a word, or a hash. @module */

/** What is right. */
export interface Answer {
  /** A number, a word, or `sha256:` and the first digits of a hash. */
  readonly answer: string;
  /** How far a number may be away. */
  readonly tolerance: number;
  /** Other words that are right, with commas between. Default: none */
  readonly also?: string;
}

/** What was typed: right, wrong, or no number or hash where one is expected. */
export type Verdict = "right" | "wrong" | "noNumber" | "noHash";

const HASH = /^sha256:/i;

/** The digits of a hash that are enough. */
const MIN_HASH_DIGITS = 6;

/** The first number of a text; what stands around it may be words and units, as in `868 of 1000`. */
const NUMBER = /[−–-]?\s*(?:\d[\d.,]*(?:\s\d{3}(?!\d))*|[.,]\d+)(?:e-?\d+)?/i;

/** Digits in groups of three, with points or commas between. */
const GROUPED = /^-?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/;

/** What the first number of a text can stand for, with a point or a comma, and one of the minus signs; nothing if it has none. */
export function numbersIn(text: string): number[] {
  const found = NUMBER.exec(text);
  if (found === null) return [];
  const plain = found[0].replace(/^[−–]/, "-").replaceAll(/\s|[.,]+$/g, "");
  const readings = [
    plain.replace(",", "."),
    ...GROUPED.test(plain) ? [plain.replaceAll(/[.,]/g, "")] : [],
  ].map(Number).filter((number) => !Number.isNaN(number));
  const rest = text.slice(found.index + found[0].length);
  const [, divisor] = /^\s*\/\s*(\d+)/.exec(rest) ?? [];
  if (divisor !== undefined) return readings.map((number) => number / Number(divisor));
  return /^\s*%/.test(rest) ? [...readings, ...readings.map((number) => number / 100)] : readings;
}

/** A text without case, spaces, articles and punctuation. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\b(?:an?|the)\s|[\s.,:;!?"'“”]/g, "");
}

/** Whether a text is the answer. */
export function verdictOf(typed: string, { answer, tolerance, also = "" }: Answer): Verdict {
  if (HASH.test(answer)) {
    const [expected, digits] = [answer, typed].map((text) => plain(text.replace(HASH, "")));
    if (!/^[0-9a-f]+$/.test(digits!) || digits!.length < MIN_HASH_DIGITS) return "noHash";
    return expected!.startsWith(digits!) || digits!.startsWith(expected!) ? "right" : "wrong";
  }
  const expected = Number(answer);
  if (Number.isNaN(expected)) {
    // Behind yes or no somebody may say why.
    const own = /^(?:yes|no)$/.test(answer) ? /^\s*\w*/.exec(typed)![0] : typed;
    return [answer, ...also.split(",")].map(plain).includes(plain(own)) ? "right" : "wrong";
  }
  const numbers = numbersIn(typed);
  if (numbers.length === 0) return "noNumber";
  const rounding = 2 ** -40 * Math.abs(expected); // 0.62 − 0.61 is a little more than 0.01
  const isRight = numbers.some((number) => Math.abs(number - expected) <= tolerance + rounding);
  return isRight ? "right" : "wrong";
}
