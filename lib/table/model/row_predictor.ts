/** Predicts rows by the names of their columns, each with its remarks. @module */

import type { Decision } from "../decide/decide.ts";
import type { Distributions } from "../drift/distributions.ts";
import type { PredictionIntervals } from "../../evaluate/intervals.ts";
import type { NoveltyDetector } from "../../evaluate/novelty.ts";
import type { TrainedModel } from "../folds/fold_ensemble.ts";
import type { TableDescription } from "../columns/columns.ts";
import { RowEncoder } from "../encode/encode.ts";
import { RowAnswers, type RowPrediction } from "./answers.ts";
import { type ExplainOptions, RowExplainer } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import type { RowRemark } from "./remarks.ts";
import { type ReadRow, RowReader, type UnreadRow } from "./rows.ts";

/** The remarks that are errors where rows are taken strictly. */
const STRICT_KINDS: readonly RowRemark["kind"][] = [
  ...["unknownCategory", "unreadDate", "missingColumn", "unknownColumn"] as const,
];

interface PredictingModel {
  readonly network: TrainedModel;
  readonly table: TableDescription;
  readonly detector: NoveltyDetector | undefined;
  readonly intervals: PredictionIntervals | undefined;
  readonly decision: Decision | undefined;
  readonly distributions: Distributions | undefined;
}

/** Reads rows, makes features of them, and answers. */
export class RowPredictor {
  readonly #model: PredictingModel;
  readonly #reader: RowReader;
  readonly #encoder: RowEncoder;
  readonly #answers: RowAnswers;
  /** Made for the first explanation. */
  #explainer?: RowExplainer;

  constructor(model: PredictingModel) {
    const { network, table, detector, intervals, decision } = model;
    this.#model = model;
    this.#reader = new RowReader(table);
    const { header } = this.#reader;
    this.#encoder = new RowEncoder(table, { name: "the rows", columns: header });
    const areProbabilities = network.predictsClasses;
    const answering = { table, areProbabilities, detector, intervals, decision };
    this.#answers = new RowAnswers(answering, header);
  }

  /**
   * Predicts rows.
   * @param whereOf what a row is called in errors
   * @param isStrict whether an unusable cell or column is an error instead of a remark
   * @throws {TypeError} if no row has a column of the model; if `isStrict`, of the first row that cannot be read
   * @throws {RangeError} if `isStrict`, of the first unusable cell or column
   */
  predict(
    rows: readonly unknown[],
    whereOf: (row: number) => string,
    isStrict: boolean,
  ): RowPrediction[] {
    const encoder = this.#encoder;
    encoder.forget();
    const { features } = encoder;
    const inputs = new Float32Array(rows.length * features);
    const read = this.#read(rows, whereOf, "predict");
    const problems = read.map((row, r) => {
      if ("cells" in row) return encoder.encode(row.cells, r, inputs, r * features);
      if (isStrict) throw new TypeError(`Cannot predict ${whereOf(r)}: ${row.reason}`);
      return row;
    });
    return this.#model.network.predict(inputs).map(({ outputs }, r) => {
      const input = inputs.subarray(r * features, (r + 1) * features);
      const { cells = [], remarks } = read[r] as Partial<ReadRow> & UnreadRow;
      const answered = { cells, input, outputs, problem: problems[r] };
      const prediction = this.#answers.answer(answered, encoder.unknown, remarks);
      const wrong = isStrict
        ? this.#answers.problemOf(answered)?.reason ??
          prediction.remarks.find(({ kind }) => STRICT_KINDS.includes(kind))?.text
        : undefined;
      if (wrong !== undefined) throw new RangeError(`Cannot predict ${whereOf(r)}: ${wrong}`);
      return prediction;
    });
  }

  /** Reads rows, of which one has to have a column of the model: otherwise nothing was asked. */
  #read(
    rows: readonly unknown[],
    whereOf: (row: number) => string,
    action: string,
  ): (ReadRow | UnreadRow)[] {
    this.#reader.forget();
    const read = rows.map((row) => this.#reader.read(row));
    if (read.length === 0 || read.some((row) => "cells" in row || row.fault === "cell")) {
      return read;
    }
    throw new TypeError(`Cannot ${action} ${whereOf(0)}: ${(read[0] as UnreadRow).reason}`);
  }

  /**
   * Explains the answers to rows.
   * @param whereOf what a row is called in errors
   * @returns nothing for a row without a prediction
   * @throws {TypeError} if no row has a column of the model
   * @throws {RangeError} if the model file does not hold how its training data were distributed, or there is no such output
   */
  explain(
    rows: readonly unknown[],
    whereOf: (row: number) => string,
    options: ExplainOptions,
  ): (Explanation | undefined)[] {
    const explainer = this.#explainer ??= new RowExplainer(this.#model);
    const input = new Float32Array(this.#encoder.features);
    return this.#read(rows, whereOf, "explain").map((row, r) => {
      if (!("cells" in row)) return undefined;
      if (this.#encoder.encode(row.cells, r, input, 0) !== undefined) return undefined;
      const explanation = explainer.explain(input, row.cells, options);
      return Number.isNaN(explanation.answer) ? undefined : explanation;
    });
  }
}
