/** Numbers as people write them, read by the format that stands in a column's description. @module */

import { MAX_NUMBER, numberOf } from "../cells/cells.ts";
import { CURRENCY, DIGIT, LETTER } from "./unicode.ts";

/** A number with a decimal mark, perhaps with separated thousands and one unit. */
export interface DecimalFormat {
  /** That it is in decimal. */
  readonly as: "decimal";
  /** What stands before the decimals. */
  readonly decimal: "." | ",";
  /** What stands between thousands; an apostrophe and a space stand for all of their kind. */
  readonly thousands?: "," | "." | "'" | " ";
  /** A currency or another unit, before or behind the number. `%` and `‰` are hundredths and thousandths. */
  readonly unit?: string;
}

/** How the numbers of a column are written: in decimal, as a time of day in hours, or as yes and no for 1 and 0. */
export type NumberFormat = DecimalFormat | { readonly as: "hours" } | { readonly as: "truth" };

export interface NumberParts {
  readonly negative: boolean;
  /** Digits and marks. */
  readonly number: string;
  /** Empty where there is none. */
  readonly unit: string;
  /** Whether a letter follows the digits without a space, as in codes: `4WD`. */
  readonly isJoined: boolean;
}

/** Currencies by their codes of ISO 4217, and other names of the same. */
export const CURRENCIES: ReadonlyMap<string, string> = new Map(Object.entries({
  EUR: "€",
  Euro: "€",
  euro: "€",
  USD: "$",
  US$: "$",
  GBP: "£",
  JPY: "¥",
  INR: "₹",
  KRW: "₩",
  TRY: "₺",
  RUB: "₽",
  UAH: "₴",
  ILS: "₪",
  VND: "₫",
  NGN: "₦",
  R$: "BRL",
  A$: "AUD",
  AU$: "AUD",
  C$: "CAD",
  CA$: "CAD",
  NZ$: "NZD",
  HK$: "HKD",
  S$: "SGD",
  Fr: "CHF",
  "Fr.": "CHF",
  zł: "PLN",
  Kč: "CZK",
}));

/** Codes that may stand before a number; other words there are names, as in `room 12`. */
export const CODES =
  "EUR|USD|GBP|JPY|INR|KRW|TRY|RUB|UAH|ILS|VND|NGN|BRL|AUD|CAD|NZD|HKD|SGD|CHF|PLN|CZK|" +
  "HUF|SEK|NOK|DKK|RON|BGN|CNY|RMB|TWD|THB|IDR|MYR|PHP|MXN|ZAR|Fr\\.?|kr\\.?";

