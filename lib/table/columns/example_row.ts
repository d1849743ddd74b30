/** A row that a person could have typed, for documents and forms. @module */

import type { TableDescription } from "./columns.ts";
import { kindOf } from "./kinds.ts";
import type { ExampleCell, ValueCounted } from "./kinds/contract.ts";

/**
 * A cell for each column: a round number near the median, written as the column has it, a date in the middle, the commonest
 * of the texts that may be quoted. Of a file without distributions they are missing.
 */
export function exampleRow(
  { columns }: Pick<TableDescription, "columns">,
  distributions: { readonly columns: readonly (ValueCounted & { name: string })[] } | undefined,
): Record<string, ExampleCell> {
  return Object.fromEntries(columns.map((column) => {
    const { name } = column;
    const counted = distributions?.columns.find((other) => other.name === name);
    return [name, kindOf(column).example(column, counted)];
  }));
}
