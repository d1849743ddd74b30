/** What data, its splits and its examples are called, apart from the readers: a listing needs the names alone. @module */

import { basename } from "@std/path";
import { type Config, pathKeyOf, tablePathOf } from "../../lib/config/mod.ts";
import { overFolds } from "../../lib/config/recipe.ts";

/** The name of data in a line of text: the catalogue's name, or the name of the file or folder. */
export function dataName(dataset: Config["dataset"]): string {
  if (typeof dataset === "string") return dataset;
  const [first = "data", ...others] = [dataset[pathKeyOf(dataset)] ?? []].flat();
  return basename(first) + (others.length > 0 ? ` and ${others.length} more` : "");
}

/** The name of the hash of a table's names and cells, which is the same in files of all formats. */
export const CELLS_HASH = "rows and columns";

/** The name of an example: a row of a table; an NPZ file may hold anything. */
export type ExampleName = "image" | "row" | "example";

export function exampleName(dataset: Config["dataset"]): ExampleName {
  if (typeof dataset === "string") return "image";
  return isTable(dataset) ? "row" : dataset.npz !== undefined ? "example" : "image";
}

/** Whether data is a table. */
export function isTable(dataset: Config["dataset"]): boolean {
  return typeof dataset === "object" && tablePathOf(dataset) !== undefined;
}

/** The name of a split in texts: over folds every row of validation is answered out of fold. */
export function splitName(split: string, config: Pick<Config, "folds">): string {
  return split === "validation" && overFolds(config) ? "out of fold" : split;
}

/** Where a result is measured: `on validation`, or `out of fold`. */
export function onSplit(split: string, config: Pick<Config, "folds">): string {
  const name = splitName(split, config);
  return name === split ? `on ${split}` : name;
}
