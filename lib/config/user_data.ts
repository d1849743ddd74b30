/** Your data in a config: a table, pictures, IDX files or an NPZ file. @module */

import type { TableOf } from "../checks/option.ts";
import type { Problem } from "../problem.ts";
import { TARGET_KINDS } from "../table/target/contract.ts";

/** Your data: a table, a folder of pictures, IDX files or an NPZ file. */
export interface OwnDataset {
  /** The table: a CSV file, compressed or not. */
  csv?: string | undefined;
  /** The folder of pictures, with a folder for each class. */
  images?: string | undefined;
  /** The folder of IDX files. */
  idx?: string | undefined;
  /** The NPZ file. */
  npz?: string | undefined;
  /** The column of a table to predict, or several of numbers. */
  target?: string | string[] | undefined;
  /** What the target is; found out if left out. */
  kind?: Problem["kind"] | undefined;
  /** Whether quantities of an NPZ file are standardized to be learned, as those of a table are; not if left out. */
  standardize?: boolean | undefined;
  /** What stands between the cells of a table; found out if left out. */
  delimiter?: string | undefined;
  /** Whether the first line of a table names the columns; found out if left out. */
  header?: boolean | undefined;
  /** What becomes of missing values in a table: their rows are dropped (also if left out), or they are the mean or a category. */
  gaps?: "drop" | "mean" | "category" | undefined;
  /** The columns of a table that are left out. */
  without?: string[] | undefined;
  /** The column of a table that holds how much a row counts. */
  weights?: string | undefined;
  /** The column of a table that holds training, validation or test; or the fraction of each. */
  split?: string | number[] | undefined;
  /** Inputs to train on that take more stay in their file, in MiB. */
  memory?: number | undefined;
  /** The size that pictures are brought to, [height, width]. */
  size?: number[] | undefined;
  /** Whether pictures keep their color. */
  color?: boolean | undefined;
}

/** The keys of the path, one for each kind of data, and those that each kind has besides. */
export const OWN_KINDS: { readonly [kind: string]: readonly string[] } = {
  csv: ["target", "kind", "delimiter", "header", "gaps", "without", "weights", "split"],
  images: ["size", "color", "split"],
  idx: ["split", "memory"],
  npz: ["kind", "standardize", "split"],
};

const COLUMN = { type: "text" } as const;

/** What each key may be. */
export const OWN_DATASET = {
  csv: { type: "text" },
  images: { type: "text" },
  idx: { type: "text" },
  npz: { type: "text" },
  target: { type: "either", of: [COLUMN, { type: "list", of: COLUMN, min: 1 }] },
  kind: { type: "choice", of: ["class", "quantity", "labels"] },
  standardize: { type: "flag" },
  delimiter: { type: "text", length: 1 },
  header: { type: "flag" },
  gaps: { type: "choice", of: ["drop", "mean", "category"] },
  without: { type: "list", of: COLUMN },
  weights: COLUMN,
  split: {
    type: "either",
    of: [COLUMN, { type: "list", of: { type: "number", above: 0, below: 1 }, min: 3, max: 3 }],
  },
  memory: { type: "whole", min: 1 },
  size: { type: "list", of: { type: "whole", min: 1, max: 1024 }, min: 2, max: 2 },
  color: { type: "flag" },
} as const satisfies TableOf<OwnDataset>;

/** The key that holds the path of your data: csv, images, idx or npz. */
export function pathKeyOf(dataset: OwnDataset): "csv" | "images" | "idx" | "npz" {
  return (["csv", "images", "idx", "npz"] as const).find((key) => dataset[key] !== undefined)!;
}

/** What is wrong with a data set; `undefined` if nothing is. */
export function ownDatasetProblem(dataset: OwnDataset): string | undefined {
  const kinds = Object.keys(OWN_KINDS).filter((kind) => kind in dataset);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    return `expected one of ${Object.keys(OWN_KINDS).join(", ")}, which holds the path of the data`;
  }
  if (kind === "csv" && dataset.target === undefined) {
    return 'expected "target", the column to predict';
  }
  const isOfTables = TARGET_KINDS.some((known) => known === dataset.kind);
  if (kind === "csv" && dataset.kind !== undefined && !isOfTables) {
    return `the kind "${dataset.kind}" is of NPZ files; expected ${TARGET_KINDS.join(" or ")} of ` +
      "a table";
  }
  const known = OWN_KINDS[kind]!;
  const strange = Object.keys(dataset).find((key) => key !== kind && !known.includes(key));
  return strange === undefined
    ? undefined
    : `"${strange}" is not for ${kind}: there are ${known.join(", ")}`;
}

/** A config that is the same wherever its data is. */
export function withoutPath<C extends { dataset: string | OwnDataset }>(config: C): C {
  const { dataset } = config;
  if (typeof dataset === "string") return config;
  return { ...config, dataset: { ...dataset, [pathKeyOf(dataset)]: "" } };
}
