/** Where the examples of a split come from. @module */

import { type Config, tablePathOf } from "../../lib/config/mod.ts";
import { targetNamesOf } from "../../lib/table/columns/columns.ts";
import type { OpenData } from "./open_data.ts";
import type { Splits } from "./catalogue.ts";

export interface ExampleLocations {
  /** `line 17`, the name of a file, or `image 17`, counted from 0. */
  whereIs(example: number): string;
  /** The rows of a table that examples come from, in the same order; empty for other data. */
  rowsOf(
    examples: readonly number[],
  ): Promise<{ columns: readonly string[]; rows: readonly (readonly string[])[] }>;
}

/** Locates the examples of a split; `dataset` has the current path of the data. */
export function locateExamples(
  dataset: Config["dataset"],
  { lines, origins, table }: OpenData,
  split: keyof Splits,
): ExampleLocations {
  const lineOf = lines?.[split];
  if (lineOf === undefined || table === undefined || typeof dataset === "string") {
    return {
      whereIs: (example) => origins?.[split][example] ?? `image ${example}`,
      rowsOf: () => Promise.resolve({ columns: [], rows: [] }),
    };
  }
  const known = [...table.columns.map(({ name }) => name), ...targetNamesOf(table)];
  return {
    whereIs: (example) => `line ${lineOf[example]}`,
    rowsOf: async (examples) => {
      const { rowsAt } = await import("./table.ts");
      const linesOf = examples.map((example) => lineOf[example]!);
      const { columns, rows } = await rowsAt(tablePathOf(dataset)!, linesOf, dataset, known);
      return { columns, rows: linesOf.map((line) => rows.get(line) ?? []) };
    },
  };
}
