/** The data that a config names, read from disk and split. @module */

import { join } from "@std/path";
import { Dataset } from "../../mod.ts";
import { quote } from "../../lib/checks/mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import { catalogue, splitTraining } from "../../lib/digits/mnist.ts";
import type { CatalogueEntry, Splits } from "../../lib/digits/mnist.ts";
import { normalizeWidth } from "../../lib/digits/normalize_width.ts";
import { parseIdx } from "../../lib/formats/idx.ts";
import { missingFiles } from "./missing_files.ts";
import { PROGRAM } from "../system/installation.ts";

export type { Splits };

export const SPLITS: readonly (keyof Splits)[] = ["training", "validation", "test"];

/** The words for the splits in names of arrays and folders, in any case. */
export const PART_WORDS: { readonly [Part in keyof Splits]: readonly string[] } = {
  training: ["train", "training"],
  validation: ["validation", "valid", "val"],
  test: ["test", "testing"],
};

/** The catalogue's entry of a data set's name. */
export function datasetOf({ dataset }: { readonly dataset: string }): CatalogueEntry {
  return catalogue[dataset]!;
}

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
  const entry = datasetOf(config);
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
  const normalized = (images: Dataset) => width === null ? images : normalizeWidth(images, width);
  const { training, validation } = splitTraining(all, config.trainingSize, entry.split);
  return {
    training: normalized(training),
    validation: normalized(validation),
    test: normalized(examples("testImages", "testLabels")),
  };
}

/** The SHA-256 of each file of a data set of the catalogue, as a run records it. */
export function hashesOf(config: { readonly dataset: string }): Record<string, string> {
  const files = Object.values(datasetOf(config).files);
  return Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));
}
