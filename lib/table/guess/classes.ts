/** A target that was found to be a class. @module */

import { MAX_CLASSES } from "../../dataset/source.ts";
import { quoted } from "../cells.ts";
import { byCodeUnit } from "../columns.ts";
import type { Rule } from "../rule.ts";
import type { ColumnStatistics } from "../statistics.ts";
import { classTypeOf } from "../target/classes.ts";
import { unreadNumbers } from "../unread_numbers.ts";
import type { PlannedTarget, TargetColumns, TargetFacts } from "./planned.ts";

/** Why classes cannot be learned. */
export const CLASS_RULES: readonly Rule<TargetFacts, "refused">[] = [
  {
    name: "too many classes",
    when: ({ columns: [{ values }] }) => values === undefined,
    then: "refused",
    sentence: ({ source, columns: [{ name }] }) =>
      `Cannot learn the classes of ${quoted(name)} in ${source}: it has more than ` +
      `${MAX_CLASSES} different values`,
  },
  {
    name: "one class",
    when: ({ columns: [{ values }] }) => values!.size === 1,
    then: "refused",
    sentence: ({ source, columns: [column] }) =>
      `Cannot learn the classes of ${
        quoted(column.name)
      } in ${source}: every row is of the class ` +
      `${quoted([...column.values!.keys()][0]!)}, so there is nothing to tell apart` +
      missingNoteOf(column),
  },
];

/**
 * Plans a column of classes.
 * @throws {SyntaxError} if there is a single class, or too many
 */
export function planClasses(target: TargetColumns): PlannedTarget {
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
    : `; ${quoted(firstMissing.text)} on line ${firstMissing.line} is read as a missing ` +
      "value: if it is a class, " +
      "write another word for it";
}
