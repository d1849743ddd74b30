/** The options for user data, and the data set that they give. @module */

import { isDeepStrictEqual } from "node:util";
import { basename, normalize } from "@std/path";
import { nameSuggestion } from "../../lib/checks/meant.ts";
import { joinNames, quote } from "../../lib/checks/texts.ts";
import { type Config, parseDraft } from "../../lib/config.ts";
import {
  DATA_KINDS,
  dataKindOf,
  PATH_KEYS,
  type PathKey,
  pathsOf,
  type UserDataset,
  userDatasetOf,
} from "../../lib/config/user_data.ts";
import {
  DEFAULT_MISSING_VALUE_RULE,
  MISSING_VALUE_RULES,
  READ_AS,
} from "../../lib/options/table.ts";
import { UsageError } from "../cli/arguments.ts";
import { METRIC, readCosts, readCoverage, readMetric } from "../cli/decision_values.ts";
import type { Option, OptionValues } from "../cli/arguments.ts";
import { printableJson } from "../system/printable.ts";
import { ofSources, SOURCES } from "./source.ts";

/** The options that name the path of data, a table's apart. */
const { csv, table, ...files } = ofSources(({ option }) => option) as {
  readonly [Key in PathKey]: typeof SOURCES[Key]["option"];
};

export const DATASET_OPTIONS = {
  csv,
  table,
  encoding: {
    description: "The encoding of the table, such as windows-1252 (default: detected)",
    value: "NAME",
    isRare: true,
  },
  sheet: {
    description: "The sheet of a workbook (default: the first)",
    value: "NAME",
    isRare: true,
  },
  query: {
    description:
      "The query of a SQLite database, such as 'select * from orders' (default: its only table)",
    value: "SQL",
    isRare: true,
  },
  target: {
    description: "The column to predict; several if all are quantities",
    value: "NAME",
    repeatable: true,
  },
  ...files,
  kind: {
    description:
      "The type of the target (default: detected); labels, for NPZ files only, means several labels per example",
    value: "KIND",
    choices: ["class", "quantity", "labels"],
  },
  gaps: {
    description:
      `How to handle missing values: drop the row, fill in the mean, or treat missing as a category (default ${DEFAULT_MISSING_VALUE_RULE})`,
    value: "RULE",
    choices: MISSING_VALUE_RULES,
  },
  "missing-value": {
    description: "A text that means a missing value in every column, besides NA, null and the like",
    value: "TEXT",
    repeatable: true,
    isRare: true,
  },
  without: {
    description: "A column to leave out",
    value: "NAME",
    repeatable: true,
  },
  weights: {
    description: "The column of row weights: how much each row counts in training and in metrics",
    value: "NAME",
  },
  split: {
    description:
      "How the table is split: random, or order, which makes the last rows of the file the test part; detected if not given",
    value: "WAY",
    choices: ["random", "order"],
  },
  "split-by": {
    description:
      "Keep rows of a group together, such as all rows of a customer; several columns can name the group",
    value: "NAME",
    repeatable: true,
  },
  "split-after": {
    description:
      "Split by time: the latest rows by this column of dates or numbers are the test part",
    value: "NAME",
  },
  test: {
    description:
      "The fraction of rows to test on, which no model is trained on; 0 for none (default: see docs/your-data.md)",
    value: "FRACTION",
    isRare: true,
  },
  cost: {
    description:
      "What each kind of mistake costs, such as 'false alarm=1,miss=5'; the decision threshold is chosen to minimize the total",
    value: "COSTS",
  },
  positive: {
    description:
      "The positive class: the one to find, and to compute F1 for (default: the rarer one)",
    value: "CLASS",
    isRare: true,
  },
  metric: METRIC,
  coverage: {
    description:
      "Predict a set of classes for each row that contains the right one in this share of rows, such as 0.9",
    value: "SHARE",
    isRare: true,
  },
  as: {
    description: `How to read a column: ${READ_AS.slice(0, -1).join(", ")} or ${
      READ_AS.at(-1)
    } (default: detected)`,
    value: "KIND COLUMN",
    repeatable: true,
    isPair: true,
  },
} as const satisfies { readonly [name: string]: Option };

/** Those of {@linkcode DATASET_OPTIONS} that name a table and define how it is read. */
export const TABLE_OPTIONS = Object.fromEntries(
  Object.entries(DATASET_OPTIONS).filter(([name]) => !(name in files)),
) as Omit<typeof DATASET_OPTIONS, keyof typeof files>;

type Values<Options extends { readonly [name: string]: Option }> = OptionValues<
  { name: string; description: string; options: Options }
>;

/** The values of all options for user data, or of those for tables. */
export type DatasetOptionValues =
  & Values<typeof TABLE_OPTIONS>
  & Partial<Values<typeof DATASET_OPTIONS>>;

