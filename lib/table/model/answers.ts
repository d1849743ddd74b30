/** The answers to rows of a table: outputs by their names, in their units, and remarks. @module */

import { plain } from "../../checks/texts.ts";
import { decide, type Decision, namedSet } from "../decide/decide.ts";
import { doubtsOf, NOVEL_TEXT } from "../../evaluate/confidence.ts";
import type { PredictionIntervals } from "../../evaluate/intervals.ts";
import type { NoveltyDetector } from "../../evaluate/novelty.ts";
import type { Answer } from "../../problem.ts";
import {
  type ClassLabel,
  type NamedAnswer,
  namedAnswer,
  NO_ANSWER,
} from "../../problem/answers.ts";
import { isMissing, quoted } from "../cells/cells.ts";
import { hasNone, type TableDescription, widthOf } from "../columns/columns.ts";
import type { RowProblem, UnknownCategory } from "../encode/encode.ts";
import { rulesOf, type TargetRules } from "../columns/target.ts";
import { readDate } from "../values/dates.ts";
import {
  NAN_PROBLEM,
  noPrediction,
  remarksText,
  type RowRemark,
  unknownCategory,
  unreadDate,
  unsure,
} from "./remarks.ts";

/** What a network answers to a row. */
export interface RowPrediction<Label extends ClassLabel = ClassLabel> extends NamedAnswer {
  /**
   * The class in the type that it came in: the most probable one, or what the threshold of a model with costs answers; `undefined` of
   * quantities, and where there is no prediction.
   */
  readonly label: Label | undefined;
  /** The probability of each class by its name. */
  readonly probabilities: Readonly<Record<`${Label}`, number>> | undefined;
  /**
   * The classes that may be right, which hold the class in the share of rows that was asked for; absent of models that promise
   * none, and where there is no prediction.
   */
  readonly set?: readonly Label[];
  /** Remarks for the user; most rows have none. */
  readonly remarks: readonly RowRemark[];
  /** The remarks in a few words, which `deno task predict` writes under `caution`; empty if there are none. */
  readonly caution: string;
}

/** What answers: one network or an ensemble, and its table. */
interface AnsweringModel {
  /** Whether outputs are probabilities of classes. */
  readonly areProbabilities: boolean;
  /** What the columns and the target are. */
  readonly table: TableDescription;
  /** Detects rows that are unlike the training data. */
  readonly detector: NoveltyDetector | undefined;
  /** How far off quantities are, by output, in standard deviations of the target. */
  readonly intervals: PredictionIntervals | undefined;
  /** What is decided by the probabilities. */
  readonly decision?: Decision | undefined;
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
  readonly #model: AnsweringModel;
  readonly #target: TargetRules;
  /** The index of each column in the header. */
  readonly #indices: readonly number[];
  /** The texts of each column of categories. */
  readonly #categories: readonly (ReadonlySet<string> | undefined)[];
  readonly #haveNone: readonly boolean[];
  /** The column that each feature is of. */
  readonly #columnOf: readonly number[];

  /** Answers rows with the columns of this header. */
  constructor(model: AnsweringModel, header: readonly string[]) {
    const { columns } = model.table;
    this.#model = model;
    this.#target = rulesOf(model.table);
    this.#indices = columns.map(({ name }) => header.indexOf(name));
    this.#categories = columns.map((column) =>
      "values" in column
        ? new Set([...column.values, ...Object.keys(column.spellings ?? {})])
        : undefined
    );
    this.#haveNone = columns.map(hasNone);
    this.#columnOf = columns.flatMap((column, c) => new Array<number>(widthOf(column)).fill(c));
  }

  /** Why there is no prediction; `undefined` if there is one. */
  problemOf(
    { problem, outputs }: Pick<AnsweredRow, "problem" | "outputs">,
  ): RowProblem | undefined {
    return problem ?? (outputs.some(Number.isNaN) ? NAN_PROBLEM : undefined);
  }

  /** Whether a row has missing values. */
  hasMissing(cells: readonly string[]): boolean {
    return this.#indices.some((index, c) => isMissing(cells[index]!, this.#haveNone[c]));
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
      const remark = noPrediction(problem);
      return { ...NO_ANSWER, remarks: [remark, ...more], caution: remark.text };
    }
    const { outputs } = row;
    const { problem: learned, outputNames, labels, quantities } = this.#target;
    const { decision } = this.#model;
    const answer = decide(learned.answer(outputs, { ...this.#model, quantities }), decision);
    const remarks = [...this.#remarksOn(row, answer, unknown), ...more];
    const named = namedAnswer(learned.name, outputNames, answer, labels);
    return {
      ...named,
      ...namedSet(answer, labels),
      ...{ remarks, caution: remarksText(remarks) },
    };
  }

  #remarksOn(
    { cells, input }: AnsweredRow,
    { probabilities }: Answer,
    unknown: readonly UnknownCategory[],
  ): RowRemark[] {
    const { detector, table: { columns } } = this.#model;
    const { unfamiliar, unsure: isUnsure } = doubtsOf(probabilities, input, detector);
    const remarks: RowRemark[] = [];
    if (unfamiliar) {
      const c = this.#columnOf[detector!.furthestFeature(input)]!;
      const { name } = columns[c]!;
      const text = `${NOVEL_TEXT}, most by ${quoted(name)} (${plain(cells[this.#indices[c]!]!)})`;
      remarks.push({ kind: "novel", column: name, text });
    }
    for (const [c, described] of columns.entries()) {
      const { name: column } = described;
      const value = cells[this.#indices[c]!]!;
      if (described.kind === "date") {
        if (isMissing(value) || !Number.isNaN(readDate(value, described.order))) continue;
        remarks.push(unreadDate(column, value));
        continue;
      }
      if (this.#categories[c]?.has(value) ?? true) continue;
      if (isMissing(value, this.#haveNone[c])) continue;
      const found = unknown.find((found) => found.column === column && found.value === value);
      remarks.push(unknownCategory(found ?? { column, value, suggestion: "" }));
    }
    if (isUnsure) remarks.push(unsure);
    return remarks;
  }
}
