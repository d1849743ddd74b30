/** A model of a table: trained on rows, evaluated on rows, and asked by rows, whose columns go by their names. @module */

import {
  checkOptions,
  type Defaults,
  type OptionTable,
  withDefaults,
} from "../../checks/options.ts";
import { type Decision, parseDecision } from "../../measure/decide/decide.ts";
import { type EvaluationMetadata, parseMetadata } from "../../measure/metadata.ts";
import { type Distributions, parseDistributions } from "../../measure/drift/distributions.ts";
import type { PredictionIntervals } from "../../measure/intervals.ts";
import type { NoveltyDetector } from "../../measure/novelty.ts";
import { onnxModelOf } from "../folds/onnx.ts";
import { parseSafetensors } from "../../formats/safetensors.ts";
import type { TrainedModel } from "../../ensemble/trained_model.ts";
import { parseTrainedModel } from "../folds/fold_ensemble.ts";
import type { NetworkOptions } from "../../network/options.ts";
import type { ClassLabel } from "../../problem/answers.ts";
import { quoted } from "../../checks/texts.ts";
import type { TableDescription } from "../columns/columns.ts";
import { featuresOf } from "../columns/features.ts";
import { formatTableOnnx } from "../encode/onnx.ts";
import { parseTableDescription } from "../columns/parse_description.ts";
import { rulesOf } from "../columns/target.ts";
import type { TableData } from "./data.ts";
import { evaluateRows, type RowsEvaluation, type TableEvaluation } from "./evaluation.ts";
import type { ExplainOptions } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { fitTable, type TableFitOptions } from "./fit.ts";
import type { Row } from "./row_cells.ts";
import { answerRows, type RowAnswerer, rowAnswerer, type RowPrediction } from "./row_answerer.ts";
import type { TableKnowledge, TableSplit } from "./training.ts";
import type { LabelOf, OneRow, RowLike } from "./types.ts";

/** How rows are predicted. */
export interface PredictRowsOptions {
  /** Whether an unusable cell or column is an error instead of a remark. Default: false */
  readonly strict?: boolean | undefined;
}

const EXPLAIN_OPTIONS = {
  of: true,
  seed: { type: "whole", min: 0, max: Number.MAX_SAFE_INTEGER },
} satisfies OptionTable;

const PREDICT_DEFAULTS = { strict: false } satisfies Defaults<PredictRowsOptions>;

/**
 * A network, or an ensemble over folds, and the table that it learned from.
 *
 * @example
 * ```ts
 * import { TableModel } from "@inkling/inkling/table";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const rows = Array.from({ length: 60 }, (_, day) => ({
 *   temperature: day % 30,
 *   sky: day % 2 === 0 ? "clear" : "cloudy",
 *   feels: day % 30 > 14 ? "warm" as const : "cold" as const,
 * }));
 * const model = await TableModel.fit(rows, { target: "feels", epochs: 40 });
 * assert(model.outOfFold!.accuracy! > 0.8);
 * const { label } = model.predict({ temperature: 24, sky: "clear" }); // "warm" | "cold" | undefined
 * assertEquals(label, "warm");
 * const file = model.save();
 * assertEquals(TableModel.load(file).predict({ temperature: 2 }).label, "cold");
 * ```
 */
export class TableModel<In extends object = Row, Label extends ClassLabel = ClassLabel> {
  /** The network, or an ensemble over folds, which takes features and not cells. */
  readonly network: TrainedModel;
  /** What the columns and the target are. */
  readonly table: TableDescription;
  /** Detects rows that are unlike the training data, if the file has a detector. */
  readonly detector: NoveltyDetector | undefined;
  /** How far off quantities were on the validation split, if the file has it. */
  readonly intervals: PredictionIntervals | undefined;
  /** The threshold for the costs of mistakes, and the sets of classes, if the file has them. */
  readonly decision: Decision | undefined;
  /** The distributions of the training data, if the file has them: by these new rows are seen to drift. */
  readonly distributions: Distributions | undefined;
  /**
   * How good the model is on the test part of the table, as {@linkcode TableModel.fit} left it; no file keeps it. Where rows are
   * split by time, it is from before the networks learned from that part too.
   */
  readonly test: TableEvaluation | undefined;
  /** How good it is out of fold: each row answered by networks that did not learn from it; none without folds. */
  readonly outOfFold: TableEvaluation | undefined;
  /** How the table was split, and why, as {@linkcode TableModel.fit} left it; no file keeps it. */
  readonly split: TableSplit | undefined;
  /** Made for the first rows. */
  #answerer?: RowAnswerer;

