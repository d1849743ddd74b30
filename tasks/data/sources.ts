/**
 * The sources of data: a new one is a file and an entry here, beside the keys that a config has of it in `lib/config`.
 * What reads the data is loaded when it is read. @module
 */

import type { Config } from "../../lib/config.ts";
import { dataKindOf, type PathKey } from "../../lib/config/user_data.ts";
import type { Option } from "../cli/arguments.ts";
import type { Source } from "./source.ts";

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
      description:
        "Train on a table: CSV, Parquet, XLSX, JSON or SQLite; several files or patterns are one table",
      value: "FILE",
      repeatable: true,
    },
    load: table,
  },
  images: {
    option: {
      description: "Train on pictures: a folder with a folder of PNG and JPEG files for each class",
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
      description: "Train on an NPZ file of NumPy, with x_train and y_train",
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
