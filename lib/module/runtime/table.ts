/** The runtime of a model of rows of any columns: dates, texts and numbers with a format too. @module */

import type { Row } from "../../table/model/row_cells.ts";
import type { TableModule } from "../model.ts";
import type { ModulePrediction } from "./answers.ts";
import { tablePredictor } from "./rows.ts";
import { cellWriter } from "../../table/encode/cells.ts";

/** What predicts rows. */
export function predictor(model: TableModule): (row: Row) => ModulePrediction {
  return tablePredictor(model, cellWriter);
}
