/** Finds out what a table's target is: a class or a quantity. @module */

import { listed } from "../dataset/lists.ts";
import { MAX_CLASSES } from "../dataset/source.ts";
import { numberOf, quoted } from "./cells.ts";
import { datesAsNumbers, whyCodes } from "./codes.ts";
import { byCodeUnit } from "./columns.ts";
import { MAX_NUMBER_CLASSES, MAX_NUMBER_CLASSES_OF_FEW_ROWS } from "./limits.ts";
import type { OptionText } from "./option_text.ts";
import type { ResolvedOptions } from "./options.ts";
import {
  checkDecimals,
  firstWithCommas,
  isOfDates,
  type NamedStatistics,
  noDates,
  noNumber,
} from "./refusals.ts";
import type { ColumnStatistics } from "./statistics.ts";
import { alikeTexts, textsAmongNumbers, unreadNumbers } from "./text_columns.ts";

/** Tables of fewer rows may have as many texts as rows. */
export const FEW_ROWS = 20;

/** What is to be predicted. */
export type PlannedTarget =
  | {
    readonly kind: "class";
    readonly name: string;
    readonly place: number;
    /** Sorted by code unit. */
    readonly classes: readonly string[];
    /** Why it is a class, in a sentence. */
    readonly why: string;
  }
  | {
    readonly kind: "quantity";
    readonly names: readonly string[];
    readonly places: readonly number[];
    /** Why it is a quantity, in a sentence. */
    readonly why: string;
  };

/**
 * Decides what the target is, where it is not said.
 *
 * Texts are classes, and several targets are quantities. Numbers are classes, unless more than 20 are different; or more
 * than two, and some are fractions; or more than 10, and more than half of the rows. Then they are a quantity. Whole numbers
 * that float64 cannot hold are classes too, unless they are all different.
 *
 * @param source what the table is called in errors
 * @param columns the table's header
 * @param statistics of each column, of all rows
 * @param warnings takes what a user should know, in sentences
 * @throws {SyntaxError} if the target is not what it is said to be, always the same, or an id
 */
export function planTarget(
  source: string,
  columns: readonly string[],
  statistics: readonly ColumnStatistics[],
  { targets, kind, optionText: option }: ResolvedOptions,
  warnings: string[],
): PlannedTarget {
  const names = targets.map((place) => columns[place]!);
  for (const [k, place] of targets.entries()) {
    const { gaps, cells } = statistics[place]!;
    if (gaps < cells) continue;
    throw new SyntaxError(`Cannot learn ${quoted(names[k]!)} of ${source}: no row has a value`);
  }
  const [place, name] = [targets[0]!, names[0]!];
  const first = statistics[place]!;
  const { values } = first;
  const numbers = first.texts === 0;
  const many = values === undefined || values.size > MAX_NUMBER_CLASSES;
  for (const [k, place] of targets.entries()) {
    const looks = statistics[place]!;
    if (looks.texts > 0) continue;
    warnings.push(...datesAsNumbers(`The target ${quoted(names[k]!)}`, looks));
  }
  const asked = targets.length > 1 ? "quantity" : kind;
  const ids = asked === undefined && first.firstRounded !== undefined ? whyCodes(first) : undefined;
  if (ids !== undefined) checkRepeats(source, name, first, ids, option);
  const found = asked === undefined && numbers && ids === undefined
    ? whyQuantity(first)
    : undefined;
  if (asked === "quantity" || found !== undefined) {
    const ofNumbers = targets.map((place, k) => ({ name: names[k]!, looks: statistics[place]! }));
    if (targets.length > 1) checkNoTexts(source, ofNumbers);
    const withCommas = firstWithCommas(columns, statistics);
    for (const column of ofNumbers) {
      checkQuantity(source, column, option, withCommas);
      warnings.push(...roundedIn(column));
    }
    const close = values !== undefined && values.size <= 2 * MAX_NUMBER_CLASSES;
    const why = targets.length > 1
      ? "since there are several targets"
      : found === undefined
      ? "as it is said to be"
      : `${found}${close ? `; ${option("kind", "class")} makes each a class` : ""}`;
    return { kind: "quantity", names, places: targets, why };
  }
  const target: NamedStatistics = { name, looks: first };
  if (asked === undefined && isOfDates(first)) throw noDates(source, [target], option, true);
  if (
    asked === undefined && ids === undefined && many &&
    2 * (first.numbers + first.commas) >= first.cells - first.gaps
  ) {
    throw noNumber(source, target, option, true);
  }
  if (values === undefined) {
    throw new SyntaxError(
      `Cannot learn the classes of ${
        quoted(name)
      } in ${source}: it has more than ${MAX_CLASSES} different values`,
    );
  }
  const classes = [...values.keys()].sort(byCodeUnit);
  if (classes.length === 1) {
    throw new SyntaxError(
      `Cannot learn the classes of ${quoted(name)} in ${source}: every row is of the class ` +
        `${quoted(classes[0]!)}, so there is nothing to tell apart${gapInClasses(first)}`,
    );
  }
  const filled = first.cells - first.gaps;
  if (2 * classes.length > filled && (numbers || filled > FEW_ROWS)) {
    warnings.push(
      `The target ${
        quoted(name)
      } has ${classes.length} classes in ${filled} rows, nearly every row its own${
        numbers ? `: if it is a quantity, say so by ${option("kind", "quantity")}` : ""
      }`,
    );
  }
  const unread = numbers ? undefined : unreadNumbers(first.someValues);
  if (unread !== undefined) {
    warnings.push(`The target ${quoted(name)} is read as classes, but has ${unread}`);
  } else if (asked === undefined) {
    warnings.push(...textsAmongNumbers(`The target ${quoted(name)}`, first, "classes"));
  }
  warnings.push(...alikeTexts(`The target ${quoted(name)}`, values, "classes", numbers));
  const why = asked !== undefined
    ? "as it is said to be"
    : ids !== undefined
    ? `since ${ids}`
    : numbers
    ? `since it has at most ${MAX_NUMBER_CLASSES} different numbers, ${
      listed(classes.toSorted(byNumber))
    }${classes.length > 2 ? `; ${option("kind", "quantity")} makes it one` : ""}`
    : "since it has texts";
  return { kind: "class", name, place, classes, why };
}

