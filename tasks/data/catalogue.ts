/** The source of the data sets of the catalogue: MNIST and others like it. @module */

import { exists, walk } from "@std/fs";
import { join, relative } from "@std/path";
import { quote } from "../../lib/checks/texts.ts";
import { catalogueFacts, type Config } from "../../lib/config.ts";
import { entryOf } from "../../lib/config/user_data.ts";
import { Dataset } from "../../lib/dataset.ts";
import { type CatalogueEntry, splitTraining } from "../../lib/digits/mnist.ts";
import { parseIdx } from "../../lib/formats/idx.ts";
import { UsageError } from "../cli/arguments.ts";
import { DATA } from "../cli/options.ts";
import { PROGRAM } from "../system/installation.ts";
import { missingFiles } from "./missing_files.ts";
import type { Splits } from "./names.ts";
import { inputOf, located, type Source } from "./source.ts";

/**
 * Reads the splits of a data set from `data`, and checks its files. They share the memory of the files, unless the images'
 * width is normalized.
 * @param config the data set's name, how many training images train and, if set, the width of all images
 * @param data the folder that holds the data sets, one in a folder of its name
 * @throws {Error} if a file is missing or damaged
 */
export async function readSplits(
  config:
    & { readonly dataset: string }
    & Pick<Config, "trainingSize">
    & Partial<Pick<Config, "normalizeWidth">>,
  data: string,
): Promise<Splits> {
  const entry = entryOf(config.dataset)!;
  const folder = join(data, entry.name);
  const files = new Map<keyof CatalogueEntry["files"], Uint8Array>();
  const [missing] = await missingFiles(entry, folder, { into: files });
  if (missing !== undefined) {
    const { file: { name }, damage } = missing;
    const option = data === "data" ? "" : ` --data ${quote(data)}`;
    const command = `${PROGRAM} fetch --dataset ${entry.name}${option}`;
    throw new Error(
      damage === undefined
        ? `Cannot find ${join(folder, name)}: run \`${command}\``
        : `Cannot use ${join(folder, name)}: ${damage}; \`${command} --replace\` fetches it again`,
    );
  }
  const examples = (images: keyof typeof entry.files, labels: keyof typeof entry.files) =>
    Dataset.fromIdx(parseIdx(files.get(images)!), parseIdx(files.get(labels)!));
  const all = examples("trainImages", "trainLabels");
  const width = config.normalizeWidth ?? null;
  const splits = {
    ...splitTraining(all, config.trainingSize, entry.split),
    test: examples("testImages", "testLabels"),
  };
  if (width === null) return splits;
  const { normalizeWidth } = await import("../../lib/digits/normalize_width.ts");
  return {
    training: normalizeWidth(splits.training, width),
    validation: normalizeWidth(splits.validation, width),
    test: normalizeWidth(splits.test, width),
  };
}

/** The SHA-256 of each file of a data set of the catalogue, as a run records it. */
export function hashesOf(config: { readonly dataset: string }): Record<string, string> {
  const files = Object.values(entryOf(config.dataset)!.files);
  return Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));
}

export const catalogueSource: Source = {
  async open(config, data) {
    const dataset = config.dataset as string;
    const trainingSize = config.trainingSize!;
    const splits = await readSplits({ ...config, dataset, trainingSize }, data);
    return {
      ...splits,
      input: inputOf(splits.training, "idx"),
      classes: entryOf(dataset)!.classes,
      hashes: hashesOf({ dataset }),
      locate: () => located((example) => `image ${example}`),
      found: [],
      warnings: [],
    };
  },
  hashes: (dataset) => Promise.resolve(hashesOf({ dataset: dataset as string })),
  facts: (dataset) => catalogueFacts(entryOf(dataset)!),
  async fetch(dataset, data, signal) {
    const entry = entryOf(dataset)!;
    await checkDataFolder(entry, data);
    if ((await missingFiles(entry, join(data, entry.name), { signal })).length === 0) return;
    const { fetchDataset } = await import("./fetch_dataset.ts");
    await fetchDataset(entry, { data, signal });
  },
};

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
