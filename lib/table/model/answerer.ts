/**
 * The one way to an answer: outputs become a class, labels or quantities by their names and in their units, decided, with
 * remarks. Functions alone, which exported modules have too. @module
 */

import { valueSuggestion } from "../../checks/meant.ts";
import { plain } from "../../checks/texts.ts";
import { isUnsure, NOVEL_TEXT } from "../../evaluate/confidence.ts";
import type { NoveltyMeasure } from "../../evaluate/novelty_measure.ts";
import {
  ANSWERS,
  type ClassLabel,
  type NamedAnswer,
  namedAnswer,
  NO_ANSWER,
} from "../../problem/answers.ts";
import type { Answer, AnswerFacts, ProblemName } from "../../problem/contract.ts";
import { type CellText, cellText } from "../cells/cell_text.ts";
import { quoted } from "../cells/cells.ts";
import { MAX_UNKNOWN } from "../cells/limits.ts";
import { decide, type Decision, namedSet } from "../decide/decide.ts";
import type { RowProblem } from "../encode/encode.ts";
import type { PairedColumn } from "../encode/plain_cells.ts";
import {
  NAN_PROBLEM,
  noPrediction,
  type RowRemark,
  unknownCategory,
  unreadDate,
  unsure,
} from "./remarks.ts";

/** What a model answers to a row, or to the numbers of an example. */
export interface GivenAnswer extends NamedAnswer {
  /**
   * The classes that may be right, which hold the class in the share of rows that was asked for; absent of models that promise
   * none, and where there is no prediction.
   */
  readonly set?: readonly ClassLabel[];
  /** Remarks for the user; most rows have none. */
  readonly remarks: readonly RowRemark[];
}

/** What answers depend on, beside outputs. */
export interface AnswererFacts extends AnswerFacts {
  /** What was learned. */
  readonly problem: ProblemName;
  /** The name of each output. */
  readonly names: readonly string[];
  /** The classes in the type that they came in. Default: their names */
  readonly labels?: readonly ClassLabel[] | undefined;
  /** What is decided by the probabilities of classes. */
  readonly decision?: Decision | undefined;
  /** Detects inputs that are unlike the training data; of a table the feature by which they are. */
  readonly detector?:
    | Pick<NoveltyMeasure, "isNovel"> & Partial<Pick<NoveltyMeasure, "furthestFeature">>
    | undefined;
  /** The columns of a table; none of other inputs. */
  readonly columns?: readonly PairedColumn[];
  /** How many features each column becomes. */
  readonly widths?: readonly number[];
}

/** What is asked of a model: an input with its outputs, or why there are none. */
export interface Asked {
  /** [features] As the network takes it. */
  readonly input: ArrayLike<number>;
  /** [outputs] */
  readonly outputs: Float32Array;
  /** Whether it is known to be unlike the training data. */
  readonly isNovel?: boolean;
  /** Of a row of a table its cells, in the order of the columns. */
  readonly cells?: readonly CellText[];
  /** The columns whose cell is odd: a text that no training row had, or one that is no date. */
  readonly odd?: readonly number[] | undefined;
  /** Why there is no prediction; the input and the outputs mean nothing then. */
  readonly problem?: RowProblem | undefined;
  /** More remarks, which come last. */
  readonly remarks?: readonly RowRemark[];
}

/** An answer by the indices of outputs, with its remarks. */
export interface Answered {
  /** `undefined` where there is no prediction. */
  readonly answer: Answer | undefined;
  /** Why there is none. */
  readonly problem?: RowProblem | undefined;
  readonly remarks: readonly RowRemark[];
}

/** Suggests what a text that no training row had may have meant, as the end of a sentence. */
export type Suggest = (column: PairedColumn, value: string) => string;

/** Makes answers of outputs. */
export function answerer(facts: AnswererFacts, suggest?: Suggest): (asked: Asked) => Answered {
  const { problem: name, detector, decision, columns = [], widths = [] } = facts;
  const columnOf = widths.flatMap((width, c) => new Array<number>(width).fill(c));
  const answerTo = ANSWERS[name];
  const novelty = (input: ArrayLike<number>, cells: readonly CellText[]): RowRemark => {
    const column = columns[columnOf[detector?.furthestFeature?.(input) ?? 0]!];
    if (column === undefined) return { kind: "novel", column: undefined, text: NOVEL_TEXT };
    const cell = cellText(cells[columns.indexOf(column)], column);
    const text = `${NOVEL_TEXT}, most by ${quoted(column.name)} (${plain(cell)})`;
    return { kind: "novel", column: column.name, text };
  };
  return ({ input, outputs, cells = [], odd, isNovel = false, problem, remarks: more = [] }) => {
    const none = problem ?? (outputs.some(Number.isNaN) ? NAN_PROBLEM : undefined);
    if (none !== undefined) return unanswered(none, more);
    const answer = decide(answerTo(outputs, facts), decision);
    const remarks: RowRemark[] = [];
    if (isNovel || detector?.isNovel(input)) remarks.push(novelty(input, cells));
    for (const c of odd ?? []) {
      const column = columns[c]!;
      const value = cellText(cells[c], column);
      remarks.push(
        column.kind === "date" ? unreadDate(column.name, value) : unknownCategory({
          ...{ column: column.name, value },
          suggestion: suggest?.(column, value) ?? "",
        }),
      );
    }
    if (answer.probabilities && isUnsure(answer.probabilities)) remarks.push(unsure);
    return { answer, remarks: remarks.concat(more) };
  };
}

/** Where there is no prediction. */
export function unanswered(problem: RowProblem, more: readonly RowRemark[] = []): Answered {
  return { answer: undefined, problem, remarks: [noPrediction(problem), ...more] };
}

/** An answer by the names of its outputs. */
export function named(
  { problem, names, labels = names }: Pick<AnswererFacts, "problem" | "names" | "labels">,
  { answer, remarks }: Pick<Answered, "answer" | "remarks">,
): GivenAnswer {
  if (answer === undefined) return { ...NO_ANSWER, remarks };
  const given = namedAnswer(problem, names, answer, labels);
  return { ...given, ...namedSet(answer, labels), remarks };
}

/** Suggests for a hundred texts at most, each once; `forget` begins anew. */
export function suggester(): { readonly suggest: Suggest; forget(): void } {
  const found = new Map<string, string>();
  return {
    suggest(column, value) {
      const key = `${column.name}\0${value}`;
      if (!found.has(key) && found.size < MAX_UNKNOWN) {
        found.set(key, "values" in column ? valueSuggestion(value, column.values) : "");
      }
      return found.get(key) ?? "";
    },
    forget: () => found.clear(),
  };
}
