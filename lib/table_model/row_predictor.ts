/** Predicts rows by the names of their columns, each with its remarks. @module */

import type { Decision } from "../decision/decide.ts";
import type { Distributions } from "../drift/distributions.ts";
import type { PredictionIntervals } from "../evaluate/intervals.ts";
import type { NoveltyDetector } from "../evaluate/novelty.ts";
import type { TrainedModel } from "../fold_ensemble.ts";
import type { TableDescription } from "../table/columns.ts";
import { RowEncoder } from "../table/encode.ts";
import { RowAnswers, type RowPrediction } from "./answers.ts";
import { type ExplainOptions, RowExplainer } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import type { RowRemark } from "./remarks.ts";
import { RowReader } from "./rows.ts";

/** The remarks that are errors where rows are taken strictly. */
const STRICT_KINDS: readonly RowRemark["kind"][] = ["unknownCategory", "unreadDate"];

/** What predicts. */
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
   * @throws {TypeError} if a row is no object, or a cell is another object
   * @throws {RangeError} if `isStrict`, of the first such cell or column
   */
  predict(
    rows: readonly object[],
    whereOf: (row: number) => string,
    isStrict: boolean,
  ): RowPrediction[] {
    const [reader, encoder] = [this.#reader, this.#encoder];
    reader.forget();
    encoder.forget();
    const { features } = encoder;
    const inputs = new Float32Array(rows.length * features);
    const read = rows.map((row, r) => {
      const cells = reader.cellsOf(row, whereOf(r));
      return { cells, problem: encoder.encode(cells, r, inputs, r * features) };
    });
    return this.#model.network.predict(inputs).map(({ outputs }, r) => {
      const input = inputs.subarray(r * features, (r + 1) * features);
      const answered = { ...read[r]!, input, outputs };
      const more = reader.remarksOn(rows[r]!);
      const prediction = this.#answers.answer(answered, encoder.unknown, more);
      const wrong = isStrict
        ? reader.extraColumn(rows[r]!) ?? this.#answers.problemOf(answered)?.reason ??
          prediction.remarks.find(({ kind }) => STRICT_KINDS.includes(kind))?.text
        : undefined;
      if (wrong !== undefined) throw new RangeError(`Cannot predict ${whereOf(r)}: ${wrong}`);
      return prediction;
    });
  }

  /**
   * Explains the answers to rows.
   * @param whereOf what a row is called in errors
   * @returns nothing for a row without a prediction
   * @throws {TypeError} if a row is no object, or a cell is another object
   * @throws {RangeError} if the model file does not hold how its training data were distributed, or there is no such output
   */
  explain(
    rows: readonly object[],
    whereOf: (row: number) => string,
    options: ExplainOptions,
  ): (Explanation | undefined)[] {
    const explainer = this.#explainer ??= new RowExplainer(this.#model);
    const input = new Float32Array(this.#encoder.features);
    return rows.map((row, r) => {
      const cells = this.#reader.cellsOf(row, whereOf(r), "explain");
      if (this.#encoder.encode(cells, r, input, 0) !== undefined) return undefined;
      const explanation = explainer.explain(input, cells, options);
      return Number.isNaN(explanation.answer) ? undefined : explanation;
    });
  }
}
