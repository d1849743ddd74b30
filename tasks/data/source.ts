/** What a source of data is: it reads the data of one kind that a config names. @module */

import type { Config, DataFacts } from "../../lib/config.ts";
import type { UserDataset } from "../../lib/config/user_data.ts";
import type { Dataset } from "../../lib/dataset.ts";
import type { InputDescription, InputSource } from "../../lib/pictures/input_description.ts";
import type { Problem } from "../../lib/problem/contract.ts";
import type { TableDescription } from "../../lib/table/columns/columns.ts";
import type { TableOptions } from "../../lib/table/columns/options.ts";
import type { ColumnProfile } from "../../lib/table/columns/profile.ts";
import type { Quantity } from "../../lib/table/columns/target.ts";
import type { TableDatasets } from "../../lib/table/encode/datasets.ts";
import type { ColumnDistribution } from "../../lib/table/encode/distributions.ts";
import type { FoldedData } from "../../lib/table/folds/members.ts";
import type { Splits } from "./names.ts";

export type Hashes = Readonly<Record<string, string>>;

export interface OpenData extends Splits {
  readonly classes: readonly string[] | undefined;
  /** The SHA-256 of each of the catalogue's files, or of the user data that was read. */
  readonly hashes: Hashes;
  /** The columns of a table, for the model file. */
  readonly table?: TableDescription;
  /** How the values of its columns are distributed in the training rows. */
  readonly distributions?: readonly ColumnDistribution[];
  readonly quantities?: readonly Quantity[] | undefined;
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
  & Pick<TableOptions, "folds" | "repeat">
  & { readonly trainingSize: number | null };

/** What a model learned, by which new data is read: nothing is found anew. */
export interface Learned {
  /** The shape of its inputs. */
  readonly shape: readonly number[] | undefined;
  readonly kind: Problem["kind"];
  readonly quantities: readonly Quantity[] | undefined;
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
