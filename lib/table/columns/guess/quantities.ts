/** A target that was found to be quantities. @module */

import { joinNames } from "../../../checks/texts.ts";
import { quoted } from "../../cells/cells.ts";
import { type ColumnStatistics, roundingReason } from "../../cells/statistics.ts";
import { datesText, decimalsProblem, noNumberText } from "../refusals.ts";
import { Moments, scaleOf } from "../../cells/moments.ts";
import type { Rule } from "../../cells/rule.ts";
import { formattedNumber } from "../../values/number_format.ts";
import type { PlannedTarget, TargetColumns, TargetFacts } from "./planned.ts";

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
