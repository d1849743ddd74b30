/** The runtime of boosted trees of rows of any columns. @module */

import type { Row } from "../../table/model/row_cells.ts";
import type { TableModule } from "../model.ts";
import type { ModulePrediction } from "./answers.ts";
import { tablePredictor } from "./rows.ts";
import { cellWriter } from "../../table/encode/cells.ts";
import { treesForwardOf } from "./trees.ts";

/** What predicts rows. */
export function predictor(model: TableModule): (row: Row) => ModulePrediction {
  return tablePredictor(model, cellWriter, treesForwardOf(model));
}