/** The keys of a data set that the options set; `undefined` if they set none. */
export function datasetOptionsOf(values: DatasetOptionValues): UserDataset | undefined {
  const { encoding, sheet, query, target: targets, kind, gaps, without, weights, as } = values;
  const { "missing-value": missing } = values;
  const [source, other] = PATH_KEYS.filter((key) => pathIn(values, key) !== undefined);
  if (other !== undefined) {
    throw new UsageError(`Cannot use --${source} with --${other}: expected one data set`);
  }
  const userData = {
    ...Object.fromEntries(PATH_KEYS.map((key) => [key, pathIn(values, key)])),
    encoding,
    sheet,
    query,
    kind,
    gaps,
    weights,
    ...splitOf(values),
    test: values.test === undefined ? undefined : readTest(values.test),
    target: oneOrMore(targets),
    missingValues: missing.length > 0 ? [...missing] : undefined,
    without: without.length > 0 ? [...without] : undefined,
    as: as.length > 0 ? readAsOf(as) : undefined,
    costs: values.cost === undefined ? undefined : readCosts(values.cost),
    positive: values.positive,
    metric: values.metric === undefined ? undefined : readMetric(values.metric),
    coverage: values.coverage === undefined ? undefined : readCoverage(values.coverage),
  };
  const given = Object.entries(userData).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

/** The fraction of `--test 0.15`. */
function readTest(text: string): number {
  const fraction = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (fraction < 1) return fraction;
  throw new UsageError(
    `--test: expected a fraction of the rows from 0 to below 1, such as 0.15, got "${text}"`,
  );
}

function oneOrMore(values: readonly string[]): string | string[] | undefined {
  return values.length > 1 ? [...values] : values[0];
}

/** The keys of the split; `none` where the rows are not to be split by groups, or by time. */
function splitOf(values: DatasetOptionValues): Pick<UserDataset, "splitBy" | "splitAfter"> {
  const { split, "split-by": by, "split-after": after } = values;
  if (split === undefined) return { splitBy: oneOrMore(by), splitAfter: after };
  if (by.length > 0 || after !== undefined) {
    throw new UsageError(
      `Cannot use --split ${split} with --split-${
        by.length > 0 ? "by" : "after"
      }: expected one of them`,
    );
  }
  return split === "order"
    ? { splitBy: NONE, splitAfter: true }
    : { splitBy: NONE, splitAfter: NONE };
}

/** In place of a column: the rows are not split by groups, or by time. */
const NONE = "none";

/** The kinds of `--as KIND COLUMN`, by column. */
function readAsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => {
    const [, kind = "", column = ""] = /^([^ =]*)[ =](.+)$/s.exec(pair) ?? [];
    if (READ_AS.some((known) => known === kind)) return [column, kind];
    throw new UsageError(
      `--as is followed by ${READ_AS.join(" or ")} and a column, not "${pair}"` +
        nameSuggestion(kind, READ_AS),
    );
  }));
}

/** The options that go by another name than their key. */
const OPTION_NAMES: { readonly [key: string]: string } = {
  splitBy: "split-by",
  splitAfter: "split-after",
  costs: "cost",
  missingValues: "missing-value",
};

/** The path that an option names: a file or folder, or a list of several. */
export function pathIn(
  values: { readonly [Key in PathKey]?: string | readonly string[] | undefined },
  key: PathKey,
): string | string[] | undefined {
  const [first, ...others] = [values[key] ?? []].flat();
  return others.length > 0 ? [first!, ...others] : first;
}

/**
 * A data set with the keys that the options set. Columns that are left out, or read in a way, are added to those of the data
 * set.
 * @throws {UsageError} if an option is for data of another kind
 */
export function changeDataset(was: object, userData: UserDataset): object {
  const dataset: UserDataset = { ...was, ...userData };
  const { keys } = dataKindOf(dataset);
  for (const option of Object.keys(userData)) {
    const first = PATH_KEYS.find((key) => DATA_KINDS[key].keys.includes(option));
    if (first === undefined || keys.includes(option)) continue;
    const isNone = userData[option as keyof UserDataset] === NONE;
    const name = isNone ? "split" : OPTION_NAMES[option] ?? option;
    throw new UsageError(
      `Cannot use --${name} without a table: expected --${first} ${SOURCES[first].option.value}`,
    );
  }
  const { without, missingValues, as } = was as UserDataset;
  for (const key of ["splitBy", "splitAfter"] as const) {
    if (userData[key] === NONE) delete dataset[key];
  }
  // Of --split, which a column of parts contradicts too.
  const isWhole = userData.splitBy === NONE && userData.splitAfter !== undefined;
  if (isWhole && typeof dataset.split === "string") delete dataset.split;
  return {
    ...dataset,
    ...userData.without !== undefined && Array.isArray(without) &&
      { without: [...new Set([...without, ...userData.without])] },
    ...userData.missingValues !== undefined && Array.isArray(missingValues) &&
      { missingValues: [...new Set([...missingValues, ...userData.missingValues])] },
    ...userData.as !== undefined && { as: { ...Object(as), ...userData.as } },
  };
}

