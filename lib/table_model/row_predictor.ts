/** Predicts rows by the names of their columns, each with its remarks. @module */

import type { Decision } from "../decision/decide.ts";
import type { PredictionIntervals } from "../evaluate/intervals.ts";
import type { NoveltyDetector } from "../evaluate/novelty.ts";
import type { TrainedModel } from "../fold_ensemble.ts";
import type { TableDescription } from "../table/columns.ts";
import { RowEncoder } from "../table/encode.ts";
import { RowAnswers, type RowPrediction } from "./answers.ts";
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
}

/** Reads rows, makes features of them, and answers. */
export class RowPredictor {
  readonly #network: TrainedModel;
  readonly #reader: RowReader;
  readonly #encoder: RowEncoder;
  readonly #answers: RowAnswers;

  constructor({ network, table, detector, intervals, decision }: PredictingModel) {
    this.#network = network;
    this.#reader = new RowReader(table);
    const { header } = this.#reader;
    this.#encoder = new RowEncoder(table, { name: "the rows", columns: header });
    const areProbabilities = network.predictsClasses;
    const model = { table, areProbabilities, detector, intervals, decision };
    this.#answers = new RowAnswers(model, header);
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
    return this.#network.predict(inputs).map(({ outputs }, r) => {
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
}
