/** The rules by which a table's target is a class or a quantity. @module */

import { byCodeUnit, joinNames, quoted } from "../../../checks/texts.ts";
import { MAX_CLASSES } from "../../../dataset/source.ts";
import { numberOf } from "../../cells/cells.ts";
import { type ColumnStatistics, roundingReason } from "../../cells/statistics.ts";
import { MAX_NUMBER_CLASSES, MAX_NUMBER_CLASSES_OF_FEW_ROWS } from "../../cells/limits.ts";
import type { ResolvedOptions } from "../options.ts";
import {
  datesText,
  decimalsProblem,
  firstWithCommas,
  isOfDates,
  noNumberText,
} from "../refusals.ts";
import { type Choice, firstRule, type Rule } from "../../cells/rule.ts";
import { classTypeOf } from "../target.ts";
import type { TargetKind } from "../../../options/table.ts";
import { unreadNumbers } from "../../cells/cell_problems.ts";
import { formattedNumber, type NumberFormat } from "../../values/number_format.ts";
import type { PlannedTarget, TableFacts, TargetColumns, TargetFacts } from "./planned.ts";
import { remarksOn } from "./remarks.ts";
import { Moments, scaleOf } from "../../cells/moments.ts";
import { formatOf } from "../../values/readings.ts";

const PLANS: { readonly [Kind in TargetKind]: (columns: TargetColumns) => PlannedTarget } = {
  class: planClasses,
  quantity: planQuantities,
};

/** The rules, of which the first that applies counts. What a target is ends a sentence. */
export const TARGET_RULES: readonly Choice<TargetFacts, TargetKind | "refused">[] = [
  {
    name: "no value",
    when: ({ columns }) => columns.some(({ filled }) => filled === 0),
    then: "refused",
    sentence: ({ source, columns }) => {
      const { name } = columns.find(({ filled }) => filled === 0)!;
      return `Cannot learn ${quoted(name)} of ${source}: no row has a value`;
    },
  },
  {
    name: "several targets",
    when: ({ columns }) => columns.length > 1,
    then: "quantity",
    sentence: () => "since there are several targets",
  },
  {
    name: "stated to be a class",
    when: ({ kind }) => kind === "class",
    then: "class",
    sentence: () => "as the options state",
  },
  {
    name: "stated to be a quantity",
    when: ({ kind }) => kind === "quantity",
    then: "quantity",
    sentence: () => "as the options state",
  },
  {
    name: "rounded numbers that are all different",
    when: ({ columns: [column] }) =>
      roundingReason(column) !== undefined &&
      (column.values === undefined || column.values.size === column.filled),
    then: "refused",
    sentence: ({ source, columns: [column], option }) =>
      `Cannot learn ${quoted(column.name)} of ${source}: ${
        column.values === undefined
          ? `it has more than ${MAX_CLASSES} different numbers`
          : "every row has a different number"
      }, and ${roundingReason(column)}; choose another target, or make them a quantity by ${
        option("kind", "quantity")
      }, which rounds them`,
  },
  {
    name: "many numbers",
    when: ({ columns: [column] }) => column.isMeasured && hasManyValues(column),
    then: "quantity",
    sentence: (facts) => quantity(facts, `more than ${MAX_NUMBER_CLASSES} different numbers`),
  },
  {
    name: "fractions",
    when: ({ columns: [column] }) =>
      column.isMeasured && column.firstFraction !== undefined && column.values!.size > 2,
    then: "quantity",
    sentence: (facts) =>
      quantity(
        facts,
        `numbers with fractions, such as ${facts.columns[0].firstFraction!.text.trim()}`,
      ),
  },
  {
    name: "many numbers in few rows",
    when: ({ columns: [column] }) =>
      column.isMeasured && column.values!.size > MAX_NUMBER_CLASSES_OF_FEW_ROWS &&
      2 * column.values!.size > column.filled,
    then: "quantity",
    sentence: (facts) => {
      const { values, filled } = facts.columns[0];
      return quantity(facts, `${values!.size} different numbers in ${filled} rows`);
    },
  },
  {
    name: "dates",
    when: ({ columns: [column] }) => isOfDates(column),
    then: "refused",
    sentence: ({ source, columns, option }) => datesText(source, columns, option, true),
  },
  {
    name: "rounded numbers",
    when: ({ columns: [column] }) => roundingReason(column) !== undefined,
    then: "class",
    sentence: ({ columns: [column] }) => `since ${roundingReason(column)}`,
  },
  {
    name: "texts among many numbers",
    when: ({ columns: [column] }) => hasManyValues(column) && column.isMostlyNumbers,
    then: "refused",
    sentence: ({ source, columns: [column], option }) => noNumberText(source, column, option, true),
  },
  {
    name: "texts",
    when: ({ columns: [column] }) => column.texts > 0,
    then: "class",
    sentence: () => "since it has texts",
  },
  {
    name: "few numbers",
    when: () => true,
    then: "class",
    sentence: ({ columns: [{ values }], option }) => {
      const classes = [...values!.keys()].sort(byCodeUnit).sort((a, b) =>
        numberOf(a, true) - numberOf(b, true)
      );
      return `since it has at most ${MAX_NUMBER_CLASSES} different numbers, ${joinNames(classes)}${
        classes.length > 2 ? `; ${option("kind", "quantity")} makes it one` : ""
      }`;
    },
  },
];

