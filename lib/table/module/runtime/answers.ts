/** What a module answers: the object that the library's `predict` of a row gives, less its `caution`. @module */

import { noveltyMeasure } from "../../../evaluate/novelty_measure.ts";
import { fromBfloat16 } from "../../../formats/bfloat16.ts";
import { type CellWriter, type PairedColumn } from "../../encode/plain_cells.ts";
import {
  type Answered,
  answerer,
  type AnswererFacts,
  type GivenAnswer,
  named,
  suggester,
  unanswered,
} from "../../model/answerer.ts";
import { rowReader } from "../../model/read_row.ts";
import type { Row } from "../../model/row_cells.ts";
import type { ModuleModel, TableModule } from "../model.ts";
import { bytesOf } from "./bytes.ts";
import { type Forward, forwardOf } from "./networks.ts";

/** An answer of a module. */
export type ModulePrediction = GivenAnswer;

/** What answers depend on. */
function factsOf({ answers, novelty }: ModuleModel): AnswererFacts {
  const { quantities, halfWidths, ...others } = answers;
  return {
    ...others,
    quantities: quantities ?? undefined,
    intervals: halfWidths === null ? undefined : { halfWidths },
    detector: novelty === null
      ? undefined
      : noveltyMeasure({ ...novelty, statistics: fromBfloat16(bytesOf(novelty.statistics)) }),
  };
}

/** Answers inputs that are no rows of a table. */
export function inputPredictor(
  model: ModuleModel,
): (input: Float32Array, isNovel?: boolean) => ModulePrediction {
  const facts = factsOf(model);
  const forward = forwardOf(model.networks);
  const answer = answerer(facts);
  return (input, isNovel = false) =>
    named(facts, answer({ input, outputs: forward(input), isNovel }));
}

/**
 * What predicts rows.
 * @param writerOf what writes the cells of a column
 * @param forward gets the features of each row that can be read
 * @param action what is done, for errors
 */
export function tablePredictor(
  model: TableModule,
  writerOf: (column: PairedColumn) => CellWriter,
  forward: Forward = forwardOf(model.networks),
  action = "predict",
): (row: Row) => ModulePrediction {
  const { columns, widths } = model;
  const facts = { ...factsOf(model), columns, widths };
  const { suggest, forget } = suggester();
  const read = rowReader(model, writerOf);
  const answer = answerer(facts, suggest);
  const input = new Float32Array(widths.reduce((sum, width) => sum + width, 0));
  const answerTo = (row: Row): Answered => {
    const found = read(row, input, 0);
    if (!("fault" in found)) {
      if (found.problem !== undefined) return unanswered(found.problem, found.remarks);
      return answer({ ...found, input, outputs: forward(input) });
    }
    if (found.fault === "cell") return unanswered(found, found.remarks);
    throw new TypeError(`Cannot ${action} the row: ${found.reason}`);
  };
  return (row) => {
    forget();
    return named(facts, answerTo(row));
  };
}
