/**
 * Tables: a network that learned from one, with the columns that its file describes. Rows go in by the names of their
 * columns, texts and numbers as they stand in the table, and answers come out by name.
 *
 * @example
 * ```ts ignore
 * import { TableNetwork } from "@inkling/inkling/table";
 *
 * const model = TableNetwork.fromSafetensors(await Deno.readFile("data/runs/iris/weights.safetensors"));
 * const rows = [{ sepalLength: 5.1, sepalWidth: 3.5, petalLength: 1.4, petalWidth: 0.2 }];
 * for (const { label, probability, caution } of model.predict(rows)) {
 *   console.log(label, probability, caution);
 * }
 * ```
 *
 * @module
 */

export {
  type Interval,
  type PredictRowsOptions,
  type Row,
  type RowPrediction,
  type RowRemark,
  type TableKnowledge,
  TableNetwork,
} from "../table_network.ts";
export type {
  CategoryColumn,
  ClassTarget,
  MissingValueRule,
  NumberColumn,
  Quantity,
  QuantityTarget,
  TableColumn,
  TableDescription,
} from "./columns.ts";
export { type Cell, encodeRow } from "./encode.ts";
export { parseTableDescription } from "./parse_description.ts";
export { decodeQuantities } from "./target.ts";