  /**
   * Joins a network and a table; a network without class names gets the table's.
   * @throws {TypeError} if they do not fit each other
   */
  constructor(
    network: TrainedModel,
    table: TableDescription,
    { detector, intervals, decision, distributions, test, outOfFold, split }: TableKnowledge = {},
  ) {
    const { sizes, classNames, standardization } = network;
    const { outputNames, problem } = rulesOf(table);
    const [inputs, outputs] = [featuresOf(table), outputNames.length];
    if (sizes[0] !== inputs || sizes.at(-1) !== outputs) {
      throw new TypeError(
        `Cannot use a network of ${sizes[0]} inputs and ${sizes.at(-1)} outputs for a table of ` +
          `${inputs} features and ${outputs} ${problem.noun}`,
      );
    }
    if (standardization !== undefined) {
      throw new TypeError(
        "Cannot use a network that standardizes its inputs for a table, whose description already does",
      );
    }
    if (problem.isOneHot) {
      const other = classNames?.findIndex((name, k) => name !== outputNames[k]) ?? -1;
      if (other !== -1) {
        throw new TypeError(
          `Cannot use a network whose class ${other} is ${quoted(classNames![other]!)} for a ` +
            "table whose " +
            `class ${other} is ${quoted(outputNames[other]!)}`,
        );
      }
      network.classNames = [...outputNames];
    }
    this.network = network;
    this.table = table;
    this.detector = detector;
    this.intervals = intervals;
    this.decision = decision;
    this.distributions = distributions;
    this.test = test;
    this.outOfFold = outOfFold;
    this.split = split;
  }

  /**
   * Trains on a table, with results identical to `deno task train --csv` with the same table and options: rows, whose columns are all
   * their names, or the text of a CSV file. Rows that come as a stream are read once.
   *
   * Unless `groups`, `time` or a `split` column decides it, rows that belong together are looked for, such as those of one
   * customer, and the table is split by them: {@linkcode TableModel.split} has how, and why.
   * @param options the target, and what is to be other than the recipe for tables has it
   * @throws {TypeError} if an option does not exist, a row is not an object, or a cell neither a number nor a text, a date or a boolean
   * @throws {RangeError} if an option names what is not there, or is out of range
   * @throws {SyntaxError} if nothing can be learned from the table, or a cell is not what it should be; the first of rows is on line 1
   * @throws {DivergenceError} if the cost or the parameters are no longer finite numbers
   */
  static fit<R extends object, T extends keyof R & string>(
    rows: readonly R[] | AsyncIterable<R>,
    options: TableFitOptions<T>,
  ): Promise<TableModel<RowLike<R>, LabelOf<R[T]>>>;
  /** Trains on the text of a CSV file. */
  static fit(csv: string, options: TableFitOptions): Promise<TableModel>;
  static async fit(
    data: TableData,
    options: TableFitOptions,
  ): Promise<TableModel> {
    const { network, table, knowledge } = await fitTable(data, options);
    return new TableModel(network, table, knowledge);
  }

  /**
   * Reads a file whose metadata have the description of a table, `table`: a run's weights, or what PyTorch wrote with it.
   * @param options the functions that the file does not name, see {@linkcode Network.fromSafetensors}
   * @throws {SyntaxError} if it is no such file
   * @throws {TypeError} if the network and the table do not fit each other
   */
  static fromSafetensors(bytes: Uint8Array, options: NetworkOptions = {}): TableModel {
    const { metadata } = parseSafetensors(bytes);
    if (metadata["table"] === undefined) {
      throw new SyntaxError(
        'Cannot read a network of a table: the file\'s metadata has no "table"; a network without one is read by Network.fromSafetensors',
      );
    }
    const network = parseTrainedModel(bytes, options);
    const table = parseTableDescription(metadata["table"]);
    return new TableModel(network, table, {
      ...parseMetadata(metadata, network),
      decision: parseDecision(metadata["decision"], network.sizes.at(-1)!),
      distributions: parseDistributions(metadata),
    });
  }

  /** Reads a model file: what {@linkcode TableModel.save} made, or the weights of a run. */
  static load(bytes: Uint8Array): TableModel {
    return TableModel.fromSafetensors(bytes);
  }

  /** The model as a file, which the commands `predict`, `evaluate` and `export` take too: {@linkcode TableModel.toSafetensors}. */
  save(): Uint8Array<ArrayBuffer> {
    return this.toSafetensors();
  }

