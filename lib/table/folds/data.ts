/** The rows of a table, ready for members to learn from. @module */

import { groupBy } from "../../checks/group_by.ts";
import { Dataset } from "../../dataset.ts";
import type { DatasetSource } from "../../dataset/source.ts";
import type { TableDatasets } from "../encode/datasets.ts";
import {
  type EncodedRows,
  encodedRows,
  keepEncodedRows,
  sharedMemory,
} from "../encode/encoded_rows.ts";
import type { Encoding } from "../encode/input_encoding.ts";
import { areLevelMeans, encodingTablesOf } from "../encode/tables.ts";
import { type FoldedData, type MemberPlan, tablesFor } from "./members.ts";

/** The rows that are split into folds; `undefined` if there are no folds. */
export function foldedDataOf(
  { description, training, folds, recipe }: Pick<
    TableDatasets,
    "description" | "training" | "folds" | "recipe"
  >,
): FoldedData | undefined {
  if (folds.length === 0) return undefined;
  const tables = encodingTablesOf(description, training, recipe);
  return { training, folds, tables, levelMeans: areLevelMeans(description) };
}

/** Rows that threads share, as a message to them: the encoded ones stand for the features. */
export interface SharedData extends Omit<FoldedData, "training"> {
  readonly training: DatasetSource;
  readonly encoded: readonly (Pick<MemberPlan, "bins"> & {
    readonly encoding: Encoding;
    readonly rows: EncodedRows;
  })[];
}

/** What a thread needs of the rows to train members. */
export function shareData(data: FoldedData, plans: readonly MemberPlan[]): SharedData {
  const { training } = data;
  const { size, labels, targets, classes, classNames, outputs, problem, weights } = training;
  const used = groupBy(plans, ({ family, bins = "" }) => `${family.encoding} ${bins}`);
  return {
    ...data,
    encoded: Array.from(used.values(), ([plan]) => {
      const { family: { encoding }, bins } = plan!;
      return { bins, encoding, rows: encodedRows(training, tablesFor(data, { bins }), encoding) };
    }),
    training: {
      inputs: new Float32Array(size),
      features: 1,
      ...weights && { weights: sharedCopy(weights) },
      ...!targets
        ? { labels: sharedCopy(labels), classes, classNames }
        : { targets: sharedCopy(targets), outputs, classification: problem.hasAccuracy },
    },
  };
}

/** The rows on a thread. */
export function receiveData({ encoded, ...data }: SharedData): FoldedData {
  const training = new Dataset(data.training);
  for (const { bins, encoding, rows } of encoded) {
    keepEncodedRows(training, tablesFor(data, { bins }), encoding, rows);
  }
  return { ...data, training };
}

/** A copy in memory that threads share. */
export function sharedCopy<T extends Float32Array | Uint8Array | Uint16Array>(values: T): T {
  const Values = values.constructor as new (memory: ArrayBufferLike) => T;
  const copy = new Values(sharedMemory(values.byteLength));
  copy.set(values);
  return copy;
}
