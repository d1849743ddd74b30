/** Numbers written in ways that are not read, and what to write instead. @module */

import { hasComma, isTooLarge, MAX_NUMBER, numberOf } from "./cells.ts";

/** A way to write numbers that is not read. */
interface OddForm {
  /** What is wrong with a cell, as `"inf" is infinite` ends. */
  readonly is: string;
  /** What to do about it. */
  readonly instead: string;
  /** What several such cells are, as `it has infinite numbers` ends. */
  readonly many: string;
  /** What to do about them. */
  readonly insteadOfMany: string;
}

const INFINITE: OddForm = {
  is: "is infinite",
  instead: "write a finite number, or leave it empty",
  many: "infinite numbers",
  insteadOfMany: "write finite numbers, or leave them empty",
};

const TOO_LARGE: OddForm = {
  is: "is too large for float64",
  instead: "write it in a larger unit",
  many: "numbers too large for float64",
  insteadOfMany: "write them in a larger unit",
};

const IN_PARENTHESES: OddForm = {
  is: "is a negative number in parentheses",
  instead: "write it with a minus",
  many: "negative numbers in parentheses",
  insteadOfMany: "write them with a minus",
};

const SPACED: OddForm = {
  is: "has spaces between its digits",
  instead: "write it without",
  many: "numbers with spaces between their digits",
  insteadOfMany: "write them without",
};

/** By the sign that stands for a minus: the mathematical one (U+2212), the en dash, and those of small and of wide type. */
const OTHER_MINUSES: ReadonlyMap<string, OddForm> = new Map(
  [..."\u2212\u2013\ufe63\uff0d"].map((sign) => {
    const [what, instead] = [`"${sign}" for a minus`, 'write "-" instead'];
    return [sign, {
      is: `has ${what}`,
      instead,
      many: `numbers with ${what}`,
      insteadOfMany: instead,
    }];
  }),
);

/** How a cell writes a number that is not read; `undefined` if it is a number, or none to people either. */
export function oddFormOf(cell: string): OddForm | undefined {
  if (cell.length > MAX_NUMBER) return undefined;
  const text = cell.trim();
  if (/^[-+\u2212]?\s?(?:inf|infinity|∞)$/i.test(text)) return INFINITE;
  if (isTooLarge(text)) return TOO_LARGE;
  if (/^[-+]?[1-9]\d{0,2}(?:\s\d{3})+(?:[.,]\d+)?$/.test(text)) return SPACED;
  const minus = OTHER_MINUSES.get(text.charAt(0));
  if (minus !== undefined) return isNumber(text.slice(1)) ? minus : undefined;
  const inner = /^\(\s?\p{Sc}?(.+)\)$/u.exec(text)?.[1];
  return inner !== undefined && isNumber(inner) ? IN_PARENTHESES : undefined;
}

/** Whether a text is a number, perhaps with commas. */
function isNumber(text: string): boolean {
  return !Number.isNaN(numberOf(text, true)) || hasComma(text);
}
