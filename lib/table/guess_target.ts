/** Finds out what a table's target is: a class or a quantity. @module */

import { joinNames } from "../checks/texts.ts";
import { MAX_CLASSES } from "../dataset/source.ts";
import { numberOf, quoted } from "./cells.ts";
import { datesAsNumbers, roundingReason } from "./codes.ts";
import { byCodeUnit } from "./columns.ts";
import { planClasses } from "./guess_target/classes.ts";
import type { PlannedTarget, TargetColumns } from "./guess_target/contract.ts";
import { planQuantities } from "./guess_target/quantities.ts";
import { MAX_NUMBER_CLASSES, MAX_NUMBER_CLASSES_OF_FEW_ROWS } from "./limits.ts";
import type { OptionText } from "./option_text.ts";
import type { ResolvedOptions } from "./options.ts";
import { firstWithCommas, isOfDates, noDates, noNumber } from "./refusals.ts";
import type { ColumnStatistics } from "./statistics.ts";
import type { TargetKind } from "./target/contract.ts";

export type { PlannedTarget };

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
 * Decides what the target is, unless the options state it.
 *
 * Texts are classes, and several targets are quantities. Whole numbers that float64 cannot hold are classes, unless they are
 * all different. Other numbers are classes, unless one of these makes them a quantity:
 *
 * - more than 20 are different;
 * - more than two are different, and some are fractions;
 * - more than 10 are different, and these are more than half of the rows.
 *
 * @param source what the table is called in errors
 * @param statistics of each column, of all rows
 * @param warnings collects warnings for the user, in sentences
 * @throws {SyntaxError} if the target is not what the options state, always the same, or an id
 */
export function planTarget(
  source: string,
  statistics: readonly ColumnStatistics[],
  { targets, kind: given, optionText: option }: ResolvedOptions,
  warnings: string[],
): PlannedTarget {
  const columns = targets.map((index) => statistics[index]!);
  const empty = columns.find(({ filled }) => filled === 0);
  if (empty !== undefined) {
    throw new SyntaxError(`Cannot learn ${quoted(empty.name)} of ${source}: no row has a value`);
  }
  for (const column of columns) {
    if (column.texts === 0) {
      warnings.push(...datesAsNumbers(`The target ${quoted(column.name)}`, column));
    }
  }
  const { kind, why }: FoundKind = columns.length > 1
    ? { kind: "quantity", why: "since there are several targets" }
    : given !== undefined
    ? { kind: given, why: "as the options state" }
    : foundKind(source, columns[0]!, option);
  const withCommas = firstWithCommas(statistics);
  const isGiven = given !== undefined;
  const facts = { withCommas, isGiven, why, option, warnings };
  return PLANS[kind]({ source, columns, indices: targets, ...facts });
}

/** @throws {SyntaxError} if it is of dates, has texts among numbers, or is an id */
function foundKind(source: string, column: ColumnStatistics, option: OptionText): FoundKind {
  const { values } = column;
  const codes = roundingReason(column);
  if (codes !== undefined) checkRepeats(source, column, codes, option);
  const quantity = column.texts === 0 && codes === undefined ? quantityReason(column) : undefined;
  if (quantity !== undefined) {
    const close = values !== undefined && values.size <= 2 * MAX_NUMBER_CLASSES;
    const classes = close ? `; ${option("kind", "class")} makes each a class` : "";
    return { kind: "quantity", why: `${quantity}${classes}` };
  }
  if (isOfDates(column)) throw noDates(source, [column], option, true);
  if (codes !== undefined) return { kind: "class", why: `since ${codes}` };
  const many = values === undefined || values.size > MAX_NUMBER_CLASSES;
  if (many && column.isMostlyNumbers) {
    throw noNumber(source, column, option, true);
  }
  return {
    kind: "class",
    why: column.texts === 0 ? classReason(values!, option) : "since it has texts",
  };
}

/** Why a column of numbers is a class. */
function classReason(values: ReadonlyMap<string, number>, option: OptionText): string {
  const classes = [...values.keys()].sort(byCodeUnit).sort((a, b) =>
    numberOf(a, true) - numberOf(b, true)
  );
  return `since it has at most ${MAX_NUMBER_CLASSES} different numbers, ${joinNames(classes)}${
    classes.length > 2 ? `; ${option("kind", "quantity")} makes it one` : ""
  }`;
}

/** Why a column of numbers is a quantity by default; `undefined` if it is a class. */
function quantityReason({ filled, values, firstFraction }: ColumnStatistics): string | undefined {
  if (values === undefined || values.size > MAX_NUMBER_CLASSES) {
    return `since it has more than ${MAX_NUMBER_CLASSES} different numbers`;
  }
  if (firstFraction !== undefined && values.size > 2) {
    return `since it has numbers with fractions, such as ${firstFraction.text.trim()}`;
  }
  return values.size > MAX_NUMBER_CLASSES_OF_FEW_ROWS && 2 * values.size > filled
    ? `since it has ${values.size} different numbers in ${filled} rows`
    : undefined;
}

/** @throws {SyntaxError} if no number comes twice, so that they are no classes */
function checkRepeats(
  source: string,
  { name, filled, values }: ColumnStatistics,
  why: string,
  option: OptionText,
): void {
  if (values !== undefined && values.size < filled) return;
  throw new SyntaxError(
    `Cannot learn ${quoted(name)} of ${source}: ${
      values === undefined
        ? `it has more than ${MAX_CLASSES} different numbers`
        : "every row has another number"
    }, and ${why}; choose another target, or make them a quantity by ${
      option("kind", "quantity")
    }, which rounds them`,
  );
}
