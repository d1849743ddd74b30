/** The table that the weights of a network describe. Only models of tables load this file. @module */

import type { TableDescription } from "../../lib/table/columns/columns.ts";
import { parseTableDescription } from "../../lib/table/columns/parse_description.ts";
import type { TrainedModel } from "../../lib/ensemble/trained_model.ts";
import { rulesOf } from "../../lib/table/columns/target.ts";
import type { Target } from "../../lib/problem/target.ts";
import { leakSentences } from "../../lib/table/columns/profile.ts";
import { TableModel } from "../../lib/table/model/table_model.ts";

/**
 * Parses the description of a table, and checks that a model can answer its rows.
 * @throws {Error} if it is damaged, or not that of the model
 */
export function describedTable(
  model: TrainedModel,
  description: string,
): {
  readonly table: TableDescription;
  readonly target: Target;
  readonly leaks: readonly string[];
} {
  const { table } = new TableModel(model, parseTableDescription(description));
  return { table, target: rulesOf(table), leaks: leakSentences(table) };
}
