/** A target that is a class: the number of a row's class, and the name of the largest output. @module */

import { suggestion } from "../../checks/suggestion.ts";
import { listed } from "../../dataset/lists.ts";
import { argmax } from "../../numerics/argmax.ts";
import { classification } from "../../problem.ts";
import { quoted } from "../cells.ts";
import type { ClassTarget, TargetKindRules, TargetRules } from "./contract.ts";

/** A column of classes. */
export const classTarget: TargetKindRules<ClassTarget> = {
  maxColumns: 1,
  isStratified: true,
  of: rulesOf,
};

function rulesOf({ name, classes }: ClassTarget): TargetRules {
  return {
    problem: classification,
    names: [name],
    outputNames: classes,
    quantities: undefined,
    mayHold: (cell) => classes.includes(cell),
    reader({ name: source }, places) {
      const numbers = new Map(classes.map((name, k) => [name, k]));
      const Labels = classes.length <= 256 ? Uint8Array : Uint16Array;
      return (rows) => {
        const labels = new Labels(rows);
        return {
          answers: { labels, classes: classes.length, classNames: classes },
          read(row, cells, line) {
            const cell = cells[places[0]!]!;
            const number = numbers.get(cell);
            if (number === undefined) throw noClass(source, cell, line, classes);
            labels[row] = number;
          },
        };
      };
    },
    nameOutputs(network) {
      const other = network.classNames?.findIndex((name, k) => name !== classes[k]) ?? -1;
      if (other !== -1) {
        throw new TypeError(
          `Cannot use a network whose class ${other} is ${
            quoted(network.classNames![other]!)
          } for a table whose ` +
            `class ${other} is ${quoted(classes[other]!)}`,
        );
      }
      network.classNames = [...classes];
    },
    answer(outputs) {
      const best = argmax(outputs);
      return {
        label: classes[best],
        probability: outputs[best],
        values: outputs,
        intervals: undefined,
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
    `Cannot use ${source}: ${quoted(cell)} on line ${line} is none of the classes${
      suggestion(cell.slice(0, 60), classes) || `, which are ${listed(classes)}`
    }`,
  );
}
