/** The runtime of a model of rows of any columns, with dates, texts and numbers with a format, that explains answers. @module */

import { cellWriter } from "../../table/encode/cells.ts";
import type { TableModule } from "../model.ts";
import { type ExplainedPredictor, explainedPredictor } from "./explained_rows.ts";

/** What predicts rows and explains the answers. */
export function predictor(model: TableModule): ExplainedPredictor {
  return explainedPredictor(model, cellWriter);
}
