/**
 * The data that a run learned from. User data may have been moved or changed since: the command line names its new path, and
 * its hash proves that it is the same. So no path is part of a run's identity. @module
 */

import type { Config } from "../../lib/config.ts";
import {
  DATA_KINDS,
  dataKindOf,
  PATH_KEYS,
  type PathKey,
  pathsOf,
  userDatasetOf,
} from "../../lib/config/user_data.ts";
import { isDeepStrictEqual } from "node:util";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { type OptionValues, UsageError } from "../cli/arguments.ts";
import type { OpenNetwork } from "./open_network.ts";
import { inFile, readRun, readWeights } from "./run_folder.ts";
import { CELLS_HASH } from "../data/names.ts";
import {
  type DataConfig,
  type Hashes,
  ofSources,
  type OpenData,
  openData,
  sourceOf,
  type SOURCES,
} from "../data/source.ts";
import { pathIn } from "../data/options.ts";
import { PROGRAM } from "../system/installation.ts";

/** The options that name a path of user data. */
const pathOptions = (of: (what: string) => string) =>
  ofSources(({ option, named }) => ({
    ...option,
    description: named === undefined
      ? "The same in any format; several files are one table"
      : of(named),
  })) as { readonly [Key in PathKey]: typeof SOURCES[Key]["option"] };

/** The options that name the new path of user data. */
export const MOVED = pathOptions((what) => `The new path of the run's ${what}, if it was moved`);

/** The options that name new data with labels, or the new path of a run's own. */
export const NEW_DATA = pathOptions((what) =>
  `New ${what} with labels, or the new path of the run's ${what}`
);

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
  const option = PATH_KEYS.find((key) => pathIn(moved, key) !== undefined);
  if (option === undefined) return dataset;
  const { key, isUserData, hasColumns } = dataKindOf(dataset);
  const areTables = hasColumns && DATA_KINDS[option].hasColumns;
  if (key !== option && !areTables) {
    throw new UsageError(
      isUserData
        ? `--${option} does not fit: this run learned from --${key}`
        : `--${option} is for runs on your data: this run learned from ${dataset}`,
    );
  }
  const path = pathIn(moved, option)!;
  const { [key as PathKey]: _, ...others } = userDatasetOf(dataset)!;
  // The option that takes several files is that of a key that does.
  return { ...others, [typeof path === "string" ? key! : option]: path };
}

/**
 * Checks that user data is at its path.
 * @throws {Error} if it is not; the message contains the option that names the path
 */
export async function checkThere(dataset: Config["dataset"], run: string): Promise<void> {
  const { key } = dataKindOf(dataset);
  const userData = userDatasetOf(dataset);
  if (userData === undefined) return;
  const source = await sourceOf(userData);
  for (const path of await source.files?.(userData) ?? pathsOf(userData)) {
    try {
      await Deno.stat(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new Error(
        `Cannot find ${path}, which ${run} learned from: if it was moved, name it with --${key}`,
        { cause: error },
      );
    }
  }
}

/** The description of the table that a run learned from; `undefined` if it learned from other data. */
export async function tableOf(run: string): Promise<OpenData["table"]> {
  const { path, bytes } = await readWeights(run);
  const { table } = inFile(path, () => parseSafetensors(bytes)).metadata;
  if (table === undefined) return undefined;
  const { parseTableDescription } = await import("../../lib/table/columns/parse_description.ts");
  return inFile(path, () => parseTableDescription(table));
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
  if (!dataKindOf(dataset).isUserData) return await openData(config, data);
  await checkThere(dataset, runs[0]!);
  const opened = await openData(config, data, await tableOf(runs[0]!));
  for (const run of runs) {
    if (!(await Deno.stat(run)).isDirectory) continue;
    const { summary } = await readRun(run);
    if (isSameData(summary.data, opened.hashes)) continue;
    throw new Error(
      `Cannot use ${pathsOf(dataset).join(", ")} for ${run}: ` +
        "it is not the data that the run learned from (its SHA-256 differs)",
    );
  }
  return opened;
}

/** Whether hashes are of the same data: of a table its cells count, and not in which files they are. */
export function isSameData(one: Hashes, other: Hashes): boolean {
  const [cells, others] = [one[CELLS_HASH], other[CELLS_HASH]];
  return cells !== undefined && others !== undefined
    ? cells === others
    : isDeepStrictEqual({ ...one }, { ...other });
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
  if (table === undefined) return;
  // What is left out has no part in answers.
  const learned = ({ columns, target }: NonNullable<OpenData["table"]>) =>
    JSON.stringify([columns, target]);
  const now = learned(table);
  const other = opened.find(({ table }) => table !== undefined && learned(table) !== now);
  if (other === undefined) return;
  throw new Error(
    `Cannot use ${
      pathsOf(dataset).join(", ")
    } for ${other.path}: its columns, their means and deviations or its classes differ ` +
      "from what the weights learned; name their table with --csv, or answer rows of another table with " +
      `\`${PROGRAM} predict\``,
  );
}
