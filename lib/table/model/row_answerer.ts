/** Answers rows of a table, many at once, and explains the answers. @module */

import type { Decision } from "../../measure/decide/decide.ts";
import type { Distributions } from "../../measure/drift/distributions.ts";
import type { PredictionIntervals } from "../../measure/intervals.ts";
import type { NoveltyDetector } from "../../measure/novelty.ts";
import type { Matrix } from "../../engine/matrix.ts";
import type { TrainedModel } from "../../ensemble/trained_model.ts";
import { cellText } from "../cells/cell_text.ts";
import { knownNamesOf, type TableDescription } from "../columns/columns.ts";
import { featuresOf, widthOf } from "../columns/features.ts";
import { rulesOf } from "../columns/target.ts";
import { cellWriter } from "../encode/cells.ts";
import { pairedColumn } from "../encode/plain_cells.ts";
import type { ClassLabel } from "../../problem/answers.ts";
import { rowRemarks, type Suggest, suggestionIn } from "./row_remarks.ts";
import {
  type Answered,
  type Answerer,
  answerer,
  type AnswererFacts,
  type AskedRow,
  type GivenAnswer,
  named,
} from "../../measure/answer/answerer.ts";
import { type ExplainOptions, RowExplainer } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { faultOf, fewTexts, nameHints, rowReader, type UnreadRow } from "./read_row.ts";
import { remarksText, type RowRemark } from "../../measure/answer/remarks.ts";

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
    problem: problem.name,
    names,
    labels,
    quantities,
    intervals,
    decision,
    detector,
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

/** What a row is called in errors. */
type WhereOf = (row: number) => string;

/** Answers rows, one call after the other. */
export type RowAnswerer = ReturnType<typeof rowAnswerer>;

/** Makes what answers rows. */
export function rowAnswerer(
  model: AnsweringModel & { readonly distributions: Distributions | undefined },
) {
  const { network, table } = model;
  const layout = layoutOf(table);
  const hints = nameHints();
  const suggestions = fewTexts();
  const suggest: Suggest = (column, value) =>
    suggestions.of(`${column.name}\0${value}`, () => suggestionIn(column, value));
  const others = knownNamesOf(table);
  const readRow = rowReader({ ...layout, others }, cellWriter, hints.hintFor);
  const answerTo = tableAnswerer(model, suggest);
  const features = featuresOf(table);
  let explainer: RowExplainer | undefined;

  /** @throws {TypeError} if rows are named, and none has a column of the model: nothing was asked then */
  function read(rows: readonly unknown[], action: string, whereOf?: WhereOf) {
    hints.forget();
    suggestions.forget();
    const inputs = new Float32Array(rows.length * features);
    const found = rows.map((row, r) => readRow(row, inputs, r * features));
    const isUnread = (fault: UnreadRow | undefined) => fault && fault.fault !== "cell";
    if (whereOf && rows.length > 0 && found.every(({ problem }) => isUnread(faultOf(problem)))) {
      throw new TypeError(`Cannot ${action} ${whereOf(0)}: ${found[0]!.problem!.reason}`);
    }
    return { found, inputs };
  }

  return {
    facts: factsOf(model),
    answer(given: readonly unknown[], whereOf?: WhereOf): Answered[] {
      const { found, inputs } = read(given, "predict", whereOf);
      const answers: Answered[] = [];
      for (let start = 0; start < given.length; start += BATCH) {
        const rows = Math.min(BATCH, given.length - start);
        const values = inputs.subarray(start * features, (start + rows) * features);
        const outputs = network.feedforward({ kind: "dense", rows, columns: features, values });
        answers.push(
          ...answersTo(answerTo, values, outputs, found.slice(start, start + rows)),
        );
      }
      return answers;
    },
    /**
     * Explains the answers to rows; nothing of a row without a prediction.
     * @throws {RangeError} if the model file does not hold how its training data were distributed, or there is no such output
     */
    explain(
      given: readonly unknown[],
      options?: ExplainOptions,
      whereOf?: WhereOf,
    ): (Explanation | undefined)[] {
      explainer ??= new RowExplainer(model);
      const { found, inputs } = read(given, "explain", whereOf);
      return found.map(({ cells, problem }, r) => {
        if (problem !== undefined) return undefined;
        const texts = layout.columns.map((column, c) => cellText(cells[c], column));
        const input = inputs.subarray(r * features, (r + 1) * features);
        const explanation = explainer!.explain(input, texts, options);
        return Number.isNaN(explanation.answer) ? undefined : explanation;
      });
    },
  };
}

/**
 * Answers rows whose outputs are known.
 * @param inputs [rows, features]
 * @param outputs [rows, outputs]
 */
export function answersTo(
  answer: Answerer,
  inputs: Float32Array,
  { columns, values }: Matrix,
  rows: readonly AskedRow[],
): Answered[] {
  const features = inputs.length / rows.length;
  const outputs = values as Float32Array;
  return rows.map((row, r) =>
    answer(
      inputs.subarray(r * features, (r + 1) * features),
      outputs.subarray(r * columns, (r + 1) * columns),
      row,
    )
  );
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
  /** The classes that may be right, for models with a coverage. */
  readonly set?: readonly Label[];
  /** The remarks in a few words, which `deno task predict` writes under `caution`; empty if there are none. */
  readonly caution: string;
}

/** The remarks that are errors where rows are taken strictly. */
const STRICT_KINDS: readonly RowRemark["kind"][] = [
  "unknownCategory",
  "unreadDate",
  "missingColumn",
  "unknownColumn",
];

/**
 * Predicts rows, see {@linkcode TableModel.predict}.
 * @param isStrict whether an unusable cell or column is an error instead of a remark
 */
export function answerRows(
  { facts, answer }: RowAnswerer,
  rows: readonly unknown[],
  whereOf: WhereOf,
  isStrict: boolean,
): RowPrediction[] {
  const found = answer(rows, whereOf);
  const unread = isStrict ? found.findIndex(({ problem }) => faultOf(problem)) : -1;
  if (unread !== -1) {
    throw new TypeError(`Cannot predict ${whereOf(unread)}: ${found[unread]!.problem!.reason}`);
  }
  return found.map((answered, r) => {
    const { problem, remarks } = answered;
    const wrong = isStrict &&
      (problem?.reason ?? remarks.find(({ kind }) => STRICT_KINDS.includes(kind))?.text);
    if (wrong) throw new RangeError(`Cannot predict ${whereOf(r)}: ${wrong}`);
    const caution = problem === undefined ? remarksText(remarks) : remarks[0]!.text;
    return Object.assign(named(facts, answered), { caution });
  });
}
