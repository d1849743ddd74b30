/** The rules by which the user is warned of what a column has. All that apply count. @module */

import { groupBy } from "../../../checks/group_by.ts";
import { quoted } from "../../../checks/texts.ts";
import { numberOf } from "../../cells/cells.ts";
import { canonicalNumber, codesReason } from "../../cells/statistics.ts";
import { FEW_ROWS } from "../../cells/limits.ts";
import type { ColumnFacts } from "./columns.ts";
import { isQuotable } from "../../cells/quotable.ts";
import type { Rule } from "../../cells/rule.ts";
import { unreadNumbers } from "../../cells/cell_problems.ts";

export interface RemarkFacts extends Pick<ColumnFacts, "column" | "isOnly" | "option"> {
  /** Such as `The column "color"`. */
  readonly what: string;
  /** What it is read as: features of either kind, or a target of either kind. */
  readonly as: "numbers" | "categories" | "classes" | "a quantity";
  readonly isGiven: boolean;
  /** Whether spellings are read alike, which needs no warning. */
  readonly isMerged?: boolean | undefined;
}

interface Facts extends RemarkFacts {
  /** Numbers in a column of categories or classes that are not read as numbers. */
  readonly unread: string | undefined;
  /** Its different categories or classes that are written nearly alike. */
  readonly spellings: readonly (readonly string[])[];
}

/** Fewer numbers may well be quantities. */
const MIN_DATES = 3;

const MAX_GROUPS = 3;

/** The rules, in the order of their warnings. */
export const REMARKS: readonly Rule<Facts>[] = [
  {
    name: "counts the rows",
    when: ({ as, column }) => as === "numbers" && column.counting && column.numbers > 2,
    sentence: ({ what, column, isOnly, option }) =>
      `${what} counts the rows: ${
        isOnly
          ? "besides the target there is no other to learn from"
          : `${option("without", column.name)} leaves it out if it only numbers them`
      }`,
  },
  {
    name: "numbers that may be dates", // such as 20240131
    when: ({ as, column: { texts, datesAlone, numbers } }) =>
      as !== "categories" && texts === 0 && datesAlone && numbers >= MIN_DATES,
    sentence: ({ what, column }) =>
      `${what} has numbers that may be dates, such as ${quoted(column.someValues[0]!)}: ` +
      "write the year and the month in separate columns",
  },
  {
    name: "nearly a class a row",
    when: ({ as, column: { values, filled, texts } }) =>
      as === "classes" && 2 * values!.size > filled && (texts === 0 || filled > FEW_ROWS),
    sentence: ({ what, column: { values, filled, texts }, option }) =>
      `${what} has ${values!.size} classes in ${filled} rows, nearly every row its own${
        texts === 0 ? `: if it is a quantity, add ${option("kind", "quantity")}` : ""
      }`,
  },
  {
    name: "classes in equal steps",
    when: ({ as, isGiven, column }) =>
      as === "classes" && !isGiven && !column.datesAlone && stepOf(column) !== undefined,
    sentence: ({ what, column, option }) =>
      `${what} is read as ${column.values!.size} classes, but its numbers ${column.least} to ` +
      `${column.largest} have equal steps of ${stepOf(column)}: ${
        option("kind", "quantity")
      } predicts a number`,
  },
  {
    name: "numbers that are not read",
    when: ({ unread }) => unread !== undefined,
    sentence: ({ what, as, unread }) => `${what} is read as ${as}, but has ${unread}`,
  },
  {
    name: "codes",
    when: ({ as, column, unread }) =>
      as === "categories" && unread === undefined && codesReason(column) !== undefined,
    sentence: ({ what, column }) => `${what} is read as categories, since ${codesReason(column)}`,
  },
  {
    name: "texts among numbers",
    when: ({ as, isGiven, column, unread }) =>
      (as === "categories" ? codesReason(column) === undefined : as === "classes" && !isGiven) &&
      unread === undefined && column.texts > 0 && 2 * column.numbers >= column.filled,
    sentence: ({ what, as, column: { filled, texts, firstText } }) => {
      const [are, them] = texts === 1
        ? ["is not a number,", "it"]
        : ["are not numbers, such as", "them"];
      return `${what} is read as ${as}, since ${texts} of its ${filled} values ${are} ` +
        `${quoted(firstText!.text)} on line ${firstText!.line}: ` +
        `correct ${them} or leave ${them} empty to have numbers`;
    },
  },
  {
    name: "different spellings", // in capitals or outer spaces, or of a number: 1 and 1.0
    when: ({ spellings }) => spellings.length > 0,
    sentence: ({ what, as, column, spellings }) => {
      const counted = (value: string) => {
        const count = column.values!.get(value)!;
        return `${quoted(value)} (${count === 1 ? "1 row" : `${count} rows`})`;
      };
      const levels = column.values!.size;
      const known = as === "classes"
        ? spellings
        : spellings.filter((group) =>
          group.some((value) => isQuotable(levels, column.values!.get(value)!))
        );
      const shown = known.slice(0, MAX_GROUPS).map((group) => group.map(counted).join(" and "));
      const more = spellings.length - shown.length;
      if (shown.length === 0) {
        shown.push(more === 1 ? "1 group of like texts" : `${more} groups of like texts`);
      } else if (more > 0) shown.push(`${more} more of such`);
      return `${what} has ${shown.join(", ")}, which are different ${as}: write them alike`;
    },
  },
  {
    name: "rounded quantity",
    when: ({ as, column: { firstRounded, merged } }) =>
      as === "a quantity" && (firstRounded ?? merged) !== undefined,
    sentence: ({ what, column: { firstRounded, merged } }) =>
      `${what} is rounded to what float64 holds: ${
        firstRounded !== undefined
          ? `${quoted(firstRounded.text)} on line ${firstRounded.line} has more digits`
          : `it cannot tell ${quoted(merged![0])} from ${quoted(merged![1])}`
      }`,
  },
];

/** Numbers from 0 or 1 on that count so few classes are rather codes. */
const MIN_STEPS_FROM_CODES = 5;

/** The step between the numbers of a column of few, where all are the same; `undefined` where they may be codes. */
function stepOf(
  { texts, values, least, largest, decimalComma }: RemarkFacts["column"],
): number | undefined {
  if (texts > 0 || values === undefined) return undefined;
  const all = Array.from(values.keys(), (value) => numberOf(value, decimalComma));
  const numbers = [...new Set(all)].sort((a, b) => a - b);
  const { length } = numbers;
  const step = (largest - least) / (length - 1);
  const isLikeCodes = step === 1 && (least === 0 || least === 1);
  if (length < (isLikeCodes ? MIN_STEPS_FROM_CODES : 3)) return undefined;
  return numbers.every((number, k) => number === least + k * step) ? step : undefined;
}

export function factsOf(facts: RemarkFacts): Facts {
  const { as, column: { texts, values, someValues }, isMerged = false } = facts;
  if (as !== "categories" && as !== "classes") {
    return { ...facts, unread: undefined, spellings: [] };
  }
  const plain = texts === 0 ? canonicalNumber : (value: string) => value.trim().toLowerCase();
  const groups = groupBy(values!.keys(), (value) => plain(value));
  return {
    ...facts,
    unread: texts === 0 ? undefined : unreadNumbers(someValues),
    spellings: isMerged ? [] : [...groups.values()].filter(({ length }) => length > 1),
  };
}

/** The warnings of some columns, in the order of the rules. */
export function remarksOn(columns: readonly RemarkFacts[]): string[] {
  const all = columns.map(factsOf);
  return REMARKS.flatMap(({ when, sentence }) => all.filter(when).map(sentence!));
}
