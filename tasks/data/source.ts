/**
 * The data that a config names, read and split by the source of its kind. A new source is a file and an entry in `SOURCES`,
 * beside the keys that a config has of it in `lib/config`; what reads the data is loaded when it is read. @module
 */

import type { QuantityScale } from "../../lib/problem/quantities.ts";
import type { Config, DataFacts } from "../../lib/config.ts";
import { dataKindOf, type PathKey } from "../../lib/config/user_data.ts";
import type { UserDataset } from "../../lib/config/user_data.ts";
import type { Dataset } from "../../lib/dataset.ts";
import type { InputDescription, InputSource } from "../../lib/pictures/input_description.ts";
import type { FeatureRoles } from "../../lib/measure/novelty.ts";
import type { Target } from "../../lib/problem/target.ts";
import type { Problem } from "../../lib/problem/contract.ts";
import type { TableDescription } from "../../lib/table/columns/columns.ts";
import type { TableOptions } from "../../lib/table/columns/options.ts";
import type { ColumnProfile } from "../../lib/table/columns/profile.ts";
import type { TableDatasets } from "../../lib/table/encode/datasets.ts";
import type { ColumnDistribution } from "../../lib/measure/drift/distribution.ts";
import type { FoldedData } from "../../lib/table/folds/members.ts";
import type { Option } from "../cli/arguments.ts";
import { type Splits, TABLE_FORMATS } from "./names.ts";

export type Hashes = Readonly<Record<string, string>>;

export interface OpenData extends Splits {
  readonly classes: readonly string[] | undefined;
  /** The SHA-256 of each of the catalogue's files, or of the user data that was read. */
  readonly hashes: Hashes;
  /** The columns of a table, for the model file. */
  readonly table?: TableDescription;
  /** How the values of its columns are distributed in the training rows. */
  readonly distributions?: readonly ColumnDistribution[];
  /** What is predicted of a row of a table. */
  readonly target?: Target;
  /** Sentences on the columns that give its target away. */
  readonly leaks?: readonly string[];
  /** What its features are to novelty, if more is known of them than their values. */
  readonly roles?: FeatureRoles;
  readonly quantities?: readonly QuantityScale[] | undefined;
  /** The inputs of data that is not a table, for the model file. */
  readonly input?: InputDescription;
  readonly labels?: readonly string[] | undefined;
  /** The rows of a table that are split into folds: training, which is validation too. */
  readonly folded?: FoldedData | undefined;
  /** What completes a config, where it does not follow from the training examples. */
  readonly facts?: DataFacts | undefined;
  /** The time of each row of a table that is split by time. */
  readonly times?: TableDatasets["times"];
  /** The file, or the file and the index there, of each example of user data that is not a table. */
  readonly origins?: { readonly [Part in keyof Splits]: readonly string[] };
  /** Where the examples of a split come from. */
  readonly locate: (split: keyof Splits) => ExampleLocations;
  /** What the columns of a table are. */
  readonly profile?: readonly ColumnProfile[];
  /** How the rows of a table are split by groups or times, a sentence that is among those of `found`. */
  readonly splitFound?: string | undefined;
  /** What was found, in sentences without a full stop. */
  readonly found: readonly string[];
  /** What may be a mistake, in sentences without a full stop. */
  readonly warnings: readonly string[];
}

export interface ExampleLocations {
  /** `line 17`, the name of a file, or `image 17`, counted from 0. */
  whereIs(example: number): string;
  /** The rows of a table that examples come from, in the same order; empty for other data. */
  rowsOf(
    examples: readonly number[],
  ): Promise<{ columns: readonly string[]; rows: readonly (readonly string[])[] }>;
}

/** Where the examples of data that is not a table come from. */
export function located(whereIs: ExampleLocations["whereIs"]): ExampleLocations {
  return { whereIs, rowsOf: () => Promise.resolve({ columns: [], rows: [] }) };
}

export type DataConfig =
  & Pick<Config, "dataset" | "normalizeWidth" | "seed" | "splitSeed">
  & Pick<TableOptions, "folds" | "repeat" | "recipe">
  & { readonly trainingSize: number | null };

/** What a model learned, by which new data is read: nothing is found anew. */
export interface Learned {
  /** The shape of its inputs. */
  readonly shape: readonly number[] | undefined;
  readonly kind: Problem["kind"];
  readonly quantities: readonly QuantityScale[] | undefined;
}

