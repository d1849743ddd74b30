/** What data, its splits and its examples are called, apart from the readers: a listing needs the names alone. @module */

import { basename } from "@std/path";
import type { Config } from "../../lib/config.ts";
import { dataKindOf, entryOf, type ExampleName, pathsOf } from "../../lib/config/user_data.ts";
import { overFolds } from "../../lib/config/recipe.ts";
import type { Splits } from "../../lib/digits/mnist.ts";
import { counted } from "../cli/format.ts";

export type { ExampleName, Splits };

export const SPLITS: readonly (keyof Splits)[] = ["training", "validation", "test"];

/** The words for the splits in names of arrays and folders, in any case. */
export const PART_WORDS: { readonly [Part in keyof Splits]: readonly string[] } = {
  training: ["train", "training"],
  validation: ["validation", "valid", "val"],
  test: ["test", "testing"],
};

/** The formats of tables that are read. */
export const TABLE_FORMATS = "CSV, Parquet, XLSX, JSON or SQLite";

/** How the names of their files end. */
export const TABLE_ENDING = new RegExp(
  "\\.(csv|tsv|tab|txt|data|parquet|xlsx|json|jsonl|ndjson|sqlite3?|db)(\\.gz)?$",
  "i",
);

/** The name of data in a line of text: the catalogue's name, or the name of the file or folder. */
export function dataName(dataset: Config["dataset"]): string {
  const [first = "data", ...others] = pathsOf(dataset);
  return basename(first) + (others.length > 0 ? ` and ${others.length} more` : "");
}

const TITLES: { readonly [name: string]: string } = {
  mnist: "MNIST",
  "fashion-mnist": "Fashion-MNIST",
};

/** The name of a data set in a sentence: the catalogue's title, or the name of the user's file. */
export function dataTitle(dataset: Config["dataset"]): string {
  return TITLES[entryOf(dataset)?.name ?? ""] ?? dataName(dataset);
}

/** The name of the hash of a table's names and cells, which is the same in files of all formats. */
export const CELLS_HASH = "rows and columns";

/** The name of an example. */
export function exampleName(dataset: Config["dataset"]): ExampleName {
  return dataKindOf(dataset).example;
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

/** Where rows are that a word names: `on test`, or `out of fold` of out-of-fold rows. */
export function onRows(word: string): string {
  return word === "out-of-fold" ? "out of fold" : `on ${word}`;
}

/** Messages list so many names of files. */
const MAX_LISTED_NAMES = 3;

/** The first few names in quotes, and how many more there are. */
export function quotedNames(names: readonly string[], most = MAX_LISTED_NAMES): string {
  const first = names.slice(0, most).map((name) => JSON.stringify(name));
  const more = names.length - first.length;
  return `${first.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** A sentence about files that were left out, that are for this reason; none if there are none. */
export function leftOutNotes(reason: string, names: readonly string[]): string[] {
  const verb = names.length === 1 ? "is" : "are";
  return names.length === 0
    ? []
    : [`Left out ${counted(names.length, "file")} that ${verb} ${reason}: ${quotedNames(names)}`];
}
