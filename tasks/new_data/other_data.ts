/** Whether a file that the command line names holds other data than a run learned from. @module */

import { type Config, pathKeyOf, tablePathOf } from "../../lib/config/mod.ts";
import { targetNamesOf } from "../../lib/table/mod.ts";
import { CELLS_HASH, type DataConfig, isTable, openFiles } from "../datasets/open_data.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { checkTable, checkThere, isSameData, openRunData } from "../run/run_data.ts";
import { holdsRun, readRun } from "../run/run_folder.ts";
import { openTable } from "../tables/open_table.ts";

interface Asked {
  readonly opened: readonly OpenNetwork[];
  /** The hashes of the data that an ensemble's folder keeps. */
  readonly learned: Readonly<Record<string, string>> | undefined;
  /** How the data is split, with the path that the command line names. */
  readonly config: DataConfig;
  readonly data: string;
}

/**
 * Whether data is other than what networks learned from: by its SHA-256, or where only weights are there by the description
 * of its table.
 * @throws {Error} if it is not there
 */
export async function isOtherData({ opened, learned, config, data }: Asked): Promise<boolean> {
  const { dataset } = config;
  const [first] = opened as [OpenNetwork];
  if (typeof dataset === "string") return false;
  await checkThere(dataset, first.run);
  const hashes = learned ??
    (await holdsRun(first.run) ? (await readRun(first.run)).summary.data : undefined);
  if (hashes === undefined) {
    return await openRunData([first.run], config, data).then(
      (found) => checkTable([first], found, dataset),
    ).then(() => false, () => true);
  }
  const found = await hashOf(dataset, first);
  return found === undefined || !isSameData(hashes, found);
}

/** The SHA-256 of data; `undefined` where it cannot be read as the run's was. */
async function hashOf(
  dataset: Exclude<Config["dataset"], string>,
  { table }: Pick<OpenNetwork, "table">,
): Promise<Record<string, string> | undefined> {
  try {
    if (!isTable(dataset)) return (await openFiles(dataset, {})).hashes;
    const { delimiter, header, sheet, query } = dataset;
    const known = table === undefined ? [] : [...targetNamesOf(table)];
    const options = { delimiter, header, sheet, query, known };
    const file = await openTable(tablePathOf(dataset)!, options);
    for await (const _ of file.open()); // the hash is there at the end
    return { [CELLS_HASH]: file.sha256! };
  } catch {
    return undefined; // whoever reads it next reports what is wrong
  }
}

/** The path of user data, or its paths. */
export function pathsOf(dataset: Exclude<Config["dataset"], string>): string | string[] {
  const path = dataset[pathKeyOf(dataset)]!;
  return typeof path === "string" ? path : [...path];
}
