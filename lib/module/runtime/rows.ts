/** The runtime of a model of rows of a table. Functions alone: a bundle keeps those that it uses. @module */

import type { CellWriter, PairedColumn } from "../../table/encode/plain_cells.ts";
import { rowRemarks } from "../../table/model/row_remarks.ts";
import { type Answered, answerer, named, unanswered } from "../../measure/answer/answerer.ts";
import { rowReader } from "../../table/model/read_row.ts";
import type { Row } from "../../table/model/row_cells.ts";
import type { TableModule } from "../model.ts";
import { factsOf, type ModulePrediction } from "./answers.ts";
import { type Forward, forwardOf } from "./networks.ts";

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
  const facts = factsOf(model);
  const read = rowReader(model, writerOf);
  const answer = answerer(facts, rowRemarks(model, facts.detector));
  const input = new Float32Array(model.widths.reduce((sum, width) => sum + width, 0));
  const answerTo = (row: Row): Answered => {
    const found = read(row, input, 0);
    const { problem, remarks } = found;
    if (problem === undefined) return answer(input, forward(input), found);
    if ("fault" in problem && problem.fault !== "cell") {
      throw new TypeError(`Cannot ${action} the row: ${problem.reason}`);
    }
    return unanswered(problem, remarks);
  };
  return (row) => named(facts, answerTo(row));
}
