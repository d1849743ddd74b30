/** Your data in a config: a table, pictures, IDX files or an NPZ file. @module */

import type { ObjectOf, OptionTable } from "../checks/options.ts";
import { catalogue, type CatalogueEntry } from "../digits/mnist.ts";
import {
  DECISION_OPTIONS,
  METRIC_OPTION,
  MISSING_VALUE_RULES,
  READ_AS,
  TABLE_KEYS,
  TARGET_KINDS,
} from "../options/table.ts";

/** What an example of data is called: a row of a table; an NPZ file may hold anything. */
export type ExampleName = "image" | "row" | "example";

/** A kind of data: what a config has of it, and what its examples are. */
export interface DataKind {
  /** The key of its path; absent for data of the catalogue. */
  readonly key?: string;
  /** The keys besides the path's. */
  readonly keys: readonly string[];
  /** What an example is called. */
  readonly example: ExampleName;
  /** Whether it is your data, which may move and change. */
  readonly isUserData: boolean;
  /** Whether it is a table: its columns have names, one or several are the target, and folds split its rows. */
  readonly hasColumns: boolean;
  /** Whether its examples are images of ink on paper, in bytes: 0 is paper. */
  readonly isInk: boolean;
}

const TEXT = { type: "text" } as const;

/** What the path of each kind may be. */
const PATHS = {
  /** A table: a CSV file, compressed or not. */
  csv: TEXT,
  /** A table in any format that is read, compressed or not: a file, or a list of files and patterns that are one table. */
  table: { type: "either", of: [TEXT, { type: "list", of: TEXT, min: 1 }] },
  /** A folder of pictures, with a folder for each class. */
  images: TEXT,
  /** A folder of IDX files, as MNIST's are. */
  idx: TEXT,
  /** An NPZ file of NumPy, with x_train, y_train and so on. */
  npz: TEXT,
} as const satisfies OptionTable;

/** The key of the path of your data. */
export type PathKey = "csv" | "table" | "images" | "idx" | "npz";

const OF_TABLES = { example: "row", isUserData: true, hasColumns: true, isInk: false } as const;
const OF_FILES = { isUserData: true, hasColumns: false, isInk: false } as const;

/** The kinds of your data, by the key that holds the path. */
export const DATA_KINDS: { readonly [Key in PathKey]: DataKind } = {
  csv: { keys: TABLE_KEYS, ...OF_TABLES },
  table: {
    keys: TABLE_KEYS.toSpliced(TABLE_KEYS.indexOf("gaps"), 0, "sheet", "query"),
    ...OF_TABLES,
  },
  images: { keys: ["size", "color", "split"], example: "image", ...OF_FILES },
  idx: { keys: ["split", "memory"], example: "image", ...OF_FILES },
  npz: { keys: ["kind", "standardize", "split", "costs"], example: "example", ...OF_FILES },
};

/** The keys of paths, in their order. */
export const PATH_KEYS: readonly PathKey[] = Object.keys(DATA_KINDS) as PathKey[];

/** The data sets of the catalogue. */
const CATALOGUE: DataKind = {
  keys: [],
  example: "image",
  isUserData: false,
  hasColumns: false,
  isInk: true,
};

/** What each key may be. */
export const USER_DATASET = {
  ...PATHS,
  /** The column of the table to predict, or several columns of numbers. */
  target: { type: "either", of: [TEXT, { type: "list", of: TEXT, min: 1 }] },
  /** What the target is; detected if left out. labels are several yes-or-no answers, in an NPZ file. */
  kind: { type: "choice", of: ["class", "quantity", "labels"] },
  /** Whether quantities of an NPZ file are standardized, as a table's are; `train --npz` sets it. */
  standardize: { type: "flag" },
  /** The character between the table's cells; detected if left out. */
  delimiter: { type: "text", length: 1 },
  /** Whether the table's first line names the columns; detected if left out. */
  header: { type: "flag" },
  /** The encoding of a text table, such as windows-1252; detected if left out. */
  encoding: TEXT,
  /** The sheet of a workbook; the first if left out. */
  sheet: TEXT,
  /** A query of a SQLite database; its only table if left out. */
  query: TEXT,
  /** The rule for missing values: drop their rows (also if left out), use the mean, or count them as a category. */
  gaps: { type: "choice", of: MISSING_VALUE_RULES },
  /** Texts that are missing values in every column, besides NA, null and the like. */
  missingValues: { type: "list", of: TEXT, min: 1 },
  /** Columns to leave out. */
  without: { type: "list", of: TEXT },
  /** The column of row weights: how much a row counts, in training and in metrics. */
  weights: TEXT,
  /** The column that holds training, validation or test; or the fraction of each. */
  split: {
    type: "either",
    of: [TEXT, { type: "list", of: { type: "number", above: 0, below: 1 }, min: 3, max: 3 }],
  },
  /** The fraction of a table's rows that test; 0 for none, over folds. The recipe's if left out. */
  test: { type: "number", min: 0, below: 1 },
  /**
   * The column of groups, such as customers, whose rows stay together in one part; it is not an input. Or columns, such as
   * height and age, that together name a group; those of a list stay inputs.
   */
  splitBy: { type: "either", of: [TEXT, { type: "list", of: TEXT, min: 1 }] },
  /**
   * The column of dates or numbers after which rows are split: the latest test, and those before them validate. Or true if
   * the rows are in the order of time.
   */
  splitAfter: { type: "either", of: [TEXT, { type: "flag" }] },
  /** Has no effect. Earlier versions read images from disk in windows of this many MiB. */
  memory: { type: "whole", min: 1 },
  /** The size to which pictures are scaled, [height, width]. */
  size: { type: "list", of: { type: "whole", min: 1, max: 1024 }, min: 2, max: 2 },
  /** Whether pictures keep their color. */
  color: { type: "flag" },
  /**
   * How to read columns, by name; the others are detected, including dates, money, spellings and texts. Without this key,
   * only plain numbers and categories are read.
   */
  as: { type: "map", of: { type: "choice", of: READ_AS } },
  ...DECISION_OPTIONS,
  ...METRIC_OPTION,
} as const satisfies OptionTable;

