/** What routes need of a model, whatever its inputs are. @module */

import type { DriftCounter } from "../measure/drift/drift_counter.ts";
import type { Problem } from "../problem.ts";
import type { ClassLabel } from "../problem/answers.ts";
import type { GivenAnswer } from "../measure/answer/answerer.ts";
import type { Explanation } from "../table/model/explanation.ts";
import type { UnreadableRow } from "./refusal.ts";

/** A prediction with its remarks, and why it is so, if that was asked for. */
export interface ServedAnswer extends GivenAnswer {
  /** Absent of rows without a prediction. */
  readonly explanation?: Explanation | undefined;
}

/** The answer to a row, or why the row cannot be read. */
export type RowAnswer = ServedAnswer | UnreadableRow;

/** A JSON Schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Answers rows. */
export interface RowService {
  /** What was learned. */
  readonly problem: Problem;
  /** The classes, labels or quantities, in the order of the outputs. */
  readonly outputNames: readonly string[];
  /** The classes in the type that they came in; the names of others. */
  readonly labels: readonly ClassLabel[];
  /** Whether quantities come with intervals. */
  readonly hasIntervals: boolean;
  /** Whether classes come with sets. */
  readonly hasSets: boolean;
  /** Whether answers can be explained. */
  readonly hasReasons: boolean;
  /** The names of the columns; none of arrays. */
  readonly columns: readonly string[];
  /** What a row is. */
  readonly rowSchema: JsonSchema;
  /** A row as it may be sent. */
  readonly example: unknown;
  /** Counts the rows that were answered; none where the model file has no distributions. */
  readonly drift: DriftCounter | undefined;
  /**
   * Answers rows; one that cannot be read has an error, and the others are answered.
   * @param first the number of the first row in the request
   */
  predict(rows: readonly unknown[], first: number): RowAnswer[];
  /**
   * Answers rows as `predict` does, each with its reasons.
   * @throws {Refusal} if answers cannot be explained; of no rows too
   */
  explain(rows: readonly unknown[], first: number): RowAnswer[];
}
