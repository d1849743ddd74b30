/** The data that a config names, read and split: of the catalogue, or of one's own. @module */

import { basename } from "@std/path";
import type { Config, DataFacts, OwnDataset } from "../../lib/config.ts";
import type { CatalogueEntry } from "../../lib/digits/mnist.ts";
import type { InputDescription, InputSource } from "../../lib/pictures/input_description.ts";
import type { Quantity, TableDescription } from "../../lib/table/columns.ts";
import type { Fractions } from "../../lib/table/split.ts";
import { rulesOf } from "../../lib/table/target.ts";
import type { TargetKind } from "../../lib/table/target/contract.ts";
import { readTable } from "./csv.ts";
import { readIdxFolder } from "./idx_folder.ts";
import { type NpzData, readNpzFile } from "./npz_file.ts";
import { readPictures } from "./pictures.ts";
import { datasetOf, hashesOf, readSplits, type Splits } from "./splits.ts";

/** What is read of a config's data. */
export interface OpenData extends Splits {
  /** The names of the classes; none of quantities. */
  readonly classes: readonly string[] | undefined;
  /** The SHA-256 of each of the catalogue's files, or of what was read of one's own. */
  readonly hashes: Readonly<Record<string, string>>;
  /** What a table's columns are, for the model file. */
  readonly table?: TableDescription;
  /** What the targets were before they were standardized, if they are quantities and standardized. */
  readonly quantities?: readonly Quantity[] | undefined;
  /** What the inputs are, for the model file, where the data is no table. */
  readonly input?: InputDescription;
  /** The name of each label, where an example may have several. */
  readonly labels?: readonly string[] | undefined;
  /** The line of the file that each row of a table begins on, from 1. */
  readonly lines?: Readonly<Record<keyof Splits, Uint32Array>>;
  /** The file, or the place in a file, that each example comes from, where the data is one's own and no table. */
  readonly origins?: { readonly [Part in keyof Splits]: readonly string[] };
  /** What was found out, in sentences without a full stop. */
  readonly found: readonly string[];
  /** What a user should know, in sentences without a full stop. */
  readonly warnings: readonly string[];
}

/** What of a config says which data is meant, and how it is split. */
export type DataConfig = Pick<Config, "dataset" | "normalizeWidth" | "seed" | "splitSeed"> & {
  readonly trainingSize: number | null;
};

/**
 * Reads the data of a config.
 *
 * @param data the folder that holds the catalogue's data sets
 * @param learned what a run that learned from it says of its table
 * @throws {Error} if it is missing, damaged or of no use; the message says what to do
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
  return dataset.csv === undefined
    ? await openFiles(dataset, splitSeed ?? seed)
    : await openTable(dataset, splitSeed ?? seed, learned);
}

/** A table, with what its columns are. */
async function openTable(
  dataset: OwnDataset,
  splitSeed: number,
  learned: TableDescription | undefined,
): Promise<OpenData> {
  const { csv, target, split, kind, delimiter, header, gaps, without, weights } = dataset;
  const table = await readTable(csv!, {
    target: target!,
    split: typeof split === "string" ? split : fractionsOf(split),
    splitSeed,
    ...{ delimiter, header, gaps, without, weights },
    rounded: learned && numbersIn(learned),
    kind: kind as TargetKind | undefined, // the config's schema refuses others of a table
  });
  const { training, validation, test, description, lines, sha256, found, warnings } = table;
  const { classNames } = training;
  const hashes = { "rows and columns": sha256 };
  const read = { training, validation, test, classes: classNames, hashes };
  const quantities = rulesOf(description).quantities;
  return { ...read, table: description, quantities, lines, found: [found], warnings };
}

/** The columns that a network learned from as numbers. Before version 0.2.0 those that float64 cannot hold were rounded. */
function numbersIn(table: TableDescription): string[] {
  const numbers = table.columns.filter(({ kind }) => kind === "number");
  return [...numbers, ...rulesOf(table).quantities ?? []].map(({ name }) => name);
}

/** Pictures, IDX files or an NPZ file. */
async function openFiles(dataset: OwnDataset, splitSeed: number): Promise<OpenData> {
  const { images, idx, npz, kind, standardize, size, color, split, memory } = dataset;
  if (typeof split === "string") {
    throw new Error("Cannot split data by a column that is no table: three fractions are wanted");
  }
  const options = { splitSeed, fractions: fractionsOf(split), memory };
  const files: NpzData = images !== undefined
    ? await readPictures(images, {
      ...options,
      size: size as [number, number] | undefined,
      color,
    })
    : idx !== undefined
    ? await readIdxFolder(idx, options)
    : await readNpzFile(npz!, { ...options, ...kind && { kind }, standardize });
  const { training, validation, test, origins, labels, quantities, sha256, notes, warnings } =
    files;
  const hashes = { examples: sha256 };
  const read = { training, validation, test, classes: training.classNames, hashes };
  const source = images !== undefined ? "pictures" : idx !== undefined ? "idx" : "npz";
  const input = inputOf({ training }, source);
  return { ...read, input, labels, quantities, origins, found: notes, warnings };
}

/** What the inputs of a network are that learns from these examples. */
function inputOf({ training }: Pick<Splits, "training">, source: InputSource): InputDescription {
  const { inputs, features, shape = [features] } = training;
  const type = inputs instanceof Uint8Array ? "uint8" : "float32";
  return { version: 1, source, shape: [...shape], type };
}

/** What to call data in a line: the catalogue's name, or that of the file or folder. */
export function dataName(dataset: Config["dataset"]): string {
  if (typeof dataset === "string") return dataset;
  return basename(dataset.csv ?? dataset.images ?? dataset.idx ?? dataset.npz ?? "data");
}

/** What an example is called: a table's is a row, and the arrays of an NPZ file may hold anything. */
export type ExampleName = "image" | "row" | "example";

/** What an example of data is called. */
export function exampleName(dataset: Config["dataset"]): ExampleName {
  if (typeof dataset === "string") return "image";
  return dataset.csv !== undefined ? "row" : dataset.npz !== undefined ? "example" : "image";
}

/** The catalogue's entry of a config's data set; none of data of one's own. */
export function entryOf({ dataset }: Pick<Config, "dataset">): CatalogueEntry | undefined {
  return typeof dataset === "string" ? datasetOf({ dataset }) : undefined;
}

/** What a config has to know of data to be filled in. */
export function factsOf({ training }: Splits): DataFacts {
  const { features, outputs, size, problem } = training;
  return { features, outputs, kind: problem.kind, trainingSize: size };
}

/** Three fractions, as the config's schema sees to. */
function fractionsOf(split: readonly number[] | undefined): Fractions | undefined {
  return split as Fractions | undefined;
}