/** Your data: a table, a folder of pictures, IDX files or an NPZ file. */
export type UserDataset = ObjectOf<typeof USER_DATASET>;

/** Data without a path. */
const UNKNOWN: DataKind = { keys: [], example: "example", ...OF_FILES };

/** A data set of a config: a name of the catalogue's, or your data. */
export type AnyDataset = string | UserDataset;

/** Your data; `undefined` for a data set of the catalogue. */
export function userDatasetOf(dataset: AnyDataset | undefined): UserDataset | undefined {
  return typeof dataset === "object" ? dataset : undefined;
}

/** The catalogue's entry of a data set; `undefined` for your data. */
export function entryOf(dataset: AnyDataset | undefined): CatalogueEntry | undefined {
  return typeof dataset === "string" ? catalogue[dataset] : undefined;
}

/** The kind of data: what is asked of data is asked of its kind. */
export function dataKindOf(dataset: AnyDataset): DataKind {
  const userData = userDatasetOf(dataset);
  if (userData === undefined) return CATALOGUE;
  const key = PATH_KEYS.find((key) => userData[key] !== undefined);
  return key === undefined ? UNKNOWN : { key, ...DATA_KINDS[key] };
}

/** The paths of your data, or the name of the catalogue's. */
export function pathsOf(dataset: AnyDataset): string[] {
  const { key } = dataKindOf(dataset);
  return [key === undefined ? dataset : userDatasetOf(dataset)![key as PathKey]!]
    .flat() as string[];
}

/** A data set with other keys if it is your data; a data set of the catalogue stays as it is. */
export function changeUserDataset<D extends AnyDataset>(
  dataset: D,
  change: (userData: UserDataset) => UserDataset,
): D {
  const userData = userDatasetOf(dataset);
  return userData === undefined ? dataset : change(userData) as D;
}

/** What is wrong with a data set; `undefined` if nothing is. */
export function userDatasetProblem(dataset: UserDataset): string | undefined {
  const [key, ...others] = PATH_KEYS.filter((key) => key in dataset);
  if (key === undefined || others.length > 0) {
    return `expected one of ${PATH_KEYS.join(", ")}, which holds the path of the data`;
  }
  const { hasColumns, keys } = DATA_KINDS[key];
  if (hasColumns && dataset.target === undefined) {
    return 'expected "target", the column to predict';
  }
  const isOfTables = TARGET_KINDS.some((known) => known === dataset.kind);
  if (hasColumns && dataset.kind !== undefined && !isOfTables) {
    return `the kind "${dataset.kind}" is for NPZ files; expected ` +
      `${TARGET_KINDS.join(" or ")} of a table`;
  }
  if (dataset.splitAfter === false) {
    return "splitAfter is a column, or true for the order of the rows; expected no splitAfter";
  }
  const strange = Object.keys(dataset).find((name) => name !== key && !keys.includes(name));
  return strange === undefined
    ? undefined
    : `"${strange}" is not for ${key}: there are ${keys.join(", ")}`;
}

/** A config that is the same wherever its data is. */
export function withoutPath<C extends { dataset: AnyDataset }>(config: C): C {
  return { ...config, dataset: changeUserDataset(config.dataset, withPath("")) };
}

/** Gives your data another path. */
export function withPath(path: string | string[]): (userData: UserDataset) => UserDataset {
  return (userData) => ({ ...userData, [dataKindOf(userData).key!]: path });
}
