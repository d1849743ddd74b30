/**
 * The target of a table: a class or quantities. Each kind is an object that owns what depends on it; nothing else asks which
 * it is. @module
 */

import { suggestion } from "../../checks/meant.ts";
import { joinNames, quoted } from "../../checks/texts.ts";
import type { Labels, Targets } from "../../dataset/source.ts";
import type { TargetKind } from "../../options/table.ts";
import type { QuantityScale } from "../../problem/quantities.ts";
import { classification, regression } from "../../problem.ts";
import type { Target } from "../../problem/target.ts";
import type { ClassLabel } from "../../problem/answers.ts";
import type { TableHead } from "../cells/source.ts";
import { formattedNumber, type NumberFormat } from "../values/number_format.ts";

/** A column that holds the class of each row. */
export interface ClassTarget {
  /** What is predicted. */
  readonly kind: "class";
  /** The name in the table's header. */
  readonly name: string;
  /** The names of the classes, in the order of the outputs: sorted by code unit. */
  readonly classes: readonly string[];
  /** The type of the classes, if they are not texts; answers use it. */
  readonly type?: ClassType;
  /** Other texts than the usual ones that are missing values, without spaces around them. Since version 2. */
  readonly missingValues?: readonly string[];
}

/** The types of classes that are not texts. */
export type ClassType = "boolean" | "number";

/** A column of numbers to predict, standardized as a target. */
export interface Quantity extends QuantityScale {
  /** How the numbers are written, where that is not plain decimal. Since version 2. */
  readonly format?: NumberFormat;
  /** Other texts than the usual ones that are missing values, without spaces around them. Since version 2. */
  readonly missingValues?: readonly string[];
}

/** Columns of numbers to predict, one for each output. */
export interface QuantityTarget {
  /** What is predicted. */
  readonly kind: "quantity";
  /** In the order of the outputs. */
  readonly quantities: readonly Quantity[];
}

/** What is predicted of a table. */
export type TableTarget = ClassTarget | QuantityTarget;

export const targetKinds: {
  readonly [Kind in TargetKind]: {
    /** How many columns it may have. */
    readonly maxColumns: number;
    /** Whether each part gets as many rows of every value, by its fraction. */
    readonly isStratified: boolean;
  };
} = {
  class: { maxColumns: 1, isStratified: true },
  quantity: { maxColumns: Infinity, isStratified: false },
};

/** The targets of some rows. */
export interface TargetPart {
  /**
   * Reads the target of a row.
   * @param row its number among these, from 0
   * @throws {SyntaxError} if a cell is none of the classes, no number, or too far out for float32
   */
  read(row: number, cells: readonly string[], line: number): void;
  /** What was read, for a data set. */
  readonly answers: Labels | Targets;
}

/** All that depends on what a target is. */
export interface TargetRules extends Target {
  /** How outputs come back in their units, and are written, if they have units. */
  readonly quantities: readonly Quantity[] | undefined;
  /**
   * Starts to read the targets of a table.
   * @param indices of its columns in the header
   * @returns what takes the targets of so many rows
   */
  reader(source: TableHead, indices: readonly number[]): (rows: number) => TargetPart;
}

/** An entry for each kind of target, which is given the target itself. */
export type TargetTable<Rest extends readonly unknown[], Result> = {
  readonly [Kind in TargetKind]: (
    target: Extract<TableTarget, { readonly kind: Kind }>,
    ...rest: Rest
  ) => Result;
};

/** What depends on the target of a table. */
export function rulesOf({ target }: { readonly target: TableTarget }): TargetRules {
  return forTarget({ class: classRules, quantity: quantityRules }, target);
}

/** Calls the entry for this target's kind. */
export function forTarget<Rest extends readonly unknown[], Result>(
  table: TargetTable<Rest, Result>,
  target: TableTarget,
  ...rest: Rest
): Result {
  const entry = table[target.kind] as (target: TableTarget, ...rest: Rest) => Result;
  return entry(target, ...rest);
}

/**
 * Starts to read the targets of rows whose cells are in the order of a table's header.
 * @returns what takes the targets of so many rows
 * @throws {SyntaxError} if one of the target's columns is missing
 */
export function targetReader(
  description: { readonly target: TableTarget },
  source: TableHead,
): (rows: number) => TargetPart {
  const header = source.columns;
  const rules = rulesOf(description);
  const missing = rules.names.find((name) => !header.includes(name));
  if (missing !== undefined) {
    throw new SyntaxError(
      `Cannot find the target ${quoted(missing)} in ` +
        `${source.name}${suggestion(missing, header) || `: it has ${joinNames(header)}`}`,
    );
  }
  return rules.reader(source, rules.names.map((name) => header.indexOf(name)));
}

/** What classes are by their names, if they are no texts: truth values, or numbers as JavaScript writes them. */
export function classTypeOf(classes: readonly string[]): ClassType | undefined {
  if (classes.every((name) => name === "true" || name === "false")) return "boolean";
  const isNumber = (name: string) => Number.isFinite(Number(name)) && String(Number(name)) === name;
  return classes.every(isNumber) ? "number" : undefined;
}

function labelsOf({ classes, type }: ClassTarget): readonly ClassLabel[] {
  if (type === undefined) return classes;
  return classes.map((name) => type === "number" ? Number(name) : name === "true");
}

function classRules(target: ClassTarget): TargetRules {
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

function quantityRules({ quantities }: QuantityTarget): TargetRules {
  const names = quantities.map(({ name }) => name);
  const outputs = quantities.length;
  return {
    problem: regression,
    names,
    outputNames: names,
    labels: names,
    quantities,
    /** (y − mean) / deviation in float64, rounded once to float32. */
    reader: ({ name: source, decimalComma }, indices) => (rows) => {
      const targets = new Float32Array(rows * outputs);
      return {
        answers: { targets, outputs, classification: false },
        read(row, cells, line) {
          for (let k = 0; k < outputs; k++) {
            const { name, mean, deviation, format } = quantities[k]!;
            const cell = cells[indices[k]!]!;
            const at = row * outputs + k;
            targets[at] = (formattedNumber(cell, format, decimalComma) - mean) / deviation;
            if (Number.isFinite(targets[at])) continue;
            throw new SyntaxError(
              `Cannot use ${source}: ${quoted(cell)} on line ${line}, column ${quoted(name)}, ` +
                "is not a number, or too far from the mean",
            );
          }
        },
      };
    },
  };
}

/**
 * Quantities from a network's outputs, in their units: output × deviation + mean, float64.
 * @param outputs [rows, outputs]
 * @returns [rows, outputs]
 */
export function decodeQuantities(
  { quantities }: QuantityTarget,
  outputs: ArrayLike<number>,
): Float64Array {
  const values = new Float64Array(outputs.length);
  for (let k = 0; k < values.length; k++) {
    const { mean, deviation } = quantities[k % quantities.length]!;
    values[k] = outputs[k]! * deviation + mean;
  }
  return values;
}
