/** The answers to rows of a table: outputs by their names, in their units, and remarks. @module */

import { doubtsOf } from "../evaluate/confidence.ts";
import type { PredictionIntervals } from "../evaluate/intervals.ts";
import type { NoveltyDetector } from "../evaluate/novelty.ts";
import type { Answer, Interval } from "../problem.ts";
import { isMissing } from "../table/cells.ts";
import { type TableDescription, widthOf } from "../table/columns.ts";
import type { RowProblem, UnknownCategory } from "../table/encode.ts";
import { rulesOf } from "../table/target.ts";
import type { TargetRules } from "../table/target/contract.ts";
import { novelBy, remarksText, unknownCategory, unsure, withoutPrediction } from "./remarks.ts";
import type { NamedCell, RowRemark } from "./remarks.ts";

export type { Interval };

/** What a network answers to a row. */
export interface RowPrediction {
  /** The name of the class; `undefined` of quantities, and where there is no prediction. */
  readonly label: string | undefined;
  /** The network's probability of the class, from 0 to 1; `undefined` where there is no class. */
  readonly probability: number | undefined;
  /**
   * The probability of each class by its name, or each quantity by its column's name, in its unit; nothing where there is no
   * prediction.
   */
  readonly values: Readonly<Record<string, number>>;
  /**
   * Between what each quantity is, by its column's name, for 9 of 10 rows like the training data; `undefined` of classes, where
   * there is no prediction, and if the model file has no intervals.
   */
  readonly intervals: Readonly<Record<string, Interval>> | undefined;
  /** Remarks for the user; most rows have none. */
  readonly remarks: readonly RowRemark[];
  /** The remarks in a few words, which `deno task predict` writes under `caution`; empty if there are none. */
  readonly caution: string;
}

/** What answers: one network or an ensemble, and its table. */
interface TableModel {
  /** Whether outputs are probabilities of classes. */
  readonly areProbabilities: boolean;
  /** What the columns and the target are. */
  readonly table: TableDescription;
  /** Detects rows that are unlike the training data. */
  readonly detector: NoveltyDetector | undefined;
  /** How far off quantities are, by output, in standard deviations of the target. */
  readonly intervals: PredictionIntervals | undefined;
}

/** A row, and what the network makes of it. */
export interface AnsweredRow {
  /** In the order of the header. */
  readonly cells: readonly string[];
  /** [features] */
  readonly input: Float32Array;
  /** [outputs] */
  readonly outputs: Float32Array;
  /** Why there is no prediction; the input means nothing then. */
  readonly problem: RowProblem | undefined;
}

/** Answers rows whose cells are in the order of a header. */
export class RowAnswers {
  readonly #model: TableModel;
  readonly #target: TargetRules;
  readonly #cells: RowCells;

  /** Answers rows with the columns of this header. */
  constructor(model: TableModel, header: readonly string[]) {
    this.#model = model;
    this.#target = rulesOf(model.table);
    this.#cells = new RowCells(model.table, header);
  }

  /** Why there is no prediction; `undefined` if there is one. */
  problemOf(
    { problem, outputs }: Pick<AnsweredRow, "problem" | "outputs">,
  ): RowProblem | undefined {
    if (problem !== undefined || !outputs.some(Number.isNaN)) return problem;
    return { column: undefined, reason: "the network answers NaN" };
  }

  hasMissing(cells: readonly string[]): boolean {
    return this.#cells.hasMissing(cells);
  }

  /**
   * The answer to a row.
   * @param unknown what the row's encoder found so far, for its suggestions
   * @param more remarks besides those on the answer
   */
  answer(
    row: AnsweredRow,
    unknown: readonly UnknownCategory[],
    more: readonly RowRemark[] = [],
  ): RowPrediction {
    const problem = this.problemOf(row);
    if (problem !== undefined) {
      const remarks = [withoutPrediction(problem), ...more];
      const nothing = {
        label: undefined,
        probability: undefined,
        values: {},
        intervals: undefined,
      };
      return { ...nothing, remarks, caution: remarksText(remarks) };
    }
    const { outputs } = row;
    const { problem: learned, outputNames, quantities } = this.#target;
    const answer = learned.answer(outputs, { ...this.#model, quantities });
    const { chosen: [best], values, intervals } = answer;
    const remarks = [...this.#remarksOn(row, answer, unknown), ...more];
    return {
      label: best === undefined ? undefined : outputNames[best],
      probability: best === undefined ? undefined : outputs[best],
      values: byName(outputNames, values),
      intervals: intervals && byName(outputNames, intervals),
      remarks,
      caution: remarksText(remarks),
    };
  }

  #remarksOn(
    { cells, input }: AnsweredRow,
    { probabilities }: Answer,
    unknown: readonly UnknownCategory[],
  ): RowRemark[] {
    const { detector } = this.#model;
    const caution = doubtsOf(probabilities, input, detector);
    return [
      ...caution.unfamiliar
        ? [novelBy(this.#cells.cellOf(detector!.furthestFeature(input), cells))]
        : [],
      ...this.#cells.unknownIn(cells).map(({ name: column, cell: value }) =>
        unknownCategory(
          unknown.find((found) => found.column === column && found.value === value) ??
            { column, value, suggestion: "" },
        )
      ),
      ...caution.unsure ? [unsure] : [],
    ];
  }
}

function byName<T>(names: readonly string[], values: ArrayLike<T>): Record<string, T> {
  return Object.fromEntries(names.map((name, k) => [name, values[k]!]));
}

/** Finds cells in rows whose order is that of a table's header. */
class RowCells {
  readonly #columns: TableDescription["columns"];
  readonly #indices: readonly number[];
  /** The columns of categories, and the texts that each has. */
  readonly #categories: readonly (readonly [column: number, values: ReadonlySet<string>])[];
  /** The column that each feature is of. */
  readonly #columnOf: readonly number[];

  constructor({ columns }: TableDescription, header: readonly string[]) {
    this.#columns = columns;
    this.#indices = columns.map(({ name }) => header.indexOf(name));
    this.#categories = columns.flatMap((column, c) =>
      column.kind === "category" ? [[c, new Set(column.values)] as const] : []
    );
    this.#columnOf = columns.flatMap((column, c) => new Array<number>(widthOf(column)).fill(c));
  }

  /** The cells of a row with a text that none of the training rows had. */
  unknownIn(cells: readonly string[]): NamedCell[] {
    return this.#categories.flatMap(([column, values]) => {
      const named = this.#cell(column, cells);
      return isMissing(named.cell) || values.has(named.cell) ? [] : [named];
    });
  }

  hasMissing(cells: readonly string[]): boolean {
    return this.#indices.some((index) => isMissing(cells[index]!));
  }

  /** The cell of a row that a feature is of. */
  cellOf(feature: number, cells: readonly string[]): NamedCell {
    return this.#cell(this.#columnOf[feature]!, cells);
  }

  #cell(column: number, cells: readonly string[]): NamedCell {
    return { name: this.#columns[column]!.name, cell: cells[this.#indices[column]!]! };
  }
}
