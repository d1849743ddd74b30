/** Whether a file that the command line names holds other data than a run learned from. @module */

import type { Config } from "../../../lib/config.ts";
import {
  DATA_KINDS,
  dataKindOf,
  PATH_KEYS,
  type UserDataset,
  userDatasetOf,
} from "../../../lib/config/user_data.ts";
import type { DataConfig, Hashes } from "../../data/source.ts";
import { sourceOf } from "../../data/source.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { checkTable, isSameData, type Moved, movedTo, openRunData } from "../../run/run_data.ts";
import { holdsRun, readRun } from "../../run/run_folder.ts";

/**
 * The data that the command line names: of user data another path, of a catalogue's data set IDX files, pictures or arrays.
 * @returns `undefined` if it names none
 * @throws {UsageError} if the option is for another kind of data
 */
export function namedData(dataset: Config["dataset"], named: Moved): UserDataset | undefined {
  if (!dataKindOf(dataset).isUserData) {
    const key = PATH_KEYS.find((key) => !DATA_KINDS[key].hasColumns && named[key]);
    if (key !== undefined) return { [key]: named[key] };
  }
  const moved = movedTo(dataset, named);
  return moved === dataset ? undefined : userDatasetOf(moved);
}

interface Asked {
  readonly opened: readonly OpenNetwork[];
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
  dataset: UserDataset,
  { opened, config, data }: Asked,
): Promise<boolean> {
  const [first] = opened as [OpenNetwork];
  if (!dataKindOf(config.dataset).isUserData) return true;
  if (!await holdsRun(first.run)) {
    return await openRunData([first.run], { ...config, dataset }, data).then(
      (found) => checkTable([first], found, dataset),
    ).then(() => false, () => true);
  }
  const { summary } = await readRun(first.run);
  const found = await hashOf(dataset, first);
  return found === undefined || !isSameData(summary.data, found);
}

/** The SHA-256 of data; `undefined` where it cannot be read as the run's was. */
async function hashOf(
  dataset: UserDataset,
  { table }: Pick<OpenNetwork, "table">,
): Promise<Hashes | undefined> {
  try {
    return await (await sourceOf(dataset)).hashes(dataset, table);
  } catch {
    return undefined;
  }
}
