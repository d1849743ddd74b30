/**
 * The one way to an answer: outputs become a class, labels or quantities by their names and in their units, decided, with
 * remarks. Functions alone, which exported modules have too. @module
 */

import { isUnsure, NOVEL_TEXT } from "../confidence.ts";
import type { NoveltyMeasure } from "../novelty_measure.ts";
import {
  ANSWERS,
  type ClassLabel,
  type NamedAnswer,
  namedAnswer,
  NO_ANSWER,
} from "../../problem/answers.ts";
import type { Answer, AnswerFacts, ProblemName } from "../../problem/contract.ts";
import { decide, type Decision, namedSet } from "../decide/decide.ts";
import { NAN_PROBLEM, noPrediction, type RowProblem, type RowRemark, unsure } from "./remarks.ts";

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
  /** The decision based on the probabilities of classes. */
  readonly decision?: Decision | undefined;
  /** Detects inputs that are unlike the training data. */
  readonly detector?: Pick<NoveltyMeasure, "isNovel"> | undefined;
}

/** What is known of an input beside its numbers. */
export interface AskedRow {
  /** Of a row of a table its cells, in the order of the columns. */
  readonly cells?: readonly (string | number)[];
  /** The columns whose cell is odd: a text that no training row had, or one that is not a date. */
  readonly odd?: readonly number[] | undefined;
  /** Why there is no prediction; the input and the outputs mean nothing then. */
  readonly problem?: RowProblem | undefined;
  /** More remarks, which come last. */
  readonly remarks?: readonly RowRemark[];
  /** Whether it is known to be unlike the training data. */
  readonly isNovel?: boolean;
}

/**
 * Answers an input.
 * @param input [features] as the network takes it
 * @param outputs [outputs] what the network answers
 */
export type Answerer = (
  input: ArrayLike<number>,
  outputs: Float32Array,
  row?: AskedRow,
) => Answered;

/** An answer by the indices of outputs, with its remarks. */
export interface Answered {
  /** `undefined` where there is no prediction. */
  readonly answer: Answer | undefined;
  /** Why there is none. */
  readonly problem?: RowProblem | undefined;
  readonly remarks: readonly RowRemark[];
}

/** The remarks on a row of a table. */
export interface RowRemarks {
  /** By which column a row is most unlike the training data. */
  novel(input: ArrayLike<number>, cells: readonly (string | number)[]): RowRemark;
  /** On texts that no training row had, and on texts that are not dates. */
  odd(cells: readonly (string | number)[], odd: readonly number[]): RowRemark[];
}

const NOVEL: RowRemark = { kind: "novel", column: undefined, text: NOVEL_TEXT };

/**
 * Makes answers of outputs.
 * @param ofRow the remarks on rows of a table; none for other inputs
 */
export function answerer(facts: AnswererFacts, ofRow?: RowRemarks): Answerer {
  const { problem: name, detector, decision } = facts;
  return (input, outputs, { cells = [], odd, problem, remarks: more = [], isNovel } = {}) => {
    const none = problem ?? (outputs.some(Number.isNaN) ? NAN_PROBLEM : undefined);
    if (none !== undefined) return unanswered(none, more);
    const answer = decide(ANSWERS[name](outputs, facts), decision);
    const remarks: RowRemark[] = [];
    if (isNovel || detector?.isNovel(input)) remarks.push(ofRow?.novel(input, cells) ?? NOVEL);
    if (odd !== undefined) remarks.push(...ofRow!.odd(cells, odd));
    if (answer.probabilities && isUnsure(answer.probabilities)) remarks.push(unsure);
    return { answer, remarks: remarks.length === 0 ? more : remarks.concat(more) };
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
