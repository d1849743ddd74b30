/**
 * A job of training: a config with its data, and what trains it. `train` reads it from its command line; sweeps, `verify` and
 * `reproduce` make it of a config. @module
 */

import { basename, fromFileUrl, join } from "@std/path";
import { type Config, type ConfigDraft, resolveConfig } from "../../lib/config.ts";
import { NEW_TABLE } from "../../lib/config/recipe.ts";
import { dataKindOf, type UserDataset, userDatasetOf } from "../../lib/config/user_data.ts";
import type { TableDescription } from "../../lib/table/columns/columns.ts";
import { DivergenceError } from "../../lib/train/divergence.ts";
import { UsageError, wholeNumber } from "../cli/arguments.ts";
import { printNote, printText } from "../cli/print.ts";
import { Progress } from "../cli/progress.ts";
import { exampleName } from "../data/names.ts";
import { factsOf, fetchData, type OpenData, openData } from "../data/open_data.ts";
import {
  addDataset,
  changeDataset,
  checkTarget,
  datasetOptionsOf,
  type DatasetOptionValues,
  pathOf,
  recipeOf,
  runNameOf,
  tableDefaults,
} from "../data/options.ts";
import { changeDraft, explained, readJson } from "../run/config.ts";
import { checkDecision } from "../run/decision.ts";
import { staleExports, weightsBefore } from "../run/exports.ts";
import { networksText } from "../run/functions.ts";
import { hasFile } from "../run/journaled_files.ts";
import { chooseEngine, workersOf } from "../run/open_engine.ts";
import { checkThere, tableOf } from "../run/run_data.ts";
import { FILES, readRun, type Summary } from "../run/run_folder.ts";
import { checkName } from "../run/find_run.ts";
import { isNothingLeft, readSaved, type Saved } from "../run/saved.ts";
import { INSTALLED, ROOT } from "../system/installation.ts";
import type { Learner, LearnerOptions } from "./learner.ts";
import { openLearner } from "./open_learner.ts";
import type { TableSplit } from "./relations.ts";
import { checkReplace } from "./replace.ts";
import {
  checkResume,
  checkSameData,
  checkSameReading,
  checkUnchanged,
  finished,
} from "./resume.ts";
import {
  conclude,
  concludeStopped,
  decisionLines,
  epochLine,
  introduce,
  isShown,
  resumeCommand,
  wroteText,
} from "./text.ts";
import { blockTexts } from "../results/document/terminal.ts";
import { minutesOf } from "./time_limit.ts";
import { type TrainedRun, trainRun, type TrainRunOptions } from "./train_run.ts";
import type { TrainedReport } from "../results/report/write_report.ts";

export const TUTORIAL = "tasks/configs/tutorial.json";
const DEFAULT_CONFIG = INSTALLED ? fromFileUrl(new URL(TUTORIAL, ROOT)) : TUTORIAL;

/** The options of `train` that need not be given. */
type Optional = "config" | "seed" | "folds" | "repeat" | "write-csv" | "name" | "max-minutes";

/** The values of the options of `train` that a job is read from. */
export type JobOptions =
  & DatasetOptionValues
  & { readonly set: readonly string[] }
  & { readonly [Name in Optional]?: string | undefined }
  & { readonly [Name in "runs" | "data" | "engine" | "workers"]: string }
  & { readonly [Name in "resume" | "replace" | "verbose" | "json"]: boolean };

interface JobParts {
  readonly config: Config;
  readonly opened: OpenData;
  /** The name of the engine, as `chooseEngine` gives it. */
  readonly engine: string;
  readonly workers: number;
}

/** How a run is trained, besides what the job has. */
export type JobTrainOptions = Omit<TrainRunOptions, "opened" | "engine" | "workers">;

/** A config with its data, and what trains it. */
export class Job implements JobParts {
  readonly config: Config;
  readonly opened: OpenData;
  readonly engine: string;
  readonly workers: number;

  constructor({ config, opened, engine, workers }: JobParts) {
    this.config = config;
    this.opened = opened;
    this.engine = engine;
    this.workers = workers;
  }

  /** Opens what trains; see `openLearner`. */
  async learner(options: Omit<LearnerOptions, "engine" | "workers">): Promise<Learner> {
    const { config, opened, engine, workers } = this;
    return await openLearner(config, opened, { ...options, engine, workers });
  }

