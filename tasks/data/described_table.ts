/** The table that the weights of a network describe. Only models of tables load this file. @module */

import type { TableDescription } from "../../lib/table/columns/columns.ts";
import { parseTableDescription } from "../../lib/table/columns/parse_description.ts";
import type { TrainedModel } from "../../lib/table/folds/networks.ts";
import { TableModel } from "../../lib/table/model/table_model.ts";

/**
 * Parses the description of a table, and checks that a model can answer its rows.
 * @throws {Error} if it is damaged, or not that of the model
 */
export function describedTable(model: TrainedModel, description: string): TableDescription {
  return new TableModel(model, parseTableDescription(description)).table;
}