/** The source of data of one kind. */
export interface Source {
  /**
   * Reads the data of a config, and splits it.
   * @param data the folder that holds the catalogue's data sets
   * @param learned the table of a run that learned from the data
   * @throws {Error} if the data is missing, damaged or useless; the message suggests what to do
   */
  open(config: DataConfig, data: string, learned?: TableDescription): Promise<OpenData>;
  /** The hashes of data that may have moved or changed; `table` is that of a model that learned from such data. */
  hashes(dataset: Config["dataset"], table: TableDescription | undefined): Promise<Hashes>;
  /** The files that the paths stand for. Default: the paths. */
  files?(dataset: UserDataset): Promise<string[]>;
  /** What is known without reading. */
  facts?(dataset: Config["dataset"]): DataFacts;
  /** Brings the files to where they are read. */
  fetch?(dataset: Config["dataset"], data: string, signal: AbortSignal): Promise<void>;
  /** All examples of new data, as each of the splits; none of a table, whose rows are read one by one. */
  openWhole?(dataset: UserDataset, learned: Learned, signal: AbortSignal): Promise<OpenData>;
}

/** The inputs of examples, for the model file. */
export function inputOf(
  { inputs, features, shape = [features] }: Dataset,
  source: InputSource,
): InputDescription {
  const type = inputs instanceof Uint8Array ? "uint8" : "float32";
  return { version: 1, source, shape: [...shape], type };
}

interface SourceEntry {
  /** The option of `train` that names the path. */
  readonly option: Option;
  /** What is at the path, for options that name another path; the same as before if not given. */
  readonly named?: string;
  readonly load: () => Promise<Source>;
}

const table = async () => (await import("./table.ts")).table;

/** The sources of your data, by the key of its path. */
export const SOURCES = {
  csv: {
    option: { description: "Train on a table: a CSV file, compressed or not", value: "FILE" },
    named: "table",
    load: table,
  },
  table: {
    option: {
      description: `Train on a table: ${TABLE_FORMATS}; several files or patterns are one table`,
      value: "FILE",
      repeatable: true,
    },
    load: table,
  },
  images: {
    option: {
      description:
        "Train on pictures: a folder with a subfolder of PNG and JPEG files for each class",
      value: "FOLDER",
    },
    named: "pictures",
    load: async () => (await import("./pictures.ts")).pictures,
  },
  idx: {
    option: {
      description: "Train on a folder of IDX files, the format of MNIST",
      value: "FOLDER",
    },
    named: "IDX files",
    load: async () => (await import("./idx_folder.ts")).idxFolder,
  },
  npz: {
    option: {
      description: "Train on a NumPy NPZ file with x_train and y_train",
      value: "FILE",
    },
    named: "NPZ file",
    load: async () => (await import("./npz_file.ts")).npzFile,
  },
} as const satisfies { readonly [Key in PathKey]: SourceEntry };

/** The source of data. */
export async function sourceOf(dataset: Config["dataset"]): Promise<Source> {
  const { key } = dataKindOf(dataset);
  if (key === undefined) return (await import("./catalogue.ts")).catalogueSource;
  return await SOURCES[key as PathKey].load();
}

/** A part of each entry, by its key. */
export function ofSources<T>(part: (entry: SourceEntry, key: PathKey) => T) {
  return Object.fromEntries(
    Object.entries(SOURCES).map(([key, entry]) => [key, part(entry, key as PathKey)]),
  ) as { readonly [Key in PathKey]: T };
}

/** Reads the data of a config; see the `open` of a source. */
export async function openData(
  config: DataConfig,
  data: string,
  learned?: TableDescription,
): Promise<OpenData> {
  return await (await sourceOf(config.dataset)).open(config, data, learned);
}

/** What a config and a plan need of data; that of the catalogue is not read for it. */
export async function readFacts(
  config: DataConfig,
  data: string,
): Promise<{ facts: DataFacts; hashes: Hashes }> {
  const { dataset } = config;
  const source = await sourceOf(dataset);
  const facts = source.facts?.(dataset);
  if (facts !== undefined) return { facts, hashes: await source.hashes(dataset, undefined) };
  const opened = await source.open(config, data);
  return { facts: factsOf(opened), hashes: opened.hashes };
}

/** Brings data to where it is read, if it has to be brought. */
export async function fetchData(
  { dataset }: Pick<Config, "dataset">,
  data: string,
  signal: AbortSignal,
): Promise<void> {
  await (await sourceOf(dataset)).fetch?.(dataset, data, signal);
}

/** The facts that complete a config. */
export function factsOf({ training, facts }: Pick<OpenData, "training" | "facts">): DataFacts {
  const { features, outputs, size: trainingSize, problem: { kind } } = training;
  return facts ?? { features, outputs, kind, trainingSize };
}
