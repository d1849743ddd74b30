/** The runtime of a model of rows of numbers and categories alone. @module */

import type { Row } from "../../table/model/row_cells.ts";
import type { TableModule } from "../model.ts";
import type { ModulePrediction } from "./answers.ts";
import { tablePredictor } from "./rows.ts";
import { plainCellWriter } from "../../table/encode/plain_cells.ts";

/** What predicts rows. */
export function predictor(model: TableModule): (row: Row) => ModulePrediction {
  return tablePredictor(model, plainCellWriter);
}
