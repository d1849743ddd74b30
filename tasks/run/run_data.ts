/**
 * The data that a run learned from. Data of one's own may have been moved or changed since: where it is says the command
 * line, and that it is the same says its hash. So no path is part of what a run is.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import { type Config, pathKeyOf } from "../../lib/config.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import type { TableDescription } from "../../lib/table/columns.ts";
import { parseTableDescription } from "../../lib/table/parse_description.ts";
import { type Option, type OptionValues, UsageError } from "../cli/arguments.ts";
import type { OpenNetwork } from "./open_network.ts";
import { inFile, readRun, readWeights } from "./run_folder.ts";
import { type DataConfig, type OpenData, openData } from "../datasets/open_data.ts";

const moved = (what: string) => `Where the run's ${what} now, if not where it learned from`;

/** The options that say where data of one's own is now. */
export const MOVED = {
  csv: { description: moved("table is"), value: "FILE" },
  images: { description: moved("pictures are"), value: "FOLDER" },
  idx: { description: moved("IDX files are"), value: "FOLDER" },
  npz: { description: moved("NPZ file is"), value: "FILE" },
} as const satisfies { readonly [name: string]: Option };

/** Their values. */
export type Moved = Partial<
  OptionValues<{ name: string; description: string; options: typeof MOVED }>
>;

/** What to do about runs of one table that were split in other ways. */
export const SAME_SPLIT = 'the same "splitSeed" in their configs gives them the same split';

/**
 * A config's data set, at the place of the command line if that names one.
 *
 * @throws {UsageError} if the data is of another kind
 */
export function movedTo(dataset: Config["dataset"], moved: Moved): Config["dataset"] {
  const given = Object.keys(MOVED) as (keyof typeof MOVED)[];
  const option = given.find((name) => moved[name] !== undefined);
  if (option === undefined) return dataset;
  const place = typeof dataset === "string" ? undefined : pathKeyOf(dataset);
  if (place !== option) {
    throw new UsageError(
      place === undefined
        ? `--${option} is for runs on data of one's own: this one learned from ${dataset}`
        : `--${option} is not where this run's data can be: it learned from --${place}`,
    );
  }
  return { ...Object(dataset), [option]: moved[option] };
}

/**
 * Checks that data of one's own is where it is looked for.
 *
 * @param run the folder of a run that learned from it, for the error
 * @throws {Error} if it is not; the message says which option names the place
 */
export async function checkThere(dataset: Config["dataset"], run: string): Promise<void> {
  if (typeof dataset === "string") return;
  const place = pathKeyOf(dataset);
  try {
    await Deno.stat(dataset[place]!);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(
      `Cannot find ${dataset[place]}, which ${run} learned from: if it was moved, ` +
        `--${place} says where it is`,
      { cause: error },
    );
  }
}

/**
 * What a run's weights say of the table that it learned from; `undefined` if it was none.
 *
 * @param run its folder, or the file of its weights
 */
export async function tableOf(run: string): Promise<TableDescription | undefined> {
  const { path, bytes } = await readWeights(run);
  return inFile(path, () => {
    const { table } = parseSafetensors(bytes).metadata;
    return table === undefined ? undefined : parseTableDescription(table);
  });
}

/**
 * Reads the data of runs.
 *
 * @param runs the folders of runs that learned from it, or files of their weights, which do not say its hash
 * @param config where the data is now, and how it is split
 * @throws {Error} if data of one's own is not there, or is not what a run learned from
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
      `Cannot use ${
        dataset[pathKeyOf(dataset)]
      } for ${run}: it is not what the run learned from, or no longer ` +
        "(its SHA-256 is another)",
    );
  }
  return opened;
}

/**
 * Checks that a table is read as the networks learned it. A file of weights does not say the table's hash, but its columns,
 * how they are scaled and its classes.
 *
 * @throws {Error} if it is read otherwise
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
    `Cannot use ${dataset.csv} for ${other.path}: its columns, their means and deviations or its classes are ` +
      "not those that the weights learned from; --csv says where the table is that they learned from, and " +
      "`deno task predict` answers rows of another one",
  );
}
