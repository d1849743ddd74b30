/** The runtime of a model of rows of a table that explains its answers too. @module */

import { ANSWERS } from "../../problem/answers.ts";
import { cellText } from "../../table/cells/cell_text.ts";
import type { CellWriter, PairedColumn } from "../../table/encode/plain_cells.ts";
import { type Explanation, explanationOf, playersOf } from "../../table/model/explanation.ts";
import { cellOf, type Row } from "../../table/model/row_cells.ts";
import type { TableModule } from "../model.ts";
import type { ModulePrediction } from "./answers.ts";
import { tablePredictor } from "./rows.ts";
import { floatsOf } from "./bytes.ts";
import { type Forward, forwardOf } from "./networks.ts";

/** What predicts rows, and what explains the answers to them. */
export interface ExplainedPredictor {
  readonly predict: (row: Row) => ModulePrediction;
  /** Nothing where there is no prediction. */
  readonly explain: (row: Row) => Explanation | undefined;
}

/**
 * Makes both of a model.
 * @param writerOf what writes the cells of a column
 * @param forward gets the features of a row
 */
export function explainedPredictor(
  model: TableModule,
  writerOf: (column: PairedColumn) => CellWriter,
  forward: Forward = forwardOf(model.networks),
): ExplainedPredictor {
  const { columns, widths, answers: { problem, names, quantities } } = model;
  const background = floatsOf(model.background!);
  const players = playersOf(widths);
  let row: Float32Array = background; // the features of the row that was answered last
  const keeping = (features: Float32Array) => forward(row = features);
  const read = tablePredictor(model, writerOf, keeping, "explain");
  const answer = (input: Float32Array) =>
    ANSWERS[problem](forward(input), { quantities: quantities ?? undefined });
  const explain = (given: Row) => {
    if (read(given).remarks[0]?.kind === "noPrediction") return undefined;
    const cells = columns.map((column) => cellText(cellOf(given, column.name), column));
    const output = answer(row).chosen[0] ?? 0;
    const width = row.length;
    const answers = (inputs: Float32Array, rows: number) =>
      Array.from(
        { length: rows },
        (_, r) => answer(inputs.subarray(r * width, (r + 1) * width)).values[output]!,
      );
    return explanationOf({ players, row, background, answers }, {
      of: names[output]!,
      columns: columns.map(({ name }) => name),
      cells,
    });
  };
  return { predict: tablePredictor(model, writerOf, keeping), explain };
}
