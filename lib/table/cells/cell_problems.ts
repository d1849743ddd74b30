/** Why a cell of a row makes no feature, and a column of texts no numbers, in pieces of sentences. @module */

import { quoted } from "../../checks/texts.ts";
import { hasComma, isDate, isTooLarge, MAX_NUMBER, numberOf, unitOf } from "./cells.ts";
import { groupBy } from "../../checks/group_by.ts";

export interface CellFault {
  /** What is wrong with it, as the end of a sentence; `undefined` of a missing value. */
  readonly is: string | undefined;
  /** What to write instead; empty where there is nothing to advise. */
  readonly instead: string;
}

/** That a column, which needs one, has no value. */
export const MISSING: CellFault = { is: undefined, instead: "" };

export function faultReason(column: string, cell: string, { is }: CellFault): string {
  return is === undefined
    ? `${quoted(column)} is missing`
    : `${quoted(cell)} in ${quoted(column)} ${is}`;
}

export function noNumber(cell: string): CellFault {
  return oddFormOf(cell) ??
    { is: `is ${isDate(cell) ? "a date" : "not a number"}`, instead: "expected a number" };
}

export const NO_DATE: CellFault = {
  is: "is not a date",
  instead: "expected a date such as 2024-01-31",
};

/** What is wrong with a number that is standardized to one which float32 does not hold. */
export function tooFarFrom(mean: number): CellFault {
  return { is: `is too far from the mean ${mean}`, instead: "" };
}

/** A way to write a number that is not read. */
interface OddForm extends CellFault {
  /** Whether a text has it; without spaces around. */
  readonly when: (text: string) => boolean;
  /** What several such cells are, as `it has infinite numbers` ends. */
  readonly many: string;
  readonly insteadOfMany: string;
}

const ODD_FORMS: readonly OddForm[] = [
  {
    when: (text) => /^[-+\u2212]?\s?(?:inf|infinity|∞)$/i.test(text),
    is: "is infinite",
    instead: "write a finite number, or leave it empty",
    many: "infinite numbers",
    insteadOfMany: "write finite numbers, or leave them empty",
  },
  {
    when: isTooLarge,
    is: "is too large for float64",
    instead: "write it in a larger unit",
    many: "numbers too large for float64",
    insteadOfMany: "write them in a larger unit",
  },
  {
    when: (text) => /^[-+]?[1-9]\d{0,2}(?:\s\d{3})+(?:[.,]\d+)?$/.test(text),
    is: "has spaces between its digits",
    instead: "write it without",
    many: "numbers with spaces between their digits",
    insteadOfMany: "write them without",
  },
  // The mathematical minus, the en dash, and the signs of small and of wide type.
  ...[..."\u2212\u2013\ufe63\uff0d"].map((sign) => ({
    when: (text: string) => text.startsWith(sign) && isNumber(text.slice(1)),
    is: `has "${sign}" for a minus`,
    instead: 'write "-" instead',
    many: `numbers with "${sign}" for a minus`,
    insteadOfMany: 'write "-" instead',
  })),
  {
    when: (text) => isNumber(/^\(\s?[\p{Sc}]?(.+)\)$/u.exec(text)?.[1] ?? ""),
    is: "is a negative number in parentheses",
    instead: "write it with a minus",
    many: "negative numbers in parentheses",
    insteadOfMany: "write them with a minus",
  },
];

/** Whether a text is a number, perhaps with commas. */
function isNumber(text: string): boolean {
  return !Number.isNaN(numberOf(text, true)) || hasComma(text);
}

/** How a cell writes a number that is not read; `undefined` if it is a number, or none to people either. */
export function oddFormOf(cell: string): OddForm | undefined {
  if (cell.length > MAX_NUMBER) return undefined;
  const text = cell.trim();
  return ODD_FORMS.find(({ when }) => when(text));
}

/** Fewer different texts with one unit may well be categories, such as 2WD and 4WD. */
const MIN_WITH_UNIT = 3;

/** Times that are texts, and the numbers to write instead. */
const TIMES: readonly [pattern: RegExp, what: string, numbers: string][] = [
  // 8:05, 20:05:30, 8:05 pm
  [
    /^\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:[AaPp]\.?[Mm]\.?)?\s*$/,
    "clock times",
    "the hour",
  ],
  // 2024Q1, Q1 2024
  [
    /^\s*(?:(?:19|20)\d{2}[-/ ]?Q[1-4]|Q[1-4][-/ ]?(?:19|20)\d{2})\s*$/i,
    "quarters",
    "the year and the quarter",
  ],
  // 2024-W05, 2024W053: a week or a day of it, as ISO 8601 has them
  [/^\s*(?:19|20)\d{2}[-/ ]?W\d{1,2}(?:-?[1-7])?\s*$/i, "weeks", "the year and the week"],
];

/**
 * What most of a column's different texts are, if they are numbers or times to people and none to a program: times of day,
 * quarters, weeks, numbers with a unit, or numbers of which some are written in ways that are not read; and what to do.
 * @param values different from each other
 * @returns a piece of a sentence: `numbers with "kg", such as "12 kg": write the numbers alone`
 */
export function unreadNumbers(values: readonly string[]): string | undefined {
  const areMost = (some: readonly string[]) => 2 * some.length > values.length;
  for (const [pattern, what, numbers] of TIMES) {
    const times = values.filter((value) => pattern.test(value));
    if (!areMost(times)) continue;
    return `${what}, such as ${quoted(times[0]!)}: write numbers instead, such as ${numbers}`;
  }
  const odd = values.find((value) => oddFormOf(value) !== undefined);
  const isRead = (value: string) => !Number.isNaN(numberOf(value, true));
  if (
    odd !== undefined &&
    areMost(values.filter((value) => isRead(value) || oddFormOf(value) !== undefined))
  ) {
    const { many, insteadOfMany } = oddFormOf(odd)!;
    return `${many}, such as ${quoted(odd)}: ${insteadOfMany}`;
  }
  for (const [unit, some] of groupBy(values, unitOf)) {
    if (unit === undefined || some.length < MIN_WITH_UNIT || !areMost(some)) continue;
    return unit === ","
      ? `numbers with commas, such as ${quoted(some[0]!)}: write them as 3.14 or 1234567`
      : `numbers with ${quoted(unit)}, such as ${quoted(some[0]!)}: write the numbers alone`;
  }
  return undefined;
}
