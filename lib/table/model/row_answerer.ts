/** Answers rows of a table, many at once, and explains the answers. @module */

import type { Decision } from "../decide/decide.ts";
import type { Distributions } from "../drift/distributions.ts";
import type { PredictionIntervals } from "../../evaluate/intervals.ts";
import type { NoveltyDetector } from "../../evaluate/novelty.ts";
import type { TrainedModel } from "../folds/fold_ensemble.ts";
import { cellText } from "../cells/cell_text.ts";
import { featuresOf, knownNamesOf, type TableDescription, widthOf } from "../columns/columns.ts";
import { rulesOf } from "../columns/target.ts";
import { cellWriter } from "../encode/cells.ts";
import { pairedColumn } from "../encode/plain_cells.ts";
import type { ClassLabel } from "../../problem/answers.ts";
import {
  type Answered,
  type Answerer,
  answerer,
  type AnswererFacts,
  type GivenAnswer,
  named,
  rowRemarks,
  type Suggest,
  suggester,
  unanswered,
} from "./answerer.ts";
import { type ExplainOptions, RowExplainer } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { type EncodedRow, nameHints, rowReader, type UnreadRow } from "./read_row.ts";
import { remarksText, type RowRemark } from "./remarks.ts";

/** How many rows go through the network at once; it does not change the result. */
const BATCH = 250;

/** A model of a table, as `TableModel` has it. */
export interface AnsweringModel {
  readonly network: Pick<TrainedModel, "predictsClasses" | "feedforward">;
  readonly table: TableDescription;
  readonly detector: NoveltyDetector | undefined;
  readonly intervals: PredictionIntervals | undefined;
  readonly decision: Decision | undefined;
}

/** What answers to rows of a table depend on. */
export function factsOf(
  { network, table, detector, intervals, decision }: AnsweringModel,
): AnswererFacts {
  const { problem, outputNames: names, labels, quantities } = rulesOf(table);
  return {
    ...{ problem: problem.name, names, labels, quantities, intervals, decision, detector },
    areProbabilities: network.predictsClasses,
  };
}

/** Answers rows of a table, see {@linkcode answerer}. */
export function tableAnswerer(model: AnsweringModel, suggest: Suggest): Answerer {
  return answerer(factsOf(model), rowRemarks(layoutOf(model.table), model.detector, suggest));
}

/** The columns of a table, and how many features each becomes. */
function layoutOf(table: TableDescription) {
  return { columns: table.columns.map(pairedColumn), widths: table.columns.map(widthOf) };
}

/** Rows that were read, with their features. */
interface ReadRows {
  readonly read: readonly (EncodedRow | UnreadRow)[];
  /** The features of a row; they mean nothing where it could not be read, or has a problem. */
  inputOf(row: number): Float32Array;
  /** [rows, features] */
  readonly inputs: Float32Array;
}

/** Answers rows, one call after the other. */
export interface RowAnswerer {
  /** What answers depend on. */
  readonly facts: AnswererFacts;
  /** Answers to rows; of one that cannot be read, why. */
  answer(rows: readonly unknown[]): (Answered | UnreadRow)[];
  /**
   * Explains the answers to rows; nothing of a row without a prediction, or why it cannot be read.
   * @throws {RangeError} if the model file does not hold how its training data were distributed, or there is no such output
   */
  explain(
    rows: readonly unknown[],
    options?: ExplainOptions,
  ): (Explanation | UnreadRow | undefined)[];
}

/** Makes what answers rows. */
export function rowAnswerer(
  model: AnsweringModel & { readonly distributions: Distributions | undefined },
): RowAnswerer {
  const { network, table } = model;
  const facts = factsOf(model);
  const layout = layoutOf(table);
  const { columns } = layout;
  const hints = nameHints();
  const suggestions = suggester();
  const others = knownNamesOf(table);
  const read = rowReader({ ...layout, others }, cellWriter, hints.hintFor);
  const answer = tableAnswerer(model, suggestions.suggest);
  const features = featuresOf(table);
  const readAll = (rows: readonly unknown[]): ReadRows => {
    hints.forget();
    const inputs = new Float32Array(rows.length * features);
    return {
      read: rows.map((row, r) => read(row, inputs, r * features)),
      inputOf: (row) => inputs.subarray(row * features, (row + 1) * features),
      inputs,
    };
  };
  let explainer: RowExplainer | undefined;
  return {
    facts,
    answer(given) {
      suggestions.forget();
      const { read, inputs, inputOf } = readAll(given);
      const answers: (Answered | UnreadRow)[] = [];
      for (let start = 0; start < given.length; start += BATCH) {
        const rows = Math.min(BATCH, given.length - start);
        const values = inputs.subarray(start * features, (start + rows) * features);
        const of = { kind: "dense", rows, columns: features, values } as const;
        const { columns: width, values: outputs } = network.feedforward(of);
        for (let r = 0; r < rows; r++) {
          const row = read[start + r]!;
          const own = outputs.subarray(r * width, (r + 1) * width) as Float32Array;
          answers.push("fault" in row ? row : answer(inputOf(start + r), own, row));
        }
      }
      return answers;
    },
    explain(given, options = {}) {
      explainer ??= new RowExplainer(model);
      const { read, inputOf } = readAll(given);
      return read.map((row, r) => {
        if ("fault" in row) return row;
        if (row.problem !== undefined) return undefined;
        const texts = columns.map((column, c) => cellText(row.cells[c], column));
        const explanation = explainer!.explain(inputOf(r), texts, options);
        return Number.isNaN(explanation.answer) ? undefined : explanation;
      });
    },
  };
}

