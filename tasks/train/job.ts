/**
 * A job of training: a config with its data, and what trains it. `train` opens it by its settings; sweeps and `verify` make it
 * of a config. @module
 */

import { type Config, type ConfigDraft, resolveConfig } from "../../lib/config.ts";
import { dataKindOf, userDatasetOf } from "../../lib/config/user_data.ts";
import type { TableDescription } from "../../lib/table/columns/columns.ts";
import { factsOf, fetchData, type OpenData, openData } from "../data/source.ts";
import { explained } from "../run/config.ts";
import { hasFile } from "../run/journaled_files.ts";
import { chooseEngine, workersOf } from "../run/open_engine.ts";
import { checkThere, tableOf } from "../run/run_data.ts";
import { FILES } from "../run/run_folder.ts";
import type { TableSplit } from "./relations.ts";
import type { Settings, TypedOptions } from "./settings.ts";

/** A config with its data, and what trains it. */
export interface Job {
  readonly config: Config;
  readonly opened: OpenData;
  /** The name of the engine, as `chooseEngine` gives it. */
  readonly engine: string;
  readonly workers: number;
}

/** A job of the command line, with what was found in its table. */
export interface OpenJob extends Job {
  readonly split: Pick<TableSplit<unknown>, "first" | "named"> | undefined;
}

/** Opens the job of settings: its data, which is fetched if it is missing. The permission of the network is dropped. */
export async function openJob(
  settings: Settings,
  typed: Pick<TypedOptions, "engine" | "workers">,
  interrupt: AbortSignal,
): Promise<OpenJob> {
  const { draft, data, path, userData, isNew, saved, source, set } = settings;
  const engine = await chooseEngine(typed.engine);
  const { dataset } = draft;
  await fetchData(draft, data, interrupt);
  await Deno.permissions.revoke({ name: "net" }); // nothing below needs it

  const resume = saved && await import("./resume.ts");
  if (saved !== undefined) {
    resume!.checkSameReading(path, saved, draft);
    await checkThere(dataset, path);
  }
  const learned = saved !== undefined && await hasFile(path, FILES.weights)
    ? await tableOf(path)
    : undefined;
  const completed = (dataset: ConfigDraft["dataset"]) =>
    complete({ ...draft, dataset }, data, {
      source,
      set,
      learned,
      async check({ hashes }) {
        if (saved !== undefined) await resume!.checkSameData(path, saved, hashes);
      },
    });
  const split = isNew && dataKindOf(userData ?? {}).hasColumns
    ? await (await import("./relations.ts")).tableSplit(userData!, draft, completed)
    : undefined;
  const { config, opened } = split?.read ?? await completed(dataset);
  if (dataKindOf(config.dataset).isUserData) {
    const { checkDecision } = await import("../run/decision.ts");
    checkDecision(config.dataset, opened);
  }
  if (saved !== undefined) resume!.checkResume(path, saved, config);
  return { config, opened, engine, workers: workersOf(typed.workers, config), split };
}

/**
 * Reads the data of a draft, and completes its config.
 * @param data the folder of the catalogue's data sets
 * @param options.source what the config comes from, and the assignments that changed it, for messages
 * @param options.check called before the config is completed: with other data it would not fit, a message that helps less
 */
export async function complete(
  draft: ConfigDraft,
  data: string,
  options: {
    readonly source?: string;
    readonly set?: readonly string[];
    readonly learned?: TableDescription | undefined;
    readonly check?: (opened: OpenData) => Promise<void>;
  } = {},
): Promise<Pick<Job, "config" | "opened">> {
  const { source = "this recipe", set = [], learned, check } = options;
  const opened = await openData(draft, data, learned);
  await check?.(opened);
  if (opened.quantities === undefined) delete userDatasetOf(draft.dataset)?.standardize; // it has no meaning for classes
  const config = explained(source, set, () => resolveConfig(draft, factsOf(opened)));
  return { config, opened };
}
