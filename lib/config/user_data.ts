/** Your data in a config: a table, pictures, IDX files or an NPZ file. @module */

import type { ObjectOf, OptionTable } from "../checks/options.ts";
import { DECISION_OPTIONS, READ_AS, TARGET_KINDS } from "../options/table.ts";

/** The keys of the path, one for each kind of data, and those that each kind has besides. */
export const OWN_KINDS: { readonly [kind: string]: readonly string[] } = {
  csv: [
    ...["target", "kind", "delimiter", "header", "encoding", "gaps", "without", "weights", "split"],
    ...["splitBy", "splitAfter", "as", "costs", "positive", "coverage"],
  ],
  table: [
    ...["target", "kind", "delimiter", "header", "encoding", "sheet", "query", "gaps", "without"],
    ...["weights", "split", "splitBy", "splitAfter", "as", "costs", "positive", "coverage"],
  ],
  images: ["size", "color", "split"],
  idx: ["split", "memory"],
  npz: ["kind", "standardize", "split", "costs"],
};

const COLUMN = { type: "text" } as const;

/** What each key may be. */
export const OWN_DATASET = {
  csv: { type: "text" },
  table: {
    type: "either",
    of: [{ type: "text" }, { type: "list", of: { type: "text" }, min: 1 }],
  },
  images: { type: "text" },
  idx: { type: "text" },
  npz: { type: "text" },
  target: { type: "either", of: [COLUMN, { type: "list", of: COLUMN, min: 1 }] },
  kind: { type: "choice", of: ["class", "quantity", "labels"] },
  standardize: { type: "flag" },
  delimiter: { type: "text", length: 1 },
  header: { type: "flag" },
  encoding: { type: "text" },
  sheet: { type: "text" },
  query: { type: "text" },
  gaps: { type: "choice", of: ["drop", "mean", "category"] },
  without: { type: "list", of: COLUMN },
  weights: COLUMN,
  split: {
    type: "either",
    of: [COLUMN, { type: "list", of: { type: "number", above: 0, below: 1 }, min: 3, max: 3 }],
  },
  splitBy: COLUMN,
  splitAfter: COLUMN,
  memory: { type: "whole", min: 1 },
  size: { type: "list", of: { type: "whole", min: 1, max: 1024 }, min: 2, max: 2 },
  color: { type: "flag" },
  as: { type: "map", of: { type: "choice", of: READ_AS } },
  ...DECISION_OPTIONS,
} as const satisfies OptionTable;

/** Your data: a table, a folder of pictures, IDX files or an NPZ file. */
export type OwnDataset = ObjectOf<typeof OWN_DATASET>;

const PATH_KEYS = ["csv", "table", "images", "idx", "npz"] as const;

/** The key that holds the path of your data: csv, table, images, idx or npz. */
export function pathKeyOf(dataset: OwnDataset): "csv" | "table" | "images" | "idx" | "npz" {
  return PATH_KEYS.find((key) => dataset[key] !== undefined)!;
}

/** The file of a table, or its files; `undefined` for other data. */
export function tablePathOf(
  { csv, table }: Pick<OwnDataset, "csv" | "table">,
): string | readonly string[] | undefined {
  return csv ?? table;
}

/** What is wrong with a data set; `undefined` if nothing is. */
export function ownDatasetProblem(dataset: OwnDataset): string | undefined {
  const kinds = Object.keys(OWN_KINDS).filter((kind) => kind in dataset);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    return `expected one of ${Object.keys(OWN_KINDS).join(", ")}, which holds the path of the data`;
  }
  const isTable = kind === "csv" || kind === "table";
  if (isTable && dataset.target === undefined) {
    return 'expected "target", the column to predict';
  }
  const isOfTables = TARGET_KINDS.some((known) => known === dataset.kind);
  if (isTable && dataset.kind !== undefined && !isOfTables) {
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