function hasManyValues({ values }: ColumnStatistics): boolean {
  return values === undefined || values.size > MAX_NUMBER_CLASSES;
}

/** Why a target is a quantity, and how it may be a class. */
function quantity({ columns: [{ values }], option }: TargetFacts, what: string): string {
  const isClose = values !== undefined && values.size <= 2 * MAX_NUMBER_CLASSES;
  return `since it has ${what}${isClose ? `; ${option("kind", "class")} makes each a class` : ""}`;
}

/**
 * Decides what the target is, by {@linkcode TARGET_RULES}.
 *
 * A column of money is a quantity if its numbers are; the classes of another stay as they are written.
 * @param warnings collects warnings for the user, in sentences
 * @throws {SyntaxError} if the target is not what the options state, always the same, or an id
 */
export function planTarget(
  source: string,
  { statistics, plain, readings }: TableFacts,
  { targets, kind, optionText: option }: ResolvedOptions,
  warnings: string[],
): PlannedTarget {
  const factsBy = (
    all: readonly ColumnStatistics[],
    formats: readonly (NumberFormat | undefined)[],
  ): TargetFacts => {
    const columns = targets.map((index) => all[index]!) as [ColumnStatistics];
    return { source, columns, kind, withCommas: firstWithCommas(plain), option, formats };
  };
  const formats = targets.map((index) => formatOf(readings.get(index)));
  const asNumbers = factsBy(plain, formats);
  const isQuantity = firstRule(TARGET_RULES, asNumbers).then === "quantity";
  const facts = isQuantity ? asNumbers : factsBy(statistics, []);
  const { columns } = facts;
  const { then, sentence } = firstRule(TARGET_RULES, facts);
  const why = sentence!(facts);
  if (then === "refused") throw new SyntaxError(why);
  const plan = PLANS[then]({ ...facts, indices: targets, why });
  warnings.push(...remarksOn(columns.map((column) => ({
    what: `The target ${quoted(column.name)}`,
    column,
    as: then === "class" ? "classes" : "a quantity",
    isGiven: kind !== undefined,
    isOnly: false,
    option,
  }))));
  return plan;
}

export const CLASS_RULES: readonly Rule<TargetFacts>[] = [
  {
    name: "too many classes",
    when: ({ columns: [{ values }] }) => values === undefined,
    sentence: ({ source, columns: [{ name }] }) =>
      `Cannot learn the classes of ${quoted(name)} in ${source}: it has more than ` +
      `${MAX_CLASSES} different values`,
  },
  {
    name: "one class",
    when: ({ columns: [{ values }] }) => values!.size === 1,
    sentence: ({ source, columns: [column] }) =>
      `Cannot learn the classes of ${
        quoted(column.name)
      } in ${source}: every row is of the class ` +
      `${quoted([...column.values!.keys()][0]!)}, so there is nothing to tell apart` +
      missingNoteOf(column),
  },
];

/** @throws {SyntaxError} if there is a single class, or too many */
function planClasses(target: TargetColumns): PlannedTarget {
  const { columns: [column], indices, why, option } = target;
  const problem = CLASS_RULES.find(({ when }) => when(target));
  if (problem !== undefined) throw new SyntaxError(problem.sentence!(target));
  const { name } = column;
  const numbers = column.texts === 0;
  const classes = [...column.values!.keys()].sort(byCodeUnit);
  return {
    numbers: [],
    formats: [],
    kind: "class",
    found: `${quoted(name)} is a class, ${why}`,
    missingNote: missingNoteOf(column),
    fewRowsNotes(rows) {
      if (2 * classes.length <= rows || rows <= 2) return [];
      const unread = unreadNumbers(classes);
      return [
        `${quoted(name)} is taken for ${classes.length} classes, each of which trains${
          numbers
            ? `; if it is a quantity, add ${option("kind", "quantity")}`
            : unread === undefined
            ? ""
            : `; it has ${unread}`
        }`,
      ];
    },
    describe({ texts }) {
      const type = texts?.has(name) ? undefined : classTypeOf(classes);
      const untrained = new Set(classes);
      return {
        add(cells) {
          if (untrained.size > 0) untrained.delete(cells[indices[0]!]!);
        },
        warnings: () =>
          [...untrained].map((name) =>
            `No training row is of the class ${quoted(name)}, so it cannot be learned`
          ),
        target: () => ({ kind: "class", name, classes, ...type !== undefined && { type } }),
      };
    },
  };
}

