/** The options that name data of one's own, and the data set that they make. @module */

import { isDeepStrictEqual } from "node:util";
import { basename, normalize } from "@std/path";
import { type Config, parseDraft } from "../../lib/config.ts";
import { DEFAULT_MISSING_VALUE_RULE, type MissingValueRule } from "../../lib/table/columns.ts";
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
      `What becomes of missing values in the table: their rows are dropped, or they count as; ${DEFAULT_MISSING_VALUE_RULE} if not given`,
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

/** What of a data set the options say. */
export interface OwnOptions {
  readonly csv?: string;
  readonly images?: string;
  readonly idx?: string;
  readonly npz?: string;
  readonly target?: string | readonly string[];
  readonly kind?: string;
  readonly gaps?: string;
  readonly memory?: number;
  readonly without?: readonly string[];
}

/** Where data of one's own may be. */
const SOURCES = ["csv", "images", "idx", "npz"] as const;

/** What of a data set the options say, in a config's words; `undefined` if they say nothing. */
export function ownDatasetOf(values: OwnDataValues): OwnOptions | undefined {
  const { csv, images, idx, npz, target: targets, kind, gaps, without, memory } = values;
  const [source, other] = SOURCES.filter((name) => values[name] !== undefined);
  if (other !== undefined) {
    throw new UsageError(`--${source} and --${other} are two data sets: one is wanted`);
  }
  const given = {
    ...{ csv, images, idx, npz, kind, gaps },
    target: targets.length > 1 ? [...targets] : targets[0],
    memory: memory === undefined ? undefined : wholeNumber("memory", memory, { min: 1 }),
    without: without.length > 0 ? [...without] : undefined,
  };
  const own: OwnOptions = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  return Object.keys(own).length === 0 ? undefined : own;
}

/** What each option is for. */
const FOR_TABLES = { of: ["csv"], is: "a table", wanted: "--csv FILE" };
const FOR: { readonly [option: string]: typeof FOR_TABLES } = {
  target: FOR_TABLES,
  gaps: FOR_TABLES,
  without: FOR_TABLES,
  kind: { ...FOR_TABLES, of: ["csv", "npz"] },
  memory: { of: ["idx"], is: "IDX files", wanted: "--idx FOLDER" },
};

/**
 * A data set with what the options say of it; a column that is left out is one more.
 *
 * @throws {UsageError} if an option is for data of another kind
 */
export function changeDataset(was: object, own: OwnOptions): object {
  const dataset = { ...was, ...own };
  for (const [option, { of, is, wanted }] of Object.entries(FOR)) {
    if (!(option in own) || of.some((source) => source in dataset)) continue;
    throw new UsageError(`--${option} is for ${is}: ${wanted} is wanted`);
  }
  const { without } = was as OwnOptions;
  if (own.without === undefined || !Array.isArray(without)) return dataset;
  return { ...dataset, without: [...new Set([...without, ...own.without])] };
}

/**
 * What becomes of a table's missing values where neither the command line nor a config of the table says it.
 *
 * @param began the config of the run that is resumed; it goes on as it began
 */
export function gapsOf(began: Config | undefined): MissingValueRule | undefined {
  if (began === undefined) return DEFAULT_MISSING_VALUE_RULE;
  return typeof began.dataset === "object" ? began.dataset.gaps : undefined;
}

/**
 * Puts the data set of the command line in place of a config's, or over it if that is of the same kind; options without a
 * data set change the config's.
 *
 * @param gaps what becomes of the missing values of a table that the config does not name
 * @throws {UsageError} if an option is for data of another kind
 */
export function addDataset(
  config: { dataset?: unknown },
  own: OwnOptions,
  gaps: MissingValueRule | undefined,
): void {
  const was: OwnOptions = typeof config.dataset === "object" ? config.dataset ?? {} : {};
  const source = SOURCES.find((name) => name in own);
  const base = source === undefined || source in was ? was : {};
  const isOther = own.csv !== undefined && gaps !== undefined &&
    (typeof was.csv !== "string" || normalize(was.csv) !== normalize(own.csv));
  config.dataset = changeDataset(isOther ? { gaps, ...base } : base, own);
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

/** Where data of one's own is, if the options say it. */
export function pathOf({ csv, images, idx, npz }: OwnDataValues): string | undefined {
  return csv ?? images ?? idx ?? npz;
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
