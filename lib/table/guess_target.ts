/** Finds out what a table's target is: a class or a quantity. @module */

import { listed } from "../dataset/lists.ts";
import { MAX_CLASSES } from "../dataset/source.ts";
import { numberOf, quoted } from "./cells.ts";
import { datesAsNumbers, whyRounded } from "./codes.ts";
import { byCodeUnit } from "./columns.ts";
import { planClasses } from "./guess_target/classes.ts";
import type { PlannedTarget, TargetColumns } from "./guess_target/contract.ts";
import { planQuantities } from "./guess_target/quantities.ts";
import { MAX_NUMBER_CLASSES, MAX_NUMBER_CLASSES_OF_FEW_ROWS } from "./limits.ts";
import type { OptionText } from "./option_text.ts";
import type { ResolvedOptions } from "./options.ts";
import { firstWithCommas, isOfDates, type NamedStatistics, noDates, noNumber } from "./refusals.ts";
import type { ColumnStatistics } from "./statistics.ts";
import type { TargetKind } from "./target/contract.ts";

export type { PlannedTarget };

/** What plans a target of each kind. */
const PLANS: { readonly [Kind in TargetKind]: (columns: TargetColumns) => PlannedTarget } = {
  class: planClasses,
  quantity: planQuantities,
};

/** What a target is, and why, as the end of a sentence. */
interface FoundKind {
  readonly kind: TargetKind;
  readonly why: string;
}

/**
 * Decides what the target is, where it is not said.
 *
 * Texts are classes, and several targets are quantities. Numbers are classes, unless more than 20 are different; or more
 * than two, and some are fractions; or more than 10, and more than half of the rows. Then they are a quantity. Whole numbers
 * that float64 cannot hold are classes too, unless they are all different.
 *
 * @param source what the table is called in errors
 * @param header the names of the table's columns
 * @param statistics of each column, of all rows
 * @param warnings takes what a user should know, in sentences
 * @throws {SyntaxError} if the target is not what it is said to be, always the same, or an id
 */
export function planTarget(
  source: string,
  header: readonly string[],
  statistics: readonly ColumnStatistics[],
  { targets: places, kind: said, optionText: option }: ResolvedOptions,
  warnings: string[],
): PlannedTarget {
  const columns = places.map((place) => ({ name: header[place]!, looks: statistics[place]! }));
  const empty = columns.find(({ looks }) => looks.gaps === looks.cells);
  if (empty !== undefined) {
    throw new SyntaxError(`Cannot learn ${quoted(empty.name)} of ${source}: no row has a value`);
  }
  for (const { name, looks } of columns) {
    if (looks.texts === 0) warnings.push(...datesAsNumbers(`The target ${quoted(name)}`, looks));
  }
  const { kind, why }: FoundKind = columns.length > 1
    ? { kind: "quantity", why: "since there are several targets" }
    : said !== undefined
    ? { kind: said, why: "as it is said to be" }
    : foundKind(source, columns[0]!, option);
  const withCommas = firstWithCommas(header, statistics);
  const isSaid = said !== undefined;
  return PLANS[kind]({ source, columns, places, withCommas, isSaid, why, option, warnings });
}

/** @throws {SyntaxError} if it is of dates, has texts among numbers, or is an id */
function foundKind(source: string, column: NamedStatistics, option: OptionText): FoundKind {
  const { name, looks } = column;
  const { values } = looks;
  const codes = whyRounded(looks);
  if (codes !== undefined) checkRepeats(source, name, looks, codes, option);
  const quantity = looks.texts === 0 && codes === undefined ? whyQuantity(looks) : undefined;
  if (quantity !== undefined) {
    const close = values !== undefined && values.size <= 2 * MAX_NUMBER_CLASSES;
    const classes = close ? `; ${option("kind", "class")} makes each a class` : "";
    return { kind: "quantity", why: `${quantity}${classes}` };
  }
  if (isOfDates(looks)) throw noDates(source, [column], option, true);
  if (codes !== undefined) return { kind: "class", why: `since ${codes}` };
  const many = values === undefined || values.size > MAX_NUMBER_CLASSES;
  if (many && 2 * (looks.numbers + looks.commas) >= looks.cells - looks.gaps) {
    throw noNumber(source, column, option, true);
  }
  return {
    kind: "class",
    why: looks.texts === 0 ? whyNumbers(values!, option) : "since it has texts",
  };
}

/** Why a column of numbers is a class. */
function whyNumbers(values: ReadonlyMap<string, number>, option: OptionText): string {
  const classes = [...values.keys()].sort(byCodeUnit).sort(byNumber);
  return `since it has at most ${MAX_NUMBER_CLASSES} different numbers, ${listed(classes)}${
    classes.length > 2 ? `; ${option("kind", "quantity")} makes it one` : ""
  }`;
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

/** By the numbers that stand there, as people list them. */
function byNumber(a: string, b: string): number {
  return numberOf(a, true) - numberOf(b, true);
}
