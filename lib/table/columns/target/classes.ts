/** A target that is a class: the number of a row's class, and the name of the largest output. @module */

import { suggestion } from "../../../checks/meant.ts";
import { joinNames } from "../../../checks/texts.ts";
import { classification } from "../../../problem.ts";
import type { ClassLabel } from "../../../problem/answers.ts";
import { quoted } from "../../cells/cells.ts";
import type { ClassTarget, ClassType, TargetRules } from "./contract.ts";

/** What classes are by their names, if they are no texts: truth values, or numbers as JavaScript writes them. */
export function classTypeOf(classes: readonly string[]): ClassType | undefined {
  if (classes.every((name) => name === "true" || name === "false")) return "boolean";
  const isNumber = (name: string) => Number.isFinite(Number(name)) && String(Number(name)) === name;
  return classes.every(isNumber) ? "number" : undefined;
}

/** The classes in their type. */
function labelsOf({ classes, type }: ClassTarget): readonly ClassLabel[] {
  if (type === undefined) return classes;
  return classes.map((name) => type === "number" ? Number(name) : name === "true");
}

/** What depends on a column of classes. */
export function classRules(target: ClassTarget): TargetRules {
  const { name, classes } = target;
  return {
    problem: classification,
    names: [name],
    outputNames: classes,
    labels: labelsOf(target),
    quantities: undefined,
    reader({ name: source }, indices) {
      const numbers = new Map(classes.map((name, k) => [name, k]));
      const Labels = classes.length <= 256 ? Uint8Array : Uint16Array;
      return (rows) => {
        const labels = new Labels(rows);
        return {
          answers: { labels, classes: classes.length, classNames: classes },
          read(row, cells, line) {
            const cell = cells[indices[0]!]!;
            const number = numbers.get(cell);
            if (number === undefined) {
              const others = suggestion(cell.slice(0, 60), classes) ||
                `, which are ${joinNames(classes)}`;
              throw new SyntaxError(
                `Cannot use ${source}: ${quoted(cell)} on line ${line} is none of the ` +
                  `classes${others}`,
              );
            }
            labels[row] = number;
          },
        };
      };
    },
  };
}
