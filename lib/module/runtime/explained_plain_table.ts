/** The runtime of a model of rows of numbers and categories alone that explains its answers. @module */

import { plainCellWriter } from "../../table/encode/plain_cells.ts";
import type { TableModule } from "../model.ts";
import { type ExplainedPredictor, explainedPredictor } from "./explained_rows.ts";

/** What predicts rows and explains the answers. */
export function predictor(model: TableModule): ExplainedPredictor {
  return explainedPredictor(model, plainCellWriter);
}
