/** Whether a table is named with what is to be predicted. @module */

import { joinNames } from "../../../lib/checks/mod.ts";
import { UsageError } from "../../cli/arguments.ts";
import type { DatasetOptions } from "../../cli/dataset_options.ts";
import { openTable } from "./open_table.ts";

/** Throws an error that lists the columns if none is chosen as the target. */
export async function checkTarget(
  { csv, table = csv, target, encoding, sheet, query }: DatasetOptions,
): Promise<void> {
  if (table === undefined || target !== undefined) return;
  const { name, columns } = await openTable(table, { encoding, sheet, query });
  throw new UsageError(
    `Cannot train on ${name} without --target NAME, the column to predict: its columns are ` +
      `${joinNames(columns)}`,
  );
}