  /**
   * Predicts rows, each with its remarks: the same as `deno task predict` prints.
   *
   * A column that a row lacks is a missing value with a remark; so has each column that the model does not know a remark. The
   * target, and columns that training left out, are known. A text that no training row had is none of its column's categories.
   * The model file decides what a missing value becomes. The remarks of a row without a prediction give the reason: a cell may
   * be an object, or a row of a list may have none of the columns.
   * @param rows a list of rows, or one row, by the names of the columns
   * @param options `strict: true` to refuse what is not as the table was
   * @returns a result for each row of a list; one for one row
   * @throws {TypeError} if no row has a column of the model; the message names the columns
   * @throws {TypeError} with `strict`, if a row is not an object, or a cell neither a number nor a text, a date or a boolean
   * @throws {RangeError} with `strict`, of a missing or an unknown column, a text that no training row had, or a row without a
   * prediction; the message names the row, from 0, and the column
   */
  predict(rows: readonly In[], options?: PredictRowsOptions): RowPrediction<Label>[];
  /** Predicts one row. */
  predict(row: OneRow<In>, options?: PredictRowsOptions): RowPrediction<Label>;
  predict(
    given: OneRow<In> | readonly In[],
    options: PredictRowsOptions = {},
  ): RowPrediction<Label> | RowPrediction<Label>[] {
    const isStrict = withDefaults("predict rows", options, PREDICT_DEFAULTS).strict === true;
    const answerer = this.#rows();
    const predictions = Array.isArray(given)
      ? answerRows(answerer, given, (row) => `rows[${row}]`, isStrict)
      : answerRows(answerer, [given], () => "the row", isStrict)[0]!;
    return predictions as RowPrediction<Label> | RowPrediction<Label>[];
  }

  /**
   * Explains the answers to rows: what each column adds to the mean answer to other rows, by its Shapley value. The other rows
   * are 64 that are drawn from the distributions in the model file, each column by itself, as if columns were independent.
   * Tables with up to 8 columns are explained exactly, others by sampled orders of their columns.
   *
   * A contribution is what the model makes of a cell, and no cause in the world.
   * @param rows a list of rows, or one row, by the names of the columns
   * @param options what is explained, and the seed
   * @returns an explanation for each row of a list, one for one row; nothing for a row without a prediction
   * @throws {TypeError} if no row has a column of the model; the message names the columns
   * @throws {RangeError} if its file does not hold how the training data were distributed, or if there is no such class or
   * quantity
   *
   * @example
   * ```ts
   * import { TableModel } from "@inkling/inkling/table";
   * import { assertAlmostEquals, assertEquals } from "@std/assert";
   *
   * const rows = Array.from({ length: 60 }, (_, k) => ({ size: k % 10, color: ["red", "blue"][k % 2], price: k % 10 }));
   * const model = await TableModel.fit(rows, { target: "price", folds: 0, epochs: 20 });
   * const { base, contributions, answer } = model.explain({ size: 9, color: "red" })!;
   * assertEquals(contributions[0]!.column, "size");
   * assertAlmostEquals(contributions.reduce((sum, one) => sum + one.contribution, base), answer, 1e-9);
   * ```
   */
  explain(rows: readonly In[], options?: ExplainOptions): (Explanation | undefined)[];
  /** Explains the answer to one row. */
  explain(row: OneRow<In>, options?: ExplainOptions): Explanation | undefined;
  explain(
    given: OneRow<In> | readonly In[],
    options: ExplainOptions = {},
  ): Explanation | undefined | (Explanation | undefined)[] {
    checkOptions("explain rows", options, EXPLAIN_OPTIONS);
    return Array.isArray(given)
      ? this.#rows().explain(given, options, (row) => `rows[${row}]`)
      : this.#rows().explain([given], options, () => "the row")[0];
  }

  #rows(): RowAnswerer {
    return this.#answerer ??= rowAnswerer(this);
  }

  /**
   * Evaluates the model on rows with the target in them. Rows without a target and rows without a prediction are left out,
   * and counted. Metrics are weighted where the model learned from weights and the rows have their column.
   * @throws {TypeError} if they are not a list, a row is not an object or has none of the columns, or a cell is another object
   * @throws {RangeError} if no row is left
   * @throws {SyntaxError} if a target is none of the classes, or no number, or a weight is not from 0 up; the first row is on
   * line 1
   */
  evaluate(rows: readonly In[]): RowsEvaluation {
    return evaluateRows(this.network, this.table, rows, this.decision);
  }

  /**
   * The network as a safetensors file with the description of its table.
   * @param metadata more of it
   */
  toSafetensors(metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
    const { table, detector, intervals, decision, distributions } = this;
    const known: EvaluationMetadata = {
      ...detector !== undefined && { novelty: JSON.stringify(detector) },
      ...intervals !== undefined && { intervals: JSON.stringify(intervals) },
      ...decision !== undefined && { decision: JSON.stringify(decision) },
      ...distributions !== undefined && { distributions: JSON.stringify(distributions) },
    };
    return this.network.toSafetensors({ table: JSON.stringify(table), ...known, ...metadata });
  }

  /**
   * The network as an ONNX model with an input for each column, by its name, [batch, 1]: float64 for numbers, of which NaN is
   * a missing value, and text for categories. It gives `label` and `probabilities`, or each quantity by its name, float64 in its unit.
   * @param metadata text to keep beside the graph and the description of the table
   * @throws {RangeError} if ONNX has nothing for an activation function
   */
  toOnnx(metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
    return formatTableOnnx(onnxModelOf(this.network), this.table, {
      table: JSON.stringify(this.table),
      ...this.decision !== undefined && { decision: JSON.stringify(this.decision) },
      ...metadata,
    }, this.decision);
  }
}
