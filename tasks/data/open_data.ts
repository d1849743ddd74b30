/** The data that a config names, read and split: of the catalogue, or user data. @module */

import type { Config, DataFacts, OwnDataset } from "../../lib/config/mod.ts";
import type { CatalogueEntry } from "../../lib/digits/mod.ts";
import type { InputDescription, InputSource } from "../../lib/pictures/mod.ts";
import { inputsOf } from "../../lib/table/encode/input_encoding.ts";
import { countFolds } from "../../lib/table/folds/data.ts";
import type { FoldedData } from "../../lib/table/folds/mod.ts";
import type {
  ColumnDistribution,
  ColumnProfile,
  Fractions,
  Quantity,
  TableDescription,
  TableOptions,
} from "../../lib/table/mod.ts";
import { isTable } from "./names.ts";
import type { NpzData, ReadNpzFileOptions } from "./npz_file.ts";
import { datasetOf, hashesOf, readSplits, type Splits } from "./catalogue.ts";

export interface OpenData extends Splits {
  readonly classes: readonly string[] | undefined;
  /** The SHA-256 of each of the catalogue's files, or of the user data that was read. */
  readonly hashes: Readonly<Record<string, string>>;
  /** The columns of a table, for the model file. */
  readonly table?: TableDescription;
  /** How the values of its columns are distributed in the training rows. */
  readonly distributions?: readonly ColumnDistribution[];
  readonly quantities?: readonly Quantity[] | undefined;
  /** The inputs of data that is no table, for the model file. */
  readonly input?: InputDescription;
  readonly labels?: readonly string[] | undefined;
  /** The rows of a table that are dealt to folds: training, which is validation too. */
  readonly folded?: FoldedData | undefined;
  /** The line that each row of a table begins on, from 1. */
  readonly lines?: Readonly<Record<keyof Splits, Uint32Array>>;
  /** The file, or the file and the index there, of each example of user data that is no table. */
  readonly origins?: { readonly [Part in keyof Splits]: readonly string[] };
  /** What the columns of a table are. */
  readonly profile?: readonly ColumnProfile[];
  /** What was found, in sentences without a full stop. */
  readonly found: readonly string[];
  /** What may be a mistake, in sentences without a full stop. */
  readonly warnings: readonly string[];
}

export type DataConfig =
  & Pick<Config, "dataset" | "normalizeWidth" | "seed" | "splitSeed">
  & Pick<TableOptions, "folds" | "repeat">
  & { readonly trainingSize: number | null };

/**
 * Reads the data of a config.
 * @param data the folder that holds the catalogue's data sets
 * @param learned the table of a run that learned from the data
 * @throws {Error} if the data is missing, damaged or useless; the message suggests what to do
 */
export async function openData(
  config: DataConfig,
  data: string,
  learned?: TableDescription,
): Promise<OpenData> {
  const { dataset, seed, splitSeed, trainingSize } = config;
  if (typeof dataset === "string") {
    const known = { ...config, dataset, trainingSize: trainingSize! };
    const splits = await readSplits(known, data);
    return {
      ...splits,
      input: inputOf(splits, "idx"),
      classes: datasetOf({ dataset }).classes,
      hashes: hashesOf({ dataset }),
      found: [],
      warnings: [],
    };
  }
  if (!isTable(dataset)) return await openFiles(dataset, { splitSeed: splitSeed ?? seed });
  const { openTableData } = await import("./table.ts"); // other data needs no code of tables
  return await openTableData(dataset, { ...config, splitSeed: splitSeed ?? seed }, learned);
}

/** The note on a key of earlier versions. */
const NO_MEMORY =
  'The key "memory" has no effect: all images are read into memory, and shuffled as one; remove it';

/**
 * Reads pictures, IDX files or an NPZ file.
 * @param how the seed of their split, or that they stay whole, with the quantities of an earlier file
 */
export async function openFiles(
  dataset: OwnDataset,
  how: Pick<ReadNpzFileOptions, "splitSeed" | "whole" | "quantities" | "signal">,
): Promise<OpenData> {
  const { images, idx, npz, kind, standardize, size, color, split, memory } = dataset;
  if (typeof split === "string") {
    throw new Error(
      "Cannot split data that is no table by a column: expected three fractions, for example [0.7,0.15,0.15]",
    );
  }
  const options = { ...how, fractions: split as Fractions | undefined };
  const { readPictures } = await import("./pictures.ts");
  const { readIdxFolder } = await import("./idx_folder.ts");
  const { readNpzFile } = await import("./npz_file.ts");
  const [source, files]: [InputSource, NpzData] = images !== undefined
    ? [
      "pictures",
      await readPictures(images, { ...options, size: size as [number, number], color }),
    ]
    : idx !== undefined
    ? ["idx", await readIdxFolder(idx, options)]
    : ["npz", await readNpzFile(npz!, { ...options, kind, standardize })];
  const { training, validation, test, origins, labels, quantities, sha256, notes, warnings } =
    files;
  return {
    ...{ training, validation, test, origins, labels, quantities, warnings },
    classes: training.classNames,
    hashes: { examples: sha256 },
    input: inputOf(files, source),
    found: memory === undefined ? notes : [...notes, NO_MEMORY],
  };
}

function inputOf({ training }: Pick<Splits, "training">, source: InputSource): InputDescription {
  const { inputs, features, shape = [features] } = training;
  const type = inputs instanceof Uint8Array ? "uint8" : "float32";
  return { version: 1, source, shape: [...shape], type };
}

export function entryOf({ dataset }: Pick<Config, "dataset">): CatalogueEntry | undefined {
  return typeof dataset === "string" ? datasetOf({ dataset }) : undefined;
}

/** The facts that complete a config. */
export function factsOf({ training, folded }: Pick<OpenData, "training" | "folded">): DataFacts {
  const { features, outputs, size: trainingSize, problem: { kind } } = training;
  if (folded === undefined) return { features, outputs, kind, trainingSize };
  const inputs = inputsOf("piecewise", folded.tables); // of the first family, whose sizes a config has
  return { features: inputs, outputs, kind, trainingSize, folds: countFolds(folded) };
}