/** The minus of mathematics, the en dash, and the signs of small and wide type. */
const MINUS_SIGNS = /[\u2212\u2013\ufe63\uff0d]/g;
const SPACES = /[\u00a0\u2009\u202f\u2007]/g;
const APOSTROPHES = /[\u2019\u2018\u02bc`´]/g;

/** What may stand before a number, and behind it. */
export const [BEFORE, AFTER] = [
  `[${LETTER}]{0,3}[${CURRENCY}]|(?:${CODES})`,
  `[${LETTER}${CURRENCY}%‰°µ][${LETTER}${DIGIT}${CURRENCY}%°/²³.]{0,11}`,
];

/** A sign or a bracket, a currency, digits with marks, a unit, and the minus of accountants behind it. */
export function partsSource(before: string, after: string): string {
  return `^(\\()?\\s?([-+])?\\s?(${before})?\\s?([-+])?\\s?` +
    `(\\d[\\d.,' ]*|[.,]\\d+)( ?)(${after})?\\s?([-)])?$`;
}

const PARTS = new RegExp(partsSource(BEFORE, AFTER), "u");

const LETTER_FIRST = new RegExp(`^[${LETTER}]`, "u");

/** The parts of a cell that is a number to people; `undefined` if it is none. */
export function numberParts(cell: string): NumberParts | undefined {
  if (cell.length > MAX_NUMBER) return undefined;
  const text = cell.trim().replace(MINUS_SIGNS, "-").replace(SPACES, " ").replace(APOSTROPHES, "'");
  const found = PARTS.exec(text);
  if (found === null) return undefined;
  const [, open, first, before = "", second, digits, space, after = "", end] = found;
  if ((open !== undefined) !== (end === ")")) return undefined;
  const signs = [open, first, second, end === "-" ? end : undefined].filter(Boolean);
  if (signs.length > 1) return undefined;
  if (before !== "" && after !== "") return undefined;
  const number = digits!.trimEnd();
  if (signs[0] === "+" && number.includes(" ")) return undefined; // a telephone number
  const written = before || after;
  return {
    negative: signs.length === 1 && signs[0] !== "+",
    number,
    unit: CURRENCIES.get(written) ?? written,
    isJoined: after !== "" && space === "" && number === digits && LETTER_FIRST.test(after),
  };
}

/** A way to write the digits of a number: its decimal mark, and what separates thousands. */
export type Marks = Pick<DecimalFormat, "decimal" | "thousands">;

/** The ways to write digits, the plainest first. */
export const MARKS: readonly Marks[] = [
  { decimal: "." },
  { decimal: ".", thousands: "," },
  { decimal: ".", thousands: "'" },
  { decimal: ".", thousands: " " },
  { decimal: "," },
  { decimal: ",", thousands: "." },
  { decimal: ",", thousands: "'" },
  { decimal: ",", thousands: " " },
];

/** What fits each way of {@linkcode MARKS}. Groups of two digits are India's: 1,23,456. */
export const PATTERNS: readonly RegExp[] = MARKS.map(({ decimal, thousands }) => {
  const fraction = `(?:\\${decimal}\\d*)?`;
  const plain = `\\d+${fraction}|\\${decimal}\\d+`;
  return new RegExp(
    thousands === undefined
      ? `^(?:${plain})$`
      : `^(?:[1-9]\\d{0,2}(?:\\${thousands}\\d{2,3})*\\${thousands}\\d{3}${fraction}|${plain})$`,
  );
});

/** Whether digits are written in a way of {@linkcode MARKS}. */
export function fits(number: string, way: number): boolean {
  return PATTERNS[way]!.test(number);
}

/** How many digits the units of hundredths and thousandths move the point by. */
export const DECIMALS: ReadonlyMap<string, number> = new Map([["%", 2], ["‰", 3]]);

export function isShare(unit: string | undefined): boolean {
  return unit !== undefined && DECIMALS.has(unit);
}

/** Times of day: 8:05, 20:05:30, 8:05 pm, 8 pm. */
export const CLOCK = /^(\d{1,2})(?::(\d{2})(?::(\d{2}(?:[.,]\d{1,9})?))?)?\s?(?:([ap])\.?m\.?)?$/i;

/** The hours of a time of day, from 0 to 24; NaN if it is none. */
export function hoursOf(cell: string): number {
  const found = CLOCK.exec(cell.trim());
  if (found === null) return NaN;
  const [, hour, minute, second, half] = found;
  if (minute === undefined && half === undefined) return NaN;
  let hours = Number(hour);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return NaN;
    hours = hours % 12 + (half.toLowerCase() === "p" ? 12 : 0);
  }
  const minutes = Number(minute ?? 0);
  const seconds = Number((second ?? "0").replace(",", "."));
  const all = hours * 3600 + minutes * 60 + seconds;
  return minutes < 60 && seconds < 60 && all <= 86_400 ? all / 3600 : NaN;
}

const TRUTHS: { readonly [word: string]: string } = {
  yes: "1",
  true: "1",
  y: "1",
  t: "1",
  on: "1",
  "1": "1",
  "1.0": "1",
  no: "0",
  false: "0",
  n: "0",
  f: "0",
  off: "0",
  "0": "0",
  "0.0": "0",
};

/** 1 for yes and its like, 0 for no; `undefined` for other texts. */
export function truthOf(cell: string): string | undefined {
  const word = cell.trim().toLowerCase();
  return Object.hasOwn(TRUTHS, word) ? TRUTHS[word] : undefined;
}

/**
 * The text of the number that a cell holds, in decimal with a point, as `numberOf` reads it: `1234.5` of €1,234.50.
 * @returns the cell itself if it is not a number of this format
 */
export function plainNumber(cell: string, format: NumberFormat): string {
  switch (format.as) {
    case "truth":
      return truthOf(cell) ?? cell;
    case "hours": {
      const hours = hoursOf(cell);
      return Number.isNaN(hours) ? cell : String(hours);
    }
  }
  const { unit } = format;
  const parts = numberParts(cell);
  if (parts === undefined || parts.unit !== "" && parts.unit !== unit) return cell;
  const marks = marksOf(parts.number, format);
  if (marks === undefined) return cell;
  const { thousands = "" } = marks;
  const digits = parts.number.replaceAll(thousands, "");
  const sign = parts.negative ? "-" : "";
  return sign + divided(digits.replace(",", "."), DECIMALS.get(parts.unit) ?? 0);
}

/**
 * How a number of a format is written: as the format has it, or with other separators of thousands that the column did not
 * have. A point and a number such as 1.234 stay that of a program, where a comma stands before decimals.
 */
function marksOf(number: string, { decimal, thousands }: DecimalFormat): Marks | undefined {
  const own = MARKS.findIndex((way) => way.decimal === decimal && way.thousands === thousands);
  if (fits(number, own)) return MARKS[own];
  return MARKS.find((way, k) =>
    way.decimal === decimal && (way.thousands !== "." || number.includes(",")) && fits(number, k)
  );
}

/** A number's text with more decimals: no rounding as by a division. */
function divided(number: string, decimals: number): string {
  if (decimals === 0) return number;
  const [whole = "", fraction = ""] = number.split(".");
  const digits = whole.padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}${fraction}`;
}

/** The number in a cell of a column, which may have a format; NaN if it is none. */
export function formattedNumber(
  cell: string,
  format: NumberFormat | undefined,
  decimalComma: boolean | undefined,
): number {
  return format === undefined ? numberOf(cell, decimalComma) : numberOf(plainNumber(cell, format));
}

/** A number as the cells of a column are written, which may have a format: "5%" of 0.05. */
export function writtenNumber(
  value: number,
  format: NumberFormat | undefined,
): string | number | boolean {
  if (format === undefined) return value;
  if (format.as === "truth") return value >= 0.5;
  if (format.as === "hours") {
    const minutes = Math.floor(60 * value + 0.5);
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  }
  const { decimal, thousands = "", unit = "" } = format;
  const shown = isShare(unit)
    ? Number((value * (unit === "%" ? 100 : 1000)).toPrecision(15))
    : value;
  const [whole = "", ...fraction] = String(shown).split(".");
  const text = [whole.replaceAll(/\B(?=(?:\d{3})+$)/g, thousands), ...fraction].join(decimal);
  if (isShare(unit)) return text + unit;
  if (unit === "") return text;
  return SYMBOL.test(unit) && decimal === "." ? unit + text : `${text} ${unit}`;
}

/** A currency that stands before its number. */
const SYMBOL = new RegExp(`^[${CURRENCY}]$`, "u");
