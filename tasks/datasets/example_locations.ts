/** Where the examples of a split come from, and what stands there. @module */

import type { Config } from "../../lib/config.ts";
import { targetNamesOf } from "../../lib/table/columns.ts";
import { rowsAt } from "./csv.ts";
import type { OpenData } from "./open_data.ts";
import type { Splits } from "./splits.ts";

/** Where the examples of a split come from. */
export interface ExampleLocations {
  /** `line 17`, the name of a file, or `image 17`, counted from 0. */
  whereIs(example: number): string;
  /** The rows of a table that examples come from, in the same order; none of data that is no table. */
  rowsOf(examples: readonly number[]): Promise<ExampleRows>;
}

/** Rows of a table as they stand in its file. */
export interface ExampleRows {
  /** The names of the file's columns. */
  readonly columns: readonly string[];
  /** The cells of each row. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Finds the places of the examples of a split.
 *
 * @param dataset where the data is now
 */
export function locateExamples(
  dataset: Config["dataset"],
  { lines, origins, table }: OpenData,
  split: keyof Splits,
): ExampleLocations {
  const own = lines?.[split];
  if (own === undefined || table === undefined || typeof dataset === "string") {
    return {
      whereIs: (example) => origins?.[split][example] ?? `image ${example}`,
      rowsOf: () => Promise.resolve({ columns: [], rows: [] }),
    };
  }
  const known = [...table.columns.map(({ name }) => name), ...targetNamesOf(table)];
  return {
    whereIs: (example) => `line ${own[example]}`,
    rowsOf: async (examples) => {
      const wanted = examples.map((example) => own[example]!);
      const { columns, rows } = await rowsAt(dataset.csv!, wanted, dataset, known);
      return { columns, rows: wanted.map((line) => rows.get(line) ?? []) };
    },
  };
}