/** That a text in a column of classes is read as a missing value, as the end of a sentence; empty if every such cell is empty. */
export function gapInClasses({ firstGap }: ColumnStatistics): string {
  return firstGap === undefined
    ? ""
    : `; ${
      quoted(firstGap.text)
    } on line ${firstGap.line} is read as a missing value: if it is a class, ` +
      "write another word for it";
}

/** Why a column of numbers is a quantity where that is not said; `undefined` if it is a class. */
function whyQuantity({ cells, gaps, values, firstFraction }: ColumnStatistics): string | undefined {
  if (values === undefined || values.size > MAX_NUMBER_CLASSES) {
    return `since it has more than ${MAX_NUMBER_CLASSES} different numbers`;
  }
  if (firstFraction !== undefined && values.size > 2) {
    return `since it has numbers with fractions, such as ${firstFraction.text.trim()}`;
  }
  const rows = cells - gaps;
  return values.size > MAX_NUMBER_CLASSES_OF_FEW_ROWS && 2 * values.size > rows
    ? `since it has ${values.size} different numbers in ${rows} rows`
    : undefined;
}

/** @throws {SyntaxError} if no number comes twice, so that they are no classes */
function checkRepeats(
  source: string,
  name: string,
  { cells, gaps, values }: ColumnStatistics,
  why: string,
  option: OptionText,
): void {
  if (values !== undefined && values.size < cells - gaps) return;
  throw new SyntaxError(
    `Cannot learn ${quoted(name)} of ${source}: ${
      values === undefined
        ? `it has more than ${MAX_CLASSES} different numbers`
        : "every row has another number"
    }, and ${why}; choose another target, or take them for a quantity by ${
      option("kind", "quantity")
    }, which rounds them`,
  );
}

/** Tells of a quantity that is rounded. */
function roundedIn({ name, looks: { firstRounded } }: NamedStatistics): string[] {
  if (firstRounded === undefined) return [];
  const { text, line } = firstRounded;
  return [
    `The target ${quoted(name)} is rounded to what float64 holds: ${
      quoted(text)
    } on line ${line} has more digits`,
  ];
}

/** By the numbers that stand there, as people list them. */
function byNumber(a: string, b: string): number {
  return numberOf(a, true) - numberOf(b, true);
}

/** @throws {SyntaxError} if one of several targets is of texts */
function checkNoTexts(source: string, columns: readonly NamedStatistics[]): void {
  const ofTexts = columns.find(({ looks }) =>
    looks.numbers === 0 && looks.dates + looks.commas === 0
  );
  if (ofTexts === undefined) return;
  const { text, line } = ofTexts.looks.firstText!;
  throw new SyntaxError(
    `Cannot learn ${listed(columns.map(({ name }) => quoted(name)))} of ${source} at once: ` +
      `several targets must all be quantities, and ${quoted(ofTexts.name)} has texts, such as ${
        quoted(text)
      } on line ${line}`,
  );
}

/** @throws {SyntaxError} if a column that is to be a quantity is not of numbers, or of one number */
function checkQuantity(
  source: string,
  column: NamedStatistics,
  option: OptionText,
  withCommas: string | undefined,
): void {
  const { name, looks } = column;
  if (looks.firstText !== undefined) {
    throw looks.dates > 0
      ? noDates(source, [column], option, true)
      : noNumber(source, column, option, true);
  }
  checkDecimals(source, column, withCommas);
  if (looks.least === looks.largest) {
    throw new SyntaxError(
      `Cannot learn the quantity ${quoted(name)} of ${source}: ${
        looks.firstRounded === undefined ? "every row has" : "float64 rounds every row to"
      } ${looks.least}, so there is nothing to learn`,
    );
  }
}