  /** Trains the run of a folder; see `trainRun`. */
  async train(path: string, options: JobTrainOptions): Promise<TrainedRun> {
    const { config, opened, engine, workers } = this;
    return await trainRun(path, config, { ...options, opened, engine, workers });
  }
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
): Promise<Pick<JobParts, "config" | "opened">> {
  const { source = "this recipe", set = [], learned, check } = options;
  const opened = await openData(draft, data, learned);
  await check?.(opened);
  if (opened.quantities === undefined) delete userDatasetOf(draft.dataset)?.standardize; // it has no meaning for classes
  const config = explained(source, set, () => resolveConfig(draft, factsOf(opened)));
  return { config, opened };
}

/** What the command line states of a job, before anything is read. */
interface Order {
  readonly userData: UserDataset | undefined;
  readonly name: string;
  /** The folder of the run. */
  readonly path: string;
  readonly minutes: number | undefined;
  /** The run that training goes on with. */
  readonly saved?: Saved | undefined;
}

/** @throws {UsageError} if options do not fit each other */
export function orderOf(options: JobOptions): Order {
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
  return { userData, name, path: join(options.runs, name), minutes };
}

/** The config of the command line, or the run's own if one is resumed and no other is named. */
export async function draftOf(
  options: JobOptions,
  { userData, saved, path }: Pick<Order, "userData" | "saved" | "path">,
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
    return changeDraft(config, changes, `the config of ${path}`);
  }
  const config = file === undefined ? {} : await readJson(file);
  if (userData !== undefined) {
    addDataset(Object(config), userData, tableDefaults(saved?.config));
    if (file === undefined && dataKindOf(userData).hasColumns) {
      Object.assign(Object(config), NEW_TABLE);
    }
  }
  return changeDraft(config, changes, file ?? "this recipe");
}

/** The job of `train`: it writes a run, and prints what becomes of it. */
export class TrainJob extends Job {
  readonly path: string;
  readonly #order: Order;
  readonly #options: JobOptions;
  readonly #progress = new Progress();
  /** Whether a table over folds has only its result and what leads to it printed. */
  readonly #isBrief: boolean;
  #split: TableSplit<unknown> | undefined;

  private constructor(parts: JobParts, order: Order, options: JobOptions) {
    super(parts);
    this.path = order.path;
    this.#order = order;
    this.#options = options;
    this.#isBrief = this.opened.folded !== undefined && !options.verbose;
  }

  /**
   * Reads the command line: options, then the config, then its data, which is fetched if it is missing. The permission of the
   * network is dropped.
   */
  static async from(options: JobOptions, interrupt: AbortSignal): Promise<TrainJob> {
    const read = orderOf(options);
    const { userData, path } = read;
    const saved = options.resume ? await readSaved(path) : undefined;
    if (userData !== undefined && options.config === undefined && saved === undefined) {
      await checkTarget(userData);
    }
    const engine = chooseEngine(options.engine);
    const order = { ...read, saved };
    const draft = await draftOf(options, order);
    const { dataset } = draft;
    const csv = options["write-csv"];
    const csvFile = csv === undefined ? undefined : await import("./write_csv.ts");
    csvFile?.checkCsvFile(csv!, dataset);
    await fetchData(draft, options.data, interrupt);
    await Deno.permissions.revoke({ name: "net" }); // nothing below needs it

    if (saved !== undefined) {
      checkSameReading(path, saved, draft);
      await checkThere(dataset, path);
    }
    const learned = saved !== undefined && await hasFile(path, FILES.weights)
      ? await tableOf(path)
      : undefined;
    const completed = (userData: ConfigDraft["dataset"]) =>
      complete({ ...draft, dataset: userData }, options.data, {
        source: sourceOf(options, order),
        set: options.set,
        learned,
        async check({ hashes }) {
          if (saved !== undefined) await checkSameData(path, saved, hashes);
        },
      });
    const split =
      saved === undefined && options.config === undefined && dataKindOf(userData ?? {}).hasColumns
        ? await (await import("./relations.ts")).tableSplit(userData!, draft, completed)
        : undefined;
    const { config, opened } = split?.read ?? await completed(dataset);
    checkDecision(config.dataset, opened);
    if (saved !== undefined) checkResume(path, saved, config);
    const workers = workersOf(options.workers, config);
    const job = new TrainJob({ config, opened, engine, workers }, order, options);
    job.#split = split;
    if (csvFile !== undefined) job.#print(await csvFile.writeTableCsv(csv!, dataset));
    return job;
  }

