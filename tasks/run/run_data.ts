/**
 * The data that a run learned from. User data may have been moved or changed since: the command line names its new path, and
 * its hash proves that it is the same. So no path is part of a run's identity. @module
 */

import { isDeepStrictEqual } from "node:util";
import { type Config, pathKeyOf } from "../../lib/config/mod.ts";
import { parseSafetensors } from "../../lib/formats/mod.ts";
import { parseTableDescription, type TableDescription } from "../../lib/table/mod.ts";
import { type Option, type OptionValues, UsageError } from "../cli/arguments.ts";
import type { OpenNetwork } from "./open_network.ts";
import { inFile, readRun, readWeights } from "./run_folder.ts";
import { type DataConfig, type OpenData, openData } from "../datasets/open_data.ts";

const moved = (what: string) => `Where the run's ${what} now, if not where it learned from`;

/** The options that name the new path of user data. */
export const MOVED = {
  csv: { description: moved("table is"), value: "FILE" },
  images: { description: moved("pictures are"), value: "FOLDER" },
  idx: { description: moved("IDX files are"), value: "FOLDER" },
  npz: { description: moved("NPZ file is"), value: "FILE" },
} as const satisfies { readonly [name: string]: Option };

export type Moved = Partial<
  OptionValues<{ name: string; description: string; options: typeof MOVED }>
>;

/** The end of an error on runs that split one table differently. */
export const SAME_SPLIT = 'the same "splitSeed" in their configs gives them the same split';

/**
 * A config's data set, at the path that the command line names, if it does.
 * @throws {UsageError} if the option is for another kind of data
 */
export function movedTo(dataset: Config["dataset"], moved: Moved): Config["dataset"] {
  const given = Object.keys(MOVED) as (keyof typeof MOVED)[];
  const option = given.find((name) => moved[name] !== undefined);
  if (option === undefined) return dataset;
  const kind = typeof dataset === "string" ? undefined : pathKeyOf(dataset);
  if (kind !== option) {
    throw new UsageError(
      kind === undefined
        ? `--${option} is for runs on your data: this run learned from ${dataset}`
        : `--${option} does not fit: this run learned from --${kind}`,
    );
  }
  return { ...Object(dataset), [option]: moved[option] };
}

/**
 * Checks that user data is at its path.
 * @throws {Error} if it is not; the message contains the option that names the path
 */
export async function checkThere(dataset: Config["dataset"], run: string): Promise<void> {
  if (typeof dataset === "string") return;
  const kind = pathKeyOf(dataset);
  const path = dataset[kind]!;
  try {
    await Deno.stat(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(
      `Cannot find ${path}, which ${run} learned from: if it was moved, name it with --${kind}`,
      { cause: error },
    );
  }
}

/** The description of the table that a run learned from; `undefined` if it learned from other data. */
export async function tableOf(run: string): Promise<TableDescription | undefined> {
  const { path, bytes } = await readWeights(run);
  return inFile(path, () => {
    const { table } = parseSafetensors(bytes).metadata;
    return table === undefined ? undefined : parseTableDescription(table);
  });
}

/**
 * Reads the data of runs.
 * @param config the data's present path, and how it is split
 * @throws {Error} if user data is not there, or is not what a run learned from
 */
export async function openRunData(
  runs: readonly string[],
  config: DataConfig,
  data: string,
): Promise<OpenData> {
  const { dataset } = config;
  if (typeof dataset === "string") return await openData(config, data);
  await checkThere(dataset, runs[0]!);
  const opened = await openData(config, data, await tableOf(runs[0]!));
  for (const run of runs) {
    if (!(await Deno.stat(run)).isDirectory) continue;
    const { summary } = await readRun(run);
    if (isDeepStrictEqual({ ...summary.data }, { ...opened.hashes })) continue;
    throw new Error(
      `Cannot use ${dataset[pathKeyOf(dataset)]} for ${run}: ` +
        "it is not the data that the run learned from (its SHA-256 differs)",
    );
  }
  return opened;
}

/**
 * Checks that a table has the columns, scales and classes that the networks learned. A file of weights holds these, but not
 * the table's hash.
 * @throws {Error} if they differ
 */
export function checkTable(
  opened: readonly Pick<OpenNetwork, "path" | "table">[],
  { table }: Pick<OpenData, "table">,
  dataset: Config["dataset"],
): void {
  if (typeof dataset === "string" || table === undefined) return;
  const now = JSON.stringify(table);
  const other = opened.find(({ table }) => table !== undefined && JSON.stringify(table) !== now);
  if (other === undefined) return;
  throw new Error(
    `Cannot use ${dataset.csv} for ${other.path}: its columns, their means and deviations or its classes differ ` +
      "from what the weights learned; name their table with --csv, or answer rows of another table with " +
      "`deno task predict`",
  );
}