/** That a text in a column of classes is read as a missing value; empty if every such cell is empty. */
function missingNoteOf({ firstMissing }: ColumnStatistics): string {
  return firstMissing === undefined
    ? ""
    : `; ${quoted(firstMissing.text)} on line ${firstMissing.line} counts as a missing ` +
      "value: if it is a class, " +
      "write another word for it";
}

interface QuantityFacts extends TargetFacts {
  readonly column: ColumnStatistics;
}

/** Why quantities cannot be learned: for each column the first that applies counts. */
export const QUANTITY_RULES: readonly Rule<QuantityFacts>[] = [
  {
    name: "texts in one of several",
    when: ({ columns }) => columns.length > 1 && columns.some(isOfTexts),
    sentence: (facts) => {
      const { name, firstText } = facts.columns.find(isOfTexts)!;
      return notAtOnce(
        facts,
        `${quoted(name)} has texts, such as ${quoted(firstText!.text)} on line ${firstText!.line}`,
      );
    },
  },
  {
    name: "rounded numbers in one of several",
    when: ({ columns, kind }) =>
      columns.length > 1 && kind === undefined && columns.some(isRounded),
    sentence: (facts) => {
      const column = facts.columns.find(isRounded)!;
      return notAtOnce(
        facts,
        `${quoted(column.name)} has codes, since ${roundingReason(column)}; choose another ` +
          `target, or make them quantities by ${
            facts.option("kind", "quantity")
          }, which rounds them`,
      );
    },
  },
  {
    name: "dates",
    when: ({ column }) => column.dates > 0,
    sentence: ({ source, column, option }) => datesText(source, [column], option, true),
  },
  {
    name: "texts",
    when: ({ column }) => column.texts > 0,
    sentence: ({ source, column, option }) => noNumberText(source, column, option, true),
  },
  {
    name: "unclear commas or points",
    when: (facts) => decimalsProblem(facts) !== undefined,
    sentence: (facts) => decimalsProblem(facts)!,
  },
  {
    name: "one number",
    when: ({ column }) => column.least === column.largest,
    sentence: ({ source, column: { name, least, firstRounded, merged } }) =>
      `Cannot learn the quantity ${quoted(name)} of ${source}: ${
        firstRounded === undefined && merged === undefined
          ? "every row has"
          : "float64 rounds every row to"
      } ${least}, so there is nothing to learn`,
  },
];

function isOfTexts({ numbers, dates, commas }: ColumnStatistics): boolean {
  return numbers === 0 && dates + commas === 0;
}

function isRounded(column: ColumnStatistics): boolean {
  return roundingReason(column) !== undefined;
}

function notAtOnce({ source, columns }: TargetFacts, why: string): string {
  return `Cannot learn ${
    joinNames(columns.map(({ name }) => quoted(name)))
  } of ${source} at once: ` +
    `several targets must all be quantities, and ${why}`;
}

/** @throws {SyntaxError} if a column is not of numbers, or of one number */
export function planQuantities(target: TargetColumns): PlannedTarget {
  const { columns, indices, why, formats } = target;
  for (const column of columns) {
    const facts = { ...target, column };
    const problem = QUANTITY_RULES.find(({ when }) => when(facts));
    if (problem !== undefined) throw new SyntaxError(problem.sentence!(facts));
  }
  const names = columns.map(({ name }) => name);
  return {
    numbers: indices,
    formats,
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
            moments[k]!.add(formattedNumber(cells[index]!, formats[k], source.decimalComma));
          }
        },
        warnings: () => [],
        target: () => ({
          kind: "quantity",
          quantities: names.map((name, k) => {
            const format = formats[k];
            return { name, ...scaleOf(source, name, moments[k]!), ...format && { format } };
          }),
        }),
      };
    },
  };
}
