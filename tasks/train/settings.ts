/**
 * What the command line of `train` means, before data is read. `parseArguments` has read what was typed, this is the second
 * of two steps. @module
 */

import { basename, fromFileUrl, join } from "@std/path";
import type { Config, ConfigDraft } from "../../lib/config.ts";
import { NEW_TABLE } from "../../lib/config/recipe.ts";
import { dataKindOf, type UserDataset } from "../../lib/config/user_data.ts";
import { UsageError, wholeNumber } from "../cli/arguments.ts";
import {
  addDataset,
  changeDataset,
  checkTarget,
  datasetOptionsOf,
  type DatasetOptionValues,
  pathOf,
  runNameOf,
  tableDefaults,
} from "../data/options.ts";
import { changeDraft, readJson } from "../run/config.ts";
import { checkName } from "../run/find_run.ts";
import { readSaved, type Saved } from "../run/saved.ts";
import { INSTALLED, ROOT } from "../system/installation.ts";
import { minutesOf } from "./time_limit.ts";

export const TUTORIAL = "tasks/configs/tutorial.json";
const DEFAULT_CONFIG = INSTALLED ? fromFileUrl(new URL(TUTORIAL, ROOT)) : TUTORIAL;

/** The options of `train` that need not be given. */
type Optional =
  | "config"
  | "seed"
  | "folds"
  | "repeat"
  | "write-csv"
  | "name"
  | "max-minutes"
  | "shard";

/** The options of `train` as they were typed. */
export type TypedOptions =
  & DatasetOptionValues
  & { readonly [Name in "set" | "trials"]: readonly string[] }
  & { readonly [Name in Optional]?: string | undefined }
  & { readonly [Name in "runs" | "data" | "engine" | "workers"]: string }
  & { readonly [Name in "resume" | "replace" | "search" | "verbose" | "json"]: boolean };

/** What the options mean. */
export interface Settings {
  readonly draft: ConfigDraft;
  /** The folder of the catalogue's data sets. */
  readonly data: string;
  readonly name: string;
  /** The folder of the run. */
  readonly path: string;
  /** The keys of user data that options set; `undefined` if they set none. */
  readonly userData: UserDataset | undefined;
  /** Whether the config is made of options alone: then a table is searched for how to split it. */
  readonly isNew: boolean;
  /** What the config comes from, for messages. */
  readonly source: string;
  /** The assignments that changed it, for messages. */
  readonly set: readonly string[];
  readonly minutes: number | undefined;
  /** The run that training goes on with. */
  readonly saved: Saved | undefined;
}

/** @throws {UsageError} if options do not fit each other, or the config is none */
export async function settingsOf(options: TypedOptions): Promise<Settings> {
  const userData = datasetOptionsOf(options);
  const from = pathOf(options);
  const usual = from === undefined || options.config !== undefined
    ? basename(options.config ?? DEFAULT_CONFIG, ".json")
    : runNameOf(from);
  const name = checkName(options.name ?? usual);
  const limit = options["max-minutes"];
  const minutes = limit === undefined ? undefined : minutesOf("max-minutes", limit);
  if (options.resume && options.replace) {
    throw new UsageError("--resume continues a run and --replace trains it anew: give one");
  }
  const searches = options.search || options.trials.length > 0;
  if (options.shard !== undefined && (!options.search || options.trials.length > 0)) {
    throw new UsageError(
      "--shard divides the trials that --search draws: it needs --search, and no --trials",
    );
  }
  if (options.resume && searches) {
    throw new UsageError(
      "--resume continues a run, which is not searched again: leave out --search",
    );
  }
  const path = join(options.runs, name);
  const saved = options.resume ? await readSaved(path) : undefined;
  const isNew = saved === undefined && options.config === undefined;
  if (userData !== undefined && isNew) await checkTarget(userData);
  const { data, set } = options;
  const source = sourceOf(options, userData, saved, path);
  const draft = await draftOf(options, { userData, saved, source });
  return { draft, data, name, path, userData, isNew, source, set, minutes, saved };
}

/** What the config comes from. */
function sourceOf(
  { config }: TypedOptions,
  userData: UserDataset | undefined,
  saved: Saved | undefined,
  path: string,
): string {
  if (config !== undefined) return config;
  if (saved !== undefined) return `the config of ${path}`;
  return userData === undefined ? DEFAULT_CONFIG : "this recipe";
}

/** The config of the command line, or the run's own if one is resumed and no other is named. */
async function draftOf(
  options: TypedOptions,
  { userData, saved, source }: Pick<Settings, "userData" | "saved" | "source">,
): Promise<ConfigDraft> {
  const changes = [
    ...options.set,
    ...(["seed", "folds", "repeat"] as const).flatMap((key) => {
      const text = options[key];
      if (text === undefined) return [];
      const isAuto = key === "folds" && text === "auto";
      return [`${key}=${isAuto ? text : wholeNumber(key, text)}`];
    }),
  ];
  const file = options.config ?? (userData === undefined ? DEFAULT_CONFIG : undefined);
  if (saved !== undefined && options.config === undefined) {
    const config = structuredClone(saved.config);
    if (userData !== undefined) {
      config.dataset = changeDataset(Object(config.dataset), userData) as Config["dataset"];
    }
    return changeDraft(config, changes, source);
  }
  const config = file === undefined ? {} : await readJson(file);
  if (userData !== undefined) {
    addDataset(Object(config), userData, tableDefaults(saved?.config));
    if (file === undefined && dataKindOf(userData).hasColumns) {
      Object.assign(Object(config), NEW_TABLE);
    }
  }
  return changeDraft(config, changes, source);
}
