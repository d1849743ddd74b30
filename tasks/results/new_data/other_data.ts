/** Whether a file that the command line names holds other data than a run learned from. @module */

import { type Config, type OwnDataset, tablePathOf } from "../../../lib/config/mod.ts";
import { targetNamesOf } from "../../../lib/table/columns/columns.ts";
import { CELLS_HASH, isTable } from "../../data/names.ts";
import { type DataConfig, openFiles } from "../../data/open_data.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { checkTable, isSameData, type Moved, movedTo, openRunData } from "../../run/run_data.ts";
import { holdsRun, readRun } from "../../run/run_folder.ts";

/**
 * The data that the command line names: of user data another path, of a catalogue's data set IDX files, pictures or arrays.
 * @returns `undefined` if it names none
 * @throws {UsageError} if the option is for another kind of data
 */
export function namedData(dataset: Config["dataset"], named: Moved): OwnDataset | undefined {
  const { idx, images, npz } = named;
  if (typeof dataset === "string") {
    if (idx !== undefined) return { idx };
    if (images !== undefined) return { images };
    if (npz !== undefined) return { npz };
  }
  const moved = movedTo(dataset, named);
  return typeof moved === "string" || moved === dataset ? undefined : moved;
}

interface Asked {
  readonly opened: readonly OpenNetwork[];
  /** The hashes of the data that an ensemble's folder keeps. */
  readonly learned: Readonly<Record<string, string>> | undefined;
  /** The data that the networks learned from, and how it is split. */
  readonly config: DataConfig;
  /** The folder of the catalogue's data sets. */
  readonly data: string;
}

/**
 * Whether data is other than what networks learned from: by its SHA-256, or where only weights are there by the description
 * of its table. What cannot be read is other data: whoever reads it next reports what is wrong.
 */
export async function isOtherData(
  dataset: OwnDataset,
  { opened, learned, config, data }: Asked,
): Promise<boolean> {
  const [first] = opened as [OpenNetwork];
  if (typeof config.dataset === "string") return true;
  const hashes = learned ??
    (await holdsRun(first.run) ? (await readRun(first.run)).summary.data : undefined);
  if (hashes === undefined) {
    return await openRunData([first.run], { ...config, dataset }, data).then(
      (found) => checkTable([first], found, dataset),
    ).then(() => false, () => true);
  }
  const found = await hashOf(dataset, first);
  return found === undefined || !isSameData(hashes, found);
}

/** The SHA-256 of data; `undefined` where it cannot be read as the run's was. */
async function hashOf(
  dataset: OwnDataset,
  { table }: Pick<OpenNetwork, "table">,
): Promise<Record<string, string> | undefined> {
  try {
    if (!isTable(dataset)) return (await openFiles(dataset, {})).hashes;
    const { delimiter, header, encoding, sheet, query } = dataset;
    const known = table === undefined ? [] : [...targetNamesOf(table)];
    const options = { delimiter, header, encoding, sheet, query, known };
    const { openTable } = await import("../../data/tables/open_table.ts");
    const file = await openTable(tablePathOf(dataset)!, options);
    for await (const _ of file.open()); // the hash is there at the end
    return { [CELLS_HASH]: file.sha256! };
  } catch {
    return undefined;
  }
}
