/**
 * The data that a config names, read from disk and split.
 *
 * @module
 */

import { join } from "@std/path";
import type { Config } from "../../lib/config.ts";
import { catalogue, type CatalogueEntry, SPLIT } from "../../lib/mnist.ts";
import { Dataset, parseIdx } from "../../mod.ts";
import { missingFiles } from "./missing_files.ts";

/** The names of the splits. */
export const SPLITS = ["training", "validation", "test"] as const;

/** A data set in its three parts; they share the memory of the files. */
export type Splits = { [Name in typeof SPLITS[number]]: Dataset };

/** The catalogue's entry of a config's data set. */
export function datasetOf(config: Pick<Config, "dataset">): CatalogueEntry {
  return catalogue[config.dataset]!;
}

/**
 * Reads the splits of a data set from `data`, once its files are found whole.
 *
 * @param config names the data set and how many of the training images train
 * @param data the folder that holds the data sets, one in a folder of its name
 * @throws {Error} if a file is missing or damaged
 */
export async function readSplits(
  config: Pick<Config, "dataset" | "trainingSize">,
  data: string,
): Promise<Splits> {
  const entry = datasetOf(config);
  const folder = join(data, entry.name);
  const [missing] = await missingFiles(entry, folder);
  if (missing !== undefined) {
    const { file: { name }, damage } = missing;
    throw new Error(
      damage === undefined
        ? `Cannot find ${join(folder, name)}: run \`deno task fetch --dataset ${entry.name}\``
        : `Cannot use ${
          join(folder, name)
        }: ${damage}; run \`deno task fetch --dataset ${entry.name}\``,
    );
  }
  const read = async (role: keyof CatalogueEntry["files"]) =>
    parseIdx(await Deno.readFile(join(folder, entry.files[role].name)));
  const all = Dataset.fromIdx(await read("trainImages"), await read("trainLabels"));
  return {
    training: all.subset(0, config.trainingSize),
    validation: all.subset(SPLIT.training, SPLIT.training + SPLIT.validation),
    test: Dataset.fromIdx(await read("testImages"), await read("testLabels")),
  };
}

/** The SHA-256 of each file of a config's data set, as a run records it. */
export function hashesOf(config: Pick<Config, "dataset">): Record<string, string> {
  const files = Object.values(datasetOf(config).files);
  return Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));
}
