/**
 * The data that a run learned from. User data may have been moved or changed since: the command line names its new path, and
 * its hash proves that it is the same. So no path is part of a run's identity. @module
 */

import { isDeepStrictEqual } from "node:util";
import { type Config, pathKeyOf, tablePathOf } from "../../lib/config/mod.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import type { TableDescription } from "../../lib/table/mod.ts";
import { type Option, type OptionValues, UsageError } from "../cli/arguments.ts";
import type { OpenNetwork } from "./open_network.ts";
import { inFile, readRun, readWeights } from "./run_folder.ts";
import { CELLS_HASH } from "../data/names.ts";
import { type DataConfig, type OpenData, openData } from "../data/open_data.ts";
import { tableOption } from "../data/options.ts";
import { filesOf } from "../data/tables/paths.ts";
import { PROGRAM } from "../system/installation.ts";

/** The options that name a path of user data. */
const pathOptions = (of: (what: string, verb: string) => string) =>
  ({
    csv: { description: of("table", "is"), value: "FILE" },
    table: {
      description: "The same, of any format; several are one table",
      value: "FILE",
      repeatable: true,
    },
    images: { description: of("pictures", "are"), value: "FOLDER" },
    idx: { description: of("IDX files", "are"), value: "FOLDER" },
    npz: { description: of("NPZ file", "is"), value: "FILE" },
  }) as const satisfies { readonly [name: string]: Option };

/** The options that name the new path of user data. */
export const MOVED = pathOptions((what, verb) =>
  `Where the run's ${what} ${verb} now, if not where it learned from`
);

/** The options that name new data with labels, or the new path of a run's own. */
export const NEW_DATA = pathOptions((what, verb) =>
  `New ${what} with labels, or where the run's ${verb} now`
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
  const paths = { ...moved, table: tableOption({ table: moved.table ?? [] }) };
  const given = Object.keys(MOVED) as (keyof typeof MOVED)[];
  const option = given.find((name) => paths[name] !== undefined);
  if (option === undefined) return dataset;
  const kind = typeof dataset === "string" ? undefined : pathKeyOf(dataset);
  const areTables = [kind, option].every((key) => key === "csv" || key === "table");
  if (kind !== option && !areTables) {
    throw new UsageError(
      kind === undefined
        ? `--${option} is for runs on your data: this run learned from ${dataset}`
        : `--${option} does not fit: this run learned from --${kind}`,
    );
  }
  const path = paths[option]!;
  const { [kind!]: _, ...others } = Object(dataset);
  // A config's `csv` names one file.
  return { ...others, [kind === "csv" && typeof path !== "string" ? "table" : kind!]: path };
}

/**
 * Checks that user data is at its path.
 * @throws {Error} if it is not; the message contains the option that names the path
 */
export async function checkThere(dataset: Config["dataset"], run: string): Promise<void> {
  if (typeof dataset === "string") return;
  const kind = pathKeyOf(dataset);
  const paths = [dataset[kind]!].flat();
  for (const path of tablePathOf(dataset) === undefined ? paths : await filesOf(paths)) {
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
}

/** The description of the table that a run learned from; `undefined` if it learned from other data. */
export async function tableOf(run: string): Promise<TableDescription | undefined> {
  const { path, bytes } = await readWeights(run);
  const { table } = inFile(path, () => parseSafetensors(bytes)).metadata;
  if (table === undefined) return undefined;
  const { parseTableDescription } = await import("../../lib/table/mod.ts");
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
  if (typeof dataset === "string") return await openData(config, data);
  await checkThere(dataset, runs[0]!);
  const opened = await openData(config, data, await tableOf(runs[0]!));
  for (const run of runs) {
    if (!(await Deno.stat(run)).isDirectory) continue;
    const { summary } = await readRun(run);
    if (isSameData(summary.data, opened.hashes)) continue;
    throw new Error(
      `Cannot use ${[dataset[pathKeyOf(dataset)]].flat().join(", ")} for ${run}: ` +
        "it is not the data that the run learned from (its SHA-256 differs)",
    );
  }
  return opened;
}

type Hashes = Readonly<Record<string, string>>;

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
  if (typeof dataset === "string" || table === undefined) return;
  const now = JSON.stringify(table);
  const other = opened.find(({ table }) => table !== undefined && JSON.stringify(table) !== now);
  if (other === undefined) return;
  throw new Error(
    `Cannot use ${
      [tablePathOf(dataset)].flat().join(", ")
    } for ${other.path}: its columns, their means and deviations or its classes differ ` +
      "from what the weights learned; name their table with --csv, or answer rows of another table with " +
      `\`${PROGRAM} predict\``,
  );
}