/** What a table is read by where nothing sets it; a run that is resumed keeps its own. */
export function tableDefaults(began: Config | undefined): Pick<UserDataset, "gaps" | "as"> {
  if (began === undefined) return { gaps: DEFAULT_MISSING_VALUE_RULE, as: {} };
  const { gaps, as } = Object(began.dataset) as UserDataset;
  return { ...gaps !== undefined && { gaps }, ...as !== undefined && { as } };
}

/**
 * Sets the data set of the command line in a config. It replaces a data set of another kind, and changes keys of one of the
 * same kind; options without a data set change keys of the config's.
 * @param defaults of a table that the config does not name
 * @throws {UsageError} if an option is for data of another kind
 */
export function addDataset(
  config: { dataset?: unknown },
  userData: UserDataset,
  defaults: Pick<UserDataset, "gaps" | "as">,
): void {
  const was = userDatasetOf(config.dataset as Config["dataset"]) ?? {};
  const [before, kind] = [dataKindOf(was), dataKindOf(userData)];
  const { [before.key as PathKey]: path, ...others } = was;
  // A table by the other of the two options is of the same kind.
  const isTable = before.hasColumns && kind.hasColumns;
  const base = [undefined, before.key].includes(kind.key) ? was : isTable ? others : {};
  const isOther = kind.hasColumns && !isSame(path, userData[kind.key as PathKey]);
  // Without the key, quantities of an NPZ file are learned as they are.
  const given = kind.keys.includes("standardize") ? { ...userData, standardize: true } : userData;
  config.dataset = changeDataset(isOther ? { ...defaults, ...base } : base, given);
}

/** Whether two tables are of the same files. */
function isSame(one: unknown, other: unknown): boolean {
  const [paths, others] = [one, other].map((path) =>
    [path ?? []].flat().map((part) => normalize(String(part)))
  );
  return isDeepStrictEqual(paths, others);
}

/** The option by which `train` takes a file: user data, or a config. */
export function optionOf(word: string): string {
  const isOf = (endings: string) => new RegExp(`\\.(${endings})(\\.gz)?$`, "i").test(word);
  if (isOf("csv|tsv|txt|data")) return `--csv ${quote(word)} --target COLUMN`;
  if (isOf("parquet|xlsx|jsonl|ndjson|sqlite3?|db")) {
    return `--table ${quote(word)} --target COLUMN`;
  }
  if (isOf("npz")) return `--npz ${quote(word)}`;
  if (isOf("json")) return `--config ${quote(word)}`;
  return `--images ${quote(word)} for a folder of pictures, or another option of --help`;
}

/** The path of the data, the first of several. */
export function pathOf(values: DatasetOptionValues): string | undefined {
  return PATH_KEYS.flatMap((key) => values[key] ?? [])[0];
}

/** The name of a run on user data: that of the file, with the characters that a name may have. */
export function runNameOf(path: string): string {
  const name = basename(path).replace(/\.gz$/i, "").replace(/\.[^.]*$/, "");
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "") || "own-data";
}

/** The keys that a recipe has in any case, in its order. */
const RECIPE_KEYS = [
  "dataset",
  "hidden",
  "activation",
  "outputActivation",
  "cost",
  "initializer",
  "optimizer",
  "learningRate",
  "averaging",
  "batchSize",
  "epochs",
  "earlyStopping",
  "monitor",
  "seed",
];

/** A config on user data, to copy: the keys that usually matter, and others whose value is not the default. */
export function recipeOf(config: Config): string {
  const { dataset, seed, sizes, trainingSize: _, ...others } = config;
  const usual: Record<string, unknown> = { ...parseDraft({ dataset, seed }) };
  const all: Record<string, unknown> = { dataset, hidden: sizes.slice(1, -1), seed, ...others };
  const changed = Object.entries(all).filter(([key, value]) =>
    !RECIPE_KEYS.includes(key) && !isDeepStrictEqual(value, usual[key])
  );
  const shown = RECIPE_KEYS.map((key) => [key, all[key]]);
  return printableJson(JSON.stringify(Object.fromEntries([...shown, ...changed])));
}

/**
 * Checks that a table is named with what is to be predicted.
 * @throws {UsageError} if it is not; the message lists the columns
 */
export async function checkTarget(userData: UserDataset): Promise<void> {
  if (!dataKindOf(userData).hasColumns || userData.target !== undefined) return;
  const { openTable } = await import("./tables/open_table.ts");
  const { encoding, sheet, query } = userData;
  const { name, columns } = await openTable(pathsOf(userData), { encoding, sheet, query });
  throw new UsageError(
    `Cannot train on ${name} without --target NAME, the column to predict: its columns are ` +
      `${joinNames(columns)}`,
  );
}