/** What a network answers to a row. */
export interface RowPrediction<Label extends ClassLabel = ClassLabel> extends GivenAnswer {
  /**
   * The class in the type that it came in: the most probable one, or what the threshold of a model with costs answers; `undefined` of
   * quantities, and where there is no prediction.
   */
  readonly label: Label | undefined;
  /** The probability of each class by its name. */
  readonly probabilities: Readonly<Record<`${Label}`, number>> | undefined;
  readonly set?: readonly Label[];
  /** The remarks in a few words, which `deno task predict` writes under `caution`; empty if there are none. */
  readonly caution: string;
}

/** The remarks that are errors where rows are taken strictly. */
const STRICT_KINDS: readonly RowRemark["kind"][] = [
  ...["unknownCategory", "unreadDate", "missingColumn", "unknownColumn"] as const,
];

/**
 * Predicts rows.
 * @param whereOf what a row is called in errors
 * @param isStrict whether an unusable cell or column is an error instead of a remark
 * @throws {TypeError} if no row has a column of the model; if `isStrict`, of the first row that cannot be read
 * @throws {RangeError} if `isStrict`, of the first unusable cell or column
 */
export function predictRows(
  { facts, answer }: RowAnswerer,
  rows: readonly unknown[],
  whereOf: (row: number) => string,
  isStrict: boolean,
): RowPrediction[] {
  const found = answer(rows);
  checkSomeRead(found, whereOf, "predict");
  const unread = isStrict ? found.findIndex((row) => "fault" in row) : -1;
  if (unread !== -1) {
    const { reason } = found[unread] as UnreadRow;
    throw new TypeError(`Cannot predict ${whereOf(unread)}: ${reason}`);
  }
  return found.map((row, r) => {
    const answered = "fault" in row ? unanswered(row, row.remarks) : row;
    const { problem, remarks } = answered;
    const wrong = !isStrict
      ? undefined
      : problem?.reason ?? remarks.find(({ kind }) => STRICT_KINDS.includes(kind))?.text;
    if (wrong !== undefined) throw new RangeError(`Cannot predict ${whereOf(r)}: ${wrong}`);
    return predictionOf(facts, answered);
  });
}

/** An answer as the library gives it. */
export function predictionOf(facts: AnswererFacts, answered: Answered): RowPrediction {
  const { problem, remarks } = answered;
  const caution = problem === undefined ? remarksText(remarks) : remarks[0]!.text;
  return Object.assign(named(facts, answered), { caution });
}

/** Explains the answers to rows, see {@linkcode predictRows}; nothing of a row without a prediction. */
export function explainRows(
  { explain }: RowAnswerer,
  rows: readonly unknown[],
  whereOf: (row: number) => string,
  options: ExplainOptions,
): (Explanation | undefined)[] {
  const found = explain(rows, options);
  checkSomeRead(found, whereOf, "explain");
  return found.map((row) => row === undefined || "fault" in row ? undefined : row);
}

/** @throws {TypeError} if no row has a column of the model: nothing was asked then */
function checkSomeRead(
  found: readonly (object | undefined)[],
  whereOf: (row: number) => string,
  action: string,
): void {
  const isUnread = (row: object | undefined): row is UnreadRow =>
    row !== undefined && "fault" in row && row.fault !== "cell";
  if (found.length === 0 || !found.every(isUnread)) return;
  throw new TypeError(`Cannot ${action} ${whereOf(0)}: ${(found[0] as UnreadRow).reason}`);
}
