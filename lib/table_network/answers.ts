/** The answers to rows of a table: outputs by their names, in their units, and what a user should know. @module */

import { doubtsOf } from "../evaluate/confidence.ts";
import type { PredictionIntervals } from "../evaluate/intervals.ts";
import type { NoveltyDetector } from "../evaluate/novelty.ts";
import type { Answer, Interval } from "../problem.ts";
import type { TableDescription } from "../table/columns.ts";
import type { UnknownCategory } from "../table/encode.ts";
import type { RowProblem } from "../table/row_problem.ts";
import { rulesOf } from "../table/target.ts";
import type { TargetRules } from "../table/target/contract.ts";
import { KnownColumns } from "./known_columns.ts";
import {
  cautionText,
  novelBy,
  type RowRemark,
  unknownCategory,
  unsure,
  withoutPrediction,
} from "./remarks.ts";

export type { Interval };

/** What a network answers to a row. */
export interface RowPrediction {
  /** The name of the class; `undefined` of quantities, and where there is no prediction. */
  readonly label: string | undefined;
  /** How probable the class is, by the network's account, from 0 to 1; `undefined` where there is no class. */
  readonly probability: number | undefined;
  /**
   * The probability of each class by its name, or each quantity by its column's name, in its unit; nothing where there is no
   * prediction.
   */
  readonly values: Readonly<Record<string, number>>;
  /**
   * Between what each quantity is, by its column's name, for 9 of 10 rows like the training data; `undefined` of classes, where
   * there is no prediction, and if the model file does not say.
   */
  readonly intervals: Readonly<Record<string, Interval>> | undefined;
  /** What a user should know; of most rows nothing. */
  readonly remarks: readonly RowRemark[];
  /** The same in a few words, the cell that `deno task predict` writes under `caution`; empty if there is nothing. */
  readonly caution: string;
}

/** What answers: one network or several, and what they know of the table. */
export interface TableModel {
  /** Whether outputs are probabilities of classes. */
  readonly areProbabilities: boolean;
  /** What the columns and the target are. */
  readonly table: TableDescription;
  /** Tells rows that are unlike the training data. */
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
  readonly #known: KnownColumns;

  /** Finds the columns in a header. */
  constructor(model: TableModel, header: readonly string[]) {
    this.#model = model;
    this.#target = rulesOf(model.table);
    this.#known = new KnownColumns(model.table, header);
  }

  /** Why there is no prediction; `undefined` if there is one. */
  problemOf(
    { problem, outputs }: Pick<AnsweredRow, "problem" | "outputs">,
  ): RowProblem | undefined {
    if (problem !== undefined || !outputs.some(Number.isNaN)) return problem;
    return { column: undefined, reason: "the network answers NaN" };
  }

  /** Whether a row has missing values. */
  hasMissing(cells: readonly string[]): boolean {
    return this.#known.hasMissing(cells);
  }

  /**
   * The answer to a row.
   *
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
      return { ...nothing, remarks, caution: cautionText(remarks) };
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
      caution: cautionText(remarks),
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
        ? [novelBy(this.#known.cellOf(detector!.furthestFeature(input), cells))]
        : [],
      ...this.#known.unknownIn(cells).map(({ name: column, cell: value }) =>
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
