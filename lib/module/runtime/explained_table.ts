/** The runtime of a model of rows of any columns: dates, texts and numbers with a format too, which explains its answers. @module */

import { cellWriter } from "../../table/encode/cells.ts";
import type { TableModule } from "../model.ts";
import { type ExplainedPredictor, explainedPredictor } from "./explained_rows.ts";

/** What predicts rows and explains the answers. */
export function predictor(model: TableModule): ExplainedPredictor {
  return explainedPredictor(model, cellWriter);
}