  /**
   * Trains, and writes the run.
   * @param report writes the report of the run; none is written if left out
   * @throws {unknown} what has stopped it; what is whole is kept
   */
  async run(
    interrupt: AbortSignal,
    report?: () => Promise<TrainedReport>,
  ): Promise<Summary> {
    const { config, opened, path } = this;
    const { name, saved } = this.#order;
    const options = this.#options;
    const isBrief = this.#isBrief;
    await this.#printData();
    if (saved !== undefined && isNothingLeft(saved)) {
      this.#print(goingOn(path, config, saved));
      const { summary } = await readRun(path);
      await this.#conclude(summary, summary.weightsSha256, report);
      return summary;
    }
    let before: string | undefined;
    const { summary, stopped } = await this.train(path, {
      saved,
      minutes: this.#order.minutes,
      interrupt,
      progress: this.#progress,
      check: async () => {
        before = await weightsBefore(path);
        if (saved !== undefined) await checkUnchanged(path, saved, opened.hashes);
        else if (!options.replace) await checkReplace(path, { config, hashes: opened.hashes });
      },
      onStart: (network, workers) => {
        this.#print(introduce(config, network, workers, isBrief));
        if (opened.quantities !== undefined && opened.quantities.length > 1 && !isBrief) {
          this.#print(
            "MAE is in standard deviations, since the units of the quantities may differ",
          );
        }
        if (options.resume) this.#print(goingOn(path, config, saved));
      },
      onEstimate: (line) => this.#print(line),
      onEpoch: (metrics) => {
        if (isBrief || !isShown(metrics.epoch, config.epochs)) return;
        this.#print(epochLine(metrics, `${exampleName(config.dataset)}s`));
      },
    });
    if (stopped !== undefined || summary === undefined) {
      const goOn = stopped instanceof DivergenceError ? undefined : resumeCommand(name, options);
      printNote(concludeStopped(summary, path, goOn));
      throw stopped;
    }
    await this.#conclude(summary, before, report);
    return summary;
  }

  /**
   * Prints what a run has come to, and writes its report.
   * @param before the hash of the weights that it had when training began
   */
  async #conclude(
    summary: Summary,
    before: string | undefined,
    report?: () => Promise<TrainedReport>,
  ): Promise<void> {
    const { config, opened, path } = this;
    const options = this.#options;
    const { name } = this.#order;
    const isBrief = this.#isBrief;
    const noun = exampleName(config.dataset);
    for (const line of conclude(summary, { goOn: resumeCommand(name, options), noun, isBrief })) {
      this.#print(line);
    }
    if (!isBrief) this.#print(wroteText(path, summary));
    if (summary.families && !isBrief) this.#print(networksText(summary.families, config));
    const names = opened.labels ?? opened.classes;
    for (const line of await decisionLines(path, config, names)) this.#print(line);
    for (const line of await staleExports(path, before, summary)) this.#print(line);
    const { isWritten = false, text } = await report?.() ?? {};
    if (text !== undefined && !(isBrief && isWritten)) this.#print(text);
    if (isBrief) this.#print(wroteText(path, summary, isWritten));
  }

  /** What was found in the data. */
  async #printData(): Promise<void> {
    const { profile, found, warnings, table } = this.opened;
    const { first, named } = this.#split ?? { first: [], named: [] };
    for (const line of first) this.#print(line);
    if (table !== undefined && profile !== undefined) {
      const { leakSentences } = await import("../../lib/table/columns/profile.ts");
      for (const line of leakSentences(table)) this.#print(line);
      const { columnsInALine, columnsInBrief } = await import("../results/problem/columns_read.ts");
      const { training, test } = this.opened;
      this.#print(
        this.#isBrief
          ? columnsInALine(profile, training.size + test.size)
          : blockTexts(columnsInBrief(profile)).join("\n"),
      );
    }
    for (const line of [...this.#isBrief ? [] : found, ...named]) this.#print(line);
    for (const warning of warnings) printNote(warning);
    if (dataKindOf(this.config.dataset).isUserData && !this.#isBrief) {
      this.#print(`The recipe, to copy into a config: ${recipeOf(this.config)}`);
    }
  }

  #print(line: string): void {
    this.#progress.erase();
    (this.#options.json ? printNote : printText)(line);
  }
}

/** What the config comes from, for messages. */
function sourceOf({ config }: JobOptions, { userData, saved, path }: Order): string {
  if (config !== undefined) return config;
  if (saved !== undefined) return `the config of ${path}`;
  return userData === undefined ? DEFAULT_CONFIG : "this recipe";
}

/** What `--resume` does, in a line. */
function goingOn(path: string, config: Config, saved: Saved | undefined): string {
  if (saved === undefined) return `Nothing to resume in ${path}: starts anew`;
  const reason = finished(saved, config);
  return reason === undefined
    ? `Resumes ${path} after epoch ${saved.checkpoint.epoch}`
    : `Nothing is left to train in ${path}: ${reason}`;
}
