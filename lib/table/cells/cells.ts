/** What a cell of a table holds: a number, nothing, a date, or text. @module */

/** What people and programs write for a missing value. Spaces around it do not count. */
export const MISSING_TEXTS: ReadonlySet<string> = new Set(
  ["", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None", "?"],
);

/** What people and programs write besides for a missing value among numbers and dates; among texts it may be one of them. */
export const USUAL_MARKS: ReadonlySet<string> = new Set([
  "-",
  "--",
  "–",
  "—",
  ".",
  "..",
  "...",
  "/",
  "*",
  "k. A.",
  "k.A.",
  "k. a.",
  "k.a.",
  "n. a.",
  "n.a.",
  "N.A.",
  "n.v.",
  "n. v.",
  "n.d.",
  "N.D.",
  "s. d.",
  "s.d.",
  "na",
  "nA",
  "Na",
  "nil",
  "Nil",
  "NIL",
  "none",
  "NONE",
  "Null",
  "NAN",
  "Nan",
  "-nan",
  "missing",
  "Missing",
  "unknown",
  "Unknown",
  "unbekannt",
  "(blank)",
  "(null)",
  "<null>",
  "<NULL>",
  "[null]",
  "\\N",
  "#NV",
  "#WERT!",
  "#N/V",
  "#VALUE!",
  "#DIV/0!",
  "#REF!",
  "#NAME?",
  "#NUM!",
  "#NULL!",
  "#BEZUG!",
  "#ZAHL!",
]);

/** The length of the longest of {@linkcode MISSING_TEXTS}. */
const MAX_MISSING_LENGTH = 4;

/** The one of them that is a word beside other words: of None, Atypical and Typical none is missing. */
export const NONE = "None";

const [PLUS, COMMA, MINUS, POINT, ZERO, NINE] = [43, 44, 45, 46, 48, 57] as const;

/**
 * Whether a cell holds a missing value: it is empty, NA, NaN, null, ? or the like.
 * @param hasNone whether None is a word in its column. Default: it is a missing value
 */
export function isMissing(cell: string, hasNone = false): boolean {
  const first = cell.charCodeAt(0);
  if (first >= PLUS && first <= NINE) return false; // the usual case: a number
  if (cell.length <= MAX_MISSING_LENGTH && MISSING_TEXTS.has(cell)) {
    return !hasNone || cell !== NONE;
  }
  const text = cell.trim();
  return MISSING_TEXTS.has(text) && !(hasNone && text === NONE);
}

/** The powers of ten up to the last that is in 15 digits. */
const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/**
 * The number in a cell, in decimal, with a point and perhaps an exponent; spaces around it do not count.
 *
 * Up to 15 digits and a power of ten are both exact in float64, so that their quotient is the nearest number there is
 * (Clinger 1990, “How to read floating point numbers accurately”); it is four times as fast as `Number`, which reads the rest.
 * @param decimalComma whether the decimal mark may be a comma too: 1,5 is 1.5 then, and so is 1.5
 * @returns NaN where it is not a number, or none that float64 holds
 */
export function numberOf(cell: string, decimalComma = false): number {
  const { length } = cell;
  const mark = decimalComma ? COMMA : POINT;
  const negative = cell.charCodeAt(0) === MINUS;
  const start = negative ? 1 : 0;
  if (length - start > POWERS.length) return slowNumberOf(cell, decimalComma); // 15 digits and a point
  let digits = 0;
  let decimals = -1;
  for (let k = start; k < length; k++) {
    const unit = cell.charCodeAt(k);
    if (unit >= ZERO && unit <= NINE) digits = digits * 10 + (unit - ZERO);
    else if ((unit === POINT || unit === mark) && decimals < 0) decimals = length - k - 1;
    else return slowNumberOf(cell, decimalComma);
  }
  const point = decimals >= 0;
  const count = length - start - (point ? 1 : 0);
  if (count === 0 || count === POWERS.length) return slowNumberOf(cell, decimalComma);
  const value = point ? digits / POWERS[decimals]! : digits;
  return negative ? -value : value;
}

/** The most characters of a number. */
export const MAX_NUMBER = 400;

/** A number as it is written; JavaScript would also take 0x10, 0b1, 0o7 and Infinity. */
export const DECIMAL = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

function slowNumberOf(cell: string, decimalComma: boolean): number {
  if (cell.length > MAX_NUMBER) return NaN;
  const text = decimalComma ? cell.trim().replace(",", ".") : cell.trim();
  if (!DECIMAL.test(text)) return NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}

/** Whether a cell is a number beyond those that float64 holds, such as 1e400. */
export function isTooLarge(cell: string): boolean {
  const text = cell.trim().replace(",", ".");
  return text.length <= MAX_NUMBER && DECIMAL.test(text) && !Number.isFinite(Number(text));
}

/** Whether a number is written as codes are, with a zero before its other digits: 01067. */
export function isCode(cell: string): boolean {
  return cell.charCodeAt(0) <= ZERO && /^\s*0\d+\s*$/.test(cell); // the usual case: it begins with another digit
}

/** float64 holds all whole numbers of so many digits. */
const EXACT_DIGITS = 15;

/** Whether a cell is a whole number that float64 cannot hold, such as 9007199254740993 or 9007199254740993.0: the nearest that it has is another. */
export function isRounded(cell: string): boolean {
  if (cell.length <= EXACT_DIGITS) return false; // the usual case
  if (cell.length > MAX_NUMBER) return false;
  const whole = /^\s*([-+]?\d+)(?:[.,]0*)?\s*$/.exec(cell)?.[1];
  if (whole === undefined) return false;
  const value = Number(whole);
  return !Number.isFinite(value) || BigInt(value) !== BigInt(whole);
}

const YEAR = "(?:(?:19|20)\\d{2}|\\d{2})";
const MONTH = "(?:0?[1-9]|1[0-2])";
const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const MONTH_NAME = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|" +
  "aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const WEEKDAY = "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[., ]+)?";

