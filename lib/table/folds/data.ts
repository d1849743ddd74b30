/** The rows of a table, ready for members to learn from. @module */

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
import type { FoldedData, MemberPlan } from "./members.ts";

/** The rows that are split into folds; `undefined` if there are no folds. */
export function foldedDataOf(
  { description, training, folds }: Pick<TableDatasets, "description" | "training" | "folds">,
): FoldedData | undefined {
  if (folds.length === 0) return undefined;
  const tables = encodingTablesOf(description, training);
  return { training, folds, tables, levelMeans: areLevelMeans(description) };
}

export function countFolds({ folds: [first] }: Pick<FoldedData, "folds">): number {
  return first!.reduce((most, fold) => Math.max(most, fold), 0) + 1;
}

/** Rows that threads share, as a message to them: the encoded ones stand for the features. */
export interface SharedData extends Omit<FoldedData, "training"> {
  readonly training: DatasetSource;
  readonly encoded: ReadonlyMap<Encoding, EncodedRows>;
}

/** What a thread needs of the rows to train members. */
export function shareData(data: FoldedData, plans: readonly MemberPlan[]): SharedData {
  const { training, tables } = data;
  const { size, labels, targets, classes, classNames, outputs, problem, weights } = training;
  const encodings = new Set(plans.map(({ family }) => family.encoding));
  return {
    ...data,
    encoded: new Map(
      Array.from(encodings, (encoding) => [encoding, encodedRows(training, tables, encoding)]),
    ),
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
  keepEncodedRows(training, data.tables, encoded);
  return { ...data, training };
}

/** A copy in memory that threads share. */
export function sharedCopy<T extends Float32Array | Uint8Array | Uint16Array>(values: T): T {
  const Values = values.constructor as new (memory: ArrayBufferLike) => T;
  const copy = new Values(sharedMemory(values.byteLength));
  copy.set(values);
  return copy;
}
