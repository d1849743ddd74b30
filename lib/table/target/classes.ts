/** A target that is a class: the number of a row's class, and the name of the largest output. @module */

import { suggestion } from "../../checks/meant.ts";
import { joinNames } from "../../checks/texts.ts";
import { classification } from "../../problem.ts";
import { quoted } from "../cells.ts";
import type { ClassTarget, TargetRules } from "./contract.ts";

/** What depends on a column of classes. */
export function classRules({ name, classes }: ClassTarget): TargetRules {
  return {
    problem: classification,
    names: [name],
    outputNames: classes,
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
            if (number === undefined) throw noClass(source, cell, line, classes);
            labels[row] = number;
          },
        };
      };
    },
  };
}

function noClass(
  source: string,
  cell: string,
  line: number,
  classes: readonly string[],
): SyntaxError {
  return new SyntaxError(
    `Cannot use ${source}: ${quoted(cell)} on line ${line} is none of the ` +
      `classes${suggestion(cell.slice(0, 60), classes) || `, which are ${joinNames(classes)}`}`,
  );
}