/** Two years that follow each other, such as 2010-11, are a season, and no year with a month. */
const SEASON = "00.01|01.02|02.03|03.04|04.05|05.06|06.07|07.08|08.09|09.10|10.11|11.12";

const DATES: readonly RegExp[] = [
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ].*)?$/, // ISO 8601 and its like
  /^\d{1,2}\/\d{1,2}\/(?:\d{4}|\d{2})(?: .*)?$/,
  /^\d{1,2}[-.]\d{1,2}[-.]\d{4}(?: .*)?$/,
  new RegExp(`^${DAY}\\.${MONTH}\\.\\d{2}(?: .*)?$`), // 12.3.25
  new RegExp(`^(?:19|20)(?!${SEASON})\\d{2}[-/](?:0[1-9]|1[0-2])$`), // 2025-03
  new RegExp(`^${WEEKDAY}${DAY}[-/. ]${MONTH_NAME}[-/., ]+${YEAR}(?: .*)?$`, "i"), // 12-Feb-25
  new RegExp(`^${WEEKDAY}${MONTH_NAME}[-/., ]+(?:${DAY}[-/, ]+)?${YEAR}(?: .*)?$`, "i"), // March 3, 2025
];

/** The most characters of a date, with a time and a zone. */
const MAX_DATE = 40;

/** Whether a cell is a date, with a time or without: 2024-01-31, 31/1/24, 31.1.2024, 31 Jan 2024; or a month: 2024-01. */
export function isDate(cell: string): boolean {
  const text = cell.trim();
  return text.length <= MAX_DATE && /\d/.test(text) && DATES.some((date) => date.test(text));
}

const DAY_OF_DIGITS = "(?:0[1-9]|[12]\\d|3[01])";
const TIME_OF_DIGITS = "(?:[01]\\d|2[0-3])(?:[0-5]\\d){1,2}";
const DATE_OF_DIGITS = new RegExp(
  `^\\s*(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:${DAY_OF_DIGITS}(?:${TIME_OF_DIGITS})?)?(?:[.,]0*)?\\s*$`,
);

/**
 * Whether a number is written as a day or a month without hyphens is, perhaps with a time, or made a float: 20240131, 202401,
 * 20240131235959, 20240131.0.
 */
export function mayBeDate(cell: string): boolean {
  return DATE_OF_DIGITS.test(cell);
}

/** Whether a cell is a number with a comma in it: 3,14, 1,234,567 or 1.234,5. */
export function hasComma(cell: string): boolean {
  const text = cell.trim();
  return text.length <= MAX_NUMBER &&
    /^[-+]?(?:\d+(?:,\d+)+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+)$/.test(text);
}

/**
 * Whether the comma or point of a number may separate thousands: 1,234 may be 1234 or 1.234, but 0,234 and 1,2345 are decimal.
 */
export function mayBeThousands(cell: string): boolean {
  return /^\s*[-+]?[1-9]\d{0,2}[.,]\d{3}\s*$/.test(cell);
}

/**
 * What stands around the number in a cell: `kg` of 12 kg, `$` of $3.50, `%` of 45%, and a comma of 1,234, which is not a number as
 * long as it has one.
 * @returns `undefined` if it is not a number with one unit, which is of at most 12 characters without a space
 */
export function unitOf(cell: string): string | undefined {
  if (cell.length > MAX_NUMBER) return undefined;
  const found = /^[-+]?(\p{Sc}?)\s?[-+]?(\d[\d.,]*)\s?([\p{L}\p{Sc}%‰°µ][\p{L}\p{N}%°/]{0,11})?$/u
    .exec(cell.trim());
  if (found === null) return undefined;
  const [, before, number, after = ""] = found;
  return `${before}${after}` || (number!.includes(",") ? "," : undefined);
}
