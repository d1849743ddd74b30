/** The options that name data of one's own, and the data set that they make. @module */

import { isDeepStrictEqual } from "node:util";
import { basename } from "@std/path";
import { type Config, parseDraft } from "../../lib/config.ts";
import { type Gaps, GAPS_OF_NEW_RUNS } from "../../lib/table/columns.ts";
import { type Option, UsageError, wholeNumber } from "./arguments.ts";
import { printableJson } from "../system/printable.ts";
import { quote } from "./shell.ts";

/** Where data of one's own is, and what of it is to be learned. */
export const OWN_DATA = {
  csv: { description: "Train on a table: a CSV file, compressed or not", value: "FILE" },
  target: {
    description: "The column of the table to predict; several if all are quantities",
    value: "NAME",
    repeatable: true,
  },
  images: {
    description:
      "Train on pictures: a folder that holds a folder of PNG and JPEG files for each class",
    value: "FOLDER",
  },
  idx: { description: "Train on IDX files of one's own, as MNIST's are", value: "FOLDER" },
  npz: { description: "Train on an NPZ file of NumPy: x_train, y_train and so on", value: "FILE" },
  memory: {
    description:
      "IDX files to train on that take more are read from disk while training, in windows; 1024 if not given",
    value: "MIB",
  },
  kind: {
    description: "What the target is; found out if not given",
    value: "KIND",
    choices: ["class", "quantity"],
  },
  gaps: {
    description:
      `What becomes of missing values in the table: their rows are dropped, or they count as; ${GAPS_OF_NEW_RUNS} if not given`,
    value: "RULE",
    choices: ["drop", "mean", "category"],
  },
  without: {
    description: "A column of the table that is left out",
    value: "NAME",
    repeatable: true,
  },
} as const satisfies { readonly [name: string]: Option };

/** Their values. */
export interface OwnDataValues {
  readonly csv: string | undefined;
  readonly images: string | undefined;
  readonly idx: string | undefined;
  readonly npz: string | undefined;
  readonly memory: string | undefined;
  readonly target: readonly string[];
  readonly kind: string | undefined;
  readonly gaps: string | undefined;
  readonly without: readonly string[];
}

/** The data set of the options, as a config has it; `undefined` if they name none. */
export function ownDatasetOf(values: OwnDataValues): object | undefined {
  const { csv, images, idx, npz, target: targets, kind, gaps, without, memory } = values;
  const sources = Object.entries({ csv, images, idx, npz }).filter(([, path]) =>
    path !== undefined
  );
  if (sources.length > 1) {
    throw new UsageError(
      `--${sources[0]![0]} and --${sources[1]![0]} are two data sets: one is wanted`,
    );
  }
  const target = targets.length > 1 ? [...targets] : targets[0];
  const forTables = Object.entries({ target, gaps, without: without[0] });
  if (npz === undefined) forTables.push(["kind", kind]);
  const [strange] = forTables.find(([, value]) => value !== undefined) ?? [];
  if (csv === undefined && strange !== undefined) {
    throw new UsageError(`--${strange} is for a table: --csv FILE is wanted`);
  }
  if (idx === undefined && memory !== undefined) {
    throw new UsageError("--memory is for IDX files: --idx FOLDER is wanted");
  }
  const [source] = sources;
  return source && {
    [source[0]]: source[1],
    ...target !== undefined && { target },
    ...kind !== undefined && { kind },
    ...gaps !== undefined && { gaps },
    ...memory !== undefined && { memory: wholeNumber("memory", memory, { min: 1 }) },
    ...without.length > 0 && { without: [...without] },
  };
}

/**
 * What becomes of a table's missing values where neither the command line nor a config of the table says it.
 *
 * @param began the config of the run that is resumed; it goes on as it began
 */
export function gapsOf(began: Config | undefined): Gaps | undefined {
  if (began === undefined) return GAPS_OF_NEW_RUNS;
  return typeof began.dataset === "object" ? began.dataset.gaps : undefined;
}

/**
 * Puts the data set of the command line in place of a config's, or over it if it is of the same kind.
 *
 * @param gaps what becomes of the missing values of a table that the config does not name
 */
export function addDataset(
  config: { dataset?: unknown },
  own: object,
  gaps: Gaps | undefined,
): void {
  const was: object = typeof config.dataset === "object" ? config.dataset ?? {} : {};
  const sameKind = Object.keys(own)[0]! in was;
  const usual = "csv" in own && gaps !== undefined ? { gaps } : {};
  config.dataset = { ...sameKind ? was : usual, ...own };
}

/** How a word that may be data of one's own, or a config, is given to `train`. */
export function optionOf(word: string): string {
  const [, ending = ""] = /\.([a-z0-9]+?)(\.gz)?$/i.exec(word) ?? [];
  switch (ending.toLowerCase()) {
    case "csv":
    case "tsv":
    case "txt":
    case "data":
      return `--csv ${quote(word)} --target COLUMN`;
    case "npz":
      return `--npz ${quote(word)}`;
    case "json":
      return `--config ${quote(word)}`;
    default:
      return `--images ${quote(word)} for a folder of pictures, or another option of --help`;
  }
}

/** Where data of one's own is. */
export function pathOf({ csv, images, idx, npz }: OwnDataValues): string {
  return (csv ?? images ?? idx ?? npz)!;
}

/** The name of a run on data of one's own: that of the file, with what a name may hold. */
export function runNameOf(path: string): string {
  const name = basename(path).replace(/\.gz$/i, "").replace(/\.[^.]*$/, "");
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "") || "own-data";
}

/** The keys that a recipe has in any case, in its order. */
const SHOWN = [
  ...["dataset", "hidden", "activation", "outputActivation", "cost", "initializer", "optimizer"],
  ...["learningRate", "averaging", "batchSize", "epochs", "earlyStopping", "monitor", "seed"],
];

/** A config on data of one's own, to copy: what usually matters, and whatever else is not as it is by itself. */
export function recipeOf(config: Config): string {
  const { dataset, seed, sizes, trainingSize: _, ...others } = config;
  const usual: Record<string, unknown> = { ...parseDraft({ dataset, seed }) };
  const all: Record<string, unknown> = { dataset, hidden: sizes.slice(1, -1), seed, ...others };
  const changed = Object.entries(all).filter(([key, value]) =>
    !SHOWN.includes(key) && !isDeepStrictEqual(value, usual[key])
  );
  const shown = SHOWN.map((key) => [key, all[key]]);
  return printableJson(JSON.stringify(Object.fromEntries([...shown, ...changed])));
}
