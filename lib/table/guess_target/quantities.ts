/** A target that was found to be quantities. @module */

import { joinNames } from "../../checks/texts.ts";
import { numberOf, quoted } from "../cells.ts";
import { roundingReason } from "../codes.ts";
import { checkDecimals, noDates, noNumber } from "../refusals.ts";
import { Moments, scaleOf } from "../moments.ts";
import type { ColumnStatistics } from "../statistics.ts";
import type { PlannedTarget, TargetColumns } from "./contract.ts";

/**
 * Plans columns of numbers.
 * @throws {SyntaxError} if one is not of numbers, or of one number
 */
export function planQuantities(target: TargetColumns): PlannedTarget {
  const { columns, indices, why, warnings } = target;
  if (columns.length > 1) {
    checkNoTexts(target);
    checkNoneRounded(target);
  }
  for (const column of columns) {
    checkQuantity(target, column);
    warnings.push(...roundedIn(column));
  }
  const names = columns.map(({ name }) => name);
  return {
    numbers: indices,
    kind: "quantity",
    found: names.length === 1
      ? `${quoted(names[0]!)} is a quantity, ${why}`
      : `${names.map(quoted).join(" and ")} are quantities, ${why}`,
    missingNote: "",
    fewRowsNotes: () => [],
    describe(source) {
      const moments = columns.map(() => new Moments());
      return {
        add(cells) {
          for (const [k, index] of indices.entries()) {
            moments[k]!.add(numberOf(cells[index]!, source.decimalComma));
          }
        },
        warnings: () => [],
        target: () => ({
          kind: "quantity",
          quantities: names.map((name, k) => ({ name, ...scaleOf(source, name, moments[k]!) })),
        }),
      };
    },
  };
}

/** @throws {SyntaxError} if one of several targets is of texts */
function checkNoTexts({ source, columns }: TargetColumns): void {
  const ofTexts = columns.find(({ numbers, dates, commas }) =>
    numbers === 0 && dates + commas === 0
  );
  if (ofTexts === undefined) return;
  const { text, line } = ofTexts.firstText!;
  throw new SyntaxError(
    `Cannot learn ${joinNames(columns.map(({ name }) => quoted(name)))} of ${source} at once: ` +
      `several targets must all be quantities, and ${quoted(ofTexts.name)} has texts, such ` +
      `as ${quoted(text)} on line ${line}`,
  );
}

/** @throws {SyntaxError} if float64 would round one of several targets, and no option makes them quantities */
function checkNoneRounded({ source, columns, isGiven, option }: TargetColumns): void {
  const rounded = isGiven
    ? undefined
    : columns.find((column) => roundingReason(column) !== undefined);
  if (rounded === undefined) return;
  throw new SyntaxError(
    `Cannot learn ${joinNames(columns.map(({ name }) => quoted(name)))} of ${source} at once: ` +
      `several targets must all be quantities, and ${quoted(rounded.name)} has codes, since ` +
      `${roundingReason(rounded)}; choose another target, or make them quantities ` +
      `by ${option("kind", "quantity")}, which rounds them`,
  );
}

/** @throws {SyntaxError} if a column that is to be a quantity is not of numbers, or of one number */
function checkQuantity(
  { source, option, withCommas }: TargetColumns,
  column: ColumnStatistics,
): void {
  if (column.firstText !== undefined) {
    throw column.dates > 0
      ? noDates(source, [column], option, true)
      : noNumber(source, column, option, true);
  }
  checkDecimals(source, column, withCommas);
  if (column.least === column.largest) {
    throw new SyntaxError(
      `Cannot learn the quantity ${quoted(column.name)} of ${source}: ${
        column.firstRounded === undefined && column.merged === undefined
          ? "every row has"
          : "float64 rounds every row to"
      } ${column.least}, so there is nothing to learn`,
    );
  }
}

/** A warning of a quantity that is rounded. */
function roundedIn({ name, firstRounded, merged }: ColumnStatistics): string[] {
  const why = firstRounded !== undefined
    ? `${quoted(firstRounded.text)} on line ${firstRounded.line} has more digits`
    : merged && `it cannot tell ${quoted(merged[0])} from ${quoted(merged[1])}`;
  return why === undefined
    ? []
    : [`The target ${quoted(name)} is rounded to what float64 holds: ${why}`];
}
