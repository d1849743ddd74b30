/** Whether a folder that `--data` names is for data sets, or holds user data, which nothing is written into. @module */

import { exists, walk } from "@std/fs";
import { join, relative } from "@std/path";
import { quote } from "../../lib/checks/mod.ts";
import type { CatalogueEntry } from "../../lib/digits/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { DATA } from "../cli/options.ts";
import { PROGRAM } from "../system/installation.ts";

/** How many entries are searched: one picture is enough. */
const MAX_ENTRIES = 1000;

/** Names of files of user data, and the options that train on such files. */
const USER_FILES: readonly [name: RegExp, option: (folder: string, file: string) => string][] = [
  [/\.(png|jpe?g)$/i, (folder) => `--images ${quote(folder)}`],
  [/-ubyte(\.gz)?$/i, (folder) => `--idx ${quote(folder)}`],
  [/\.csv(\.gz)?$/i, (_, file) => `--csv ${quote(file)} --target NAME`],
  [
    /\.(parquet|xlsx|jsonl|ndjson|sqlite3?)(\.gz)?$/i,
    (_, file) => `--table ${quote(file)} --target NAME`,
  ],
  [/\.np[yz]$/i, (_, file) => `--npz ${quote(file)}`],
];

/**
 * Checks that `train` may fetch a missing data set into a folder: whoever runs `train --data photos` means to train on the
 * photos. `fetch --data photos` may write there.
 * @param data the folder, as `--data` names it
 * @throws {UsageError} if it holds user data; the message suggests how to train on it
 */
export async function checkDataFolder({ name }: CatalogueEntry, data: string): Promise<void> {
  if (data === DATA.default || await exists(join(data, name)) || !await exists(data)) return;
  const files = walk(data, { maxDepth: 2, includeDirs: false });
  let entries = 0;
  for await (const { path } of files) {
    if (++entries > MAX_ENTRIES) return;
    const [, option] = USER_FILES.find(([pattern]) => pattern.test(path)) ?? [];
    if (option === undefined) continue;
    throw new UsageError(
      `Cannot find ${name} in ${data}, which holds other data, such as ${relative(data, path)}: ` +
        `\`${PROGRAM} train ${option(data, path)}\` trains on that, ` +
        `\`${PROGRAM} fetch --dataset ${name} --data ${quote(data)}\` fetches ${name} there`,
    );
  }
}
