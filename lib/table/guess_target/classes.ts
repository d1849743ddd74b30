/** A target that was found to be a class. @module */

import { MAX_CLASSES } from "../../dataset/source.ts";
import { quoted } from "../cells.ts";
import { byCodeUnit } from "../columns.ts";
import { FEW_ROWS } from "../limits.ts";
import type { ColumnStatistics } from "../statistics.ts";
import { alikeTexts, textsAmongNumbers, unreadNumbers } from "../text_columns.ts";
import type { PlannedTarget, TargetColumns } from "./contract.ts";

/**
 * Plans a column of classes.
 * @throws {SyntaxError} if there is a single class, or too many
 */
export function planClasses(
  { source, columns, indices, isGiven, why, option, warnings }: TargetColumns,
): PlannedTarget {
  const column = columns[0]!;
  const { name, values, filled } = column;
  const numbers = column.texts === 0;
  if (values === undefined) {
    throw new SyntaxError(
      `Cannot learn the classes of ${quoted(name)} in ${source}: it has more than ` +
        `${MAX_CLASSES} different values`,
    );
  }
  const classes = [...values.keys()].sort(byCodeUnit);
  const missingNote = missingNoteOf(column);
  if (classes.length === 1) {
    throw new SyntaxError(
      `Cannot learn the classes of ${quoted(name)} in ${source}: every row is of the class ` +
        `${quoted(classes[0]!)}, so there is nothing to tell apart${missingNote}`,
    );
  }
  if (2 * classes.length > filled && (numbers || filled > FEW_ROWS)) {
    warnings.push(
      `The target ${quoted(name)} has ${classes.length} classes in ${filled} rows, nearly every ` +
        `row its own${numbers ? `: if it is a quantity, add ${option("kind", "quantity")}` : ""}`,
    );
  }
  const unread = numbers ? undefined : unreadNumbers(column.someValues);
  if (unread !== undefined) {
    warnings.push(`The target ${quoted(name)} is read as classes, but has ${unread}`);
  } else if (!isGiven) {
    warnings.push(...textsAmongNumbers(`The target ${quoted(name)}`, column, "classes"));
  }
  warnings.push(...alikeTexts(`The target ${quoted(name)}`, values, "classes", numbers));
  return {
    numbers: [],
    kind: "class",
    found: `${quoted(name)} is a class, ${why}`,
    missingNote,
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
    describe() {
      const untrained = new Set(classes);
      return {
        add(cells) {
          if (untrained.size > 0) untrained.delete(cells[indices[0]!]!);
        },
        warnings: () =>
          [...untrained].map((name) =>
            `No training row is of the class ${quoted(name)}, so it cannot be learned`
          ),
        target: () => ({ kind: "class", name, classes }),
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
