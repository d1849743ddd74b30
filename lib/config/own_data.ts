/** The schema of data sets of one's own in a config. @module */

import { z } from "zod";
import type { Problem } from "../problem.ts";
import { TARGET_KINDS } from "../table/target/contract.ts";

/** A data set of one's own: a table, a folder of pictures, IDX files or an NPZ file. */
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
  /** The column of a table that says how much a row counts. */
  weights?: string | undefined;
  /** The column of a table that says training, validation or test; or the fraction of each. */
  split?: string | number[] | undefined;
  /** Inputs to train on that take more stay in their file, in MiB. */
  memory?: number | undefined;
  /** The size that pictures are brought to, [height, width]. */
  size?: number[] | undefined;
  /** Whether pictures keep their color. */
  color?: boolean | undefined;
}

/** The keys that say what kind of data it is, and those that each kind has besides. */
export const OWN_KINDS: { readonly [kind: string]: readonly string[] } = {
  csv: ["target", "kind", "delimiter", "header", "gaps", "without", "weights", "split"],
  images: ["size", "color", "split"],
  idx: ["split", "memory"],
  npz: ["kind", "standardize", "split"],
};

const fractionsSchema = z.array(z.number().gt(0).lt(1)).length(3);

export const ownDatasetSchema = z.strictObject({
  csv: z.string().optional().describe("A table: a CSV file, compressed or not."),
  images: z.string().optional().describe("A folder of pictures, with a folder for each class."),
  idx: z.string().optional().describe("A folder of IDX files, as MNIST's are."),
  npz: z.string().optional().describe("An NPZ file of NumPy, with x_train, y_train and so on."),
  target: z.union([z.string(), z.array(z.string()).min(1)]).optional()
    .describe("The column of the table to predict, or several columns of numbers."),
  kind: z.enum(["class", "quantity", "labels"]).optional()
    .describe(
      "What the target is; found out if left out. labels are several answers of yes or no, of an NPZ file.",
    ),
  standardize: z.boolean().optional()
    .describe(
      "Whether quantities of an NPZ file are learned with mean 0 and deviation 1, as those of a table are; `train --npz` says so.",
    ),
  delimiter: z.string().length(1).optional()
    .describe("What stands between the table's cells; found out if left out."),
  header: z.boolean().optional()
    .describe("Whether the table's first line names the columns; found out if left out."),
  gaps: z.enum(["drop", "mean", "category"]).optional()
    .describe(
      "What becomes of missing values: their rows are dropped (also if left out), or they count as the mean or a category.",
    ),
  without: z.array(z.string()).optional().describe("Columns of the table that are left out."),
  weights: z.string().optional()
    .describe("The column of the table that says how much a row counts in training."),
  split: z.union([z.string(), fractionsSchema]).optional()
    .describe("The column that says training, validation or test; or the fraction of each."),
  memory: z.int().min(1).optional()
    .describe(
      "Inputs to train on that take more MiB are read from their file while training, in windows; 1024 if left out.",
    ),
  size: z.array(z.int().min(1).max(1024)).length(2).optional()
    .describe("The size that pictures are brought to, [height, width]."),
  color: z.boolean().optional().describe("Whether pictures keep their color."),
});

/** The key that says where a data set of one's own is: csv, images, idx or npz. */
export function placeOf(dataset: OwnDataset): "csv" | "images" | "idx" | "npz" {
  return (["csv", "images", "idx", "npz"] as const).find((key) => dataset[key] !== undefined)!;
}

/** What is wrong with a data set of one's own; `undefined` if nothing is. */
export function ownDatasetProblem(dataset: OwnDataset): string | undefined {
  const kinds = Object.keys(OWN_KINDS).filter((kind) => kind in dataset);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    return `one of ${Object.keys(OWN_KINDS).join(", ")} is wanted, which says where the data is`;
  }
  if (kind === "csv" && dataset.target === undefined) {
    return '"target" is wanted, the column to predict';
  }
  const isOfTables = TARGET_KINDS.some((known) => known === dataset.kind);
  if (kind === "csv" && dataset.kind !== undefined && !isOfTables) {
    return `the kind "${dataset.kind}" is of NPZ files; of a table, ${
      TARGET_KINDS.join(" or ")
    } is wanted`;
  }
  const known = OWN_KINDS[kind]!;
  const strange = Object.keys(dataset).find((key) => key !== kind && !known.includes(key));
  return strange === undefined
    ? undefined
    : `"${strange}" is not for ${kind}: there are ${known.join(", ")}`;
}

/** A config that is the same wherever its data is. */
export function withoutPlace<C extends { dataset: string | OwnDataset }>(config: C): C {
  const { dataset } = config;
  if (typeof dataset === "string") return config;
  return { ...config, dataset: { ...dataset, [placeOf(dataset)]: "" } };
}
