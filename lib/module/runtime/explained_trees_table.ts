/** The runtime of boosted trees of rows of any columns that explains answers. @module */

import { cellWriter } from "../../table/encode/cells.ts";
import type { TableModule } from "../model.ts";
import { type ExplainedPredictor, explainedPredictor } from "./explained_rows.ts";
import { treesForwardOf } from "./trees.ts";

/** What predicts rows and explains the answers. */
export function predictor(model: TableModule): ExplainedPredictor {
  return explainedPredictor(model, cellWriter, treesForwardOf(model));
}
