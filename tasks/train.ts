/**
 * `deno task train`: fetches what is missing, drops the network permission, trains the network of a config and writes
 * the run. @module
 */

import { basename, fromFileUrl, join } from "@std/path";
import { DivergenceError } from "../mod.ts";
import {
  type Config,
  type ConfigDraft,
  type OwnDataset,
  resolveConfig,
  tablePathOf,
} from "../lib/config/mod.ts";
import { networksText } from "./run/functions.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "./cli/arguments.ts";
import {
  addDataset,
  changeDataset,
  DATASET_OPTIONS,
  type DatasetOptions,
  datasetOptionsOf,
  optionOf,
  pathOf,
  recipeOf,
  runNameOf,
  tableDefaults,
} from "./cli/dataset_options.ts";
import { changeDraft, explained, readJson, SETTABLE_KEYS } from "./run/config.ts";
import { checkDataFolder } from "./data/data_folder.ts";
import { fetchDataset } from "./data/fetch_dataset.ts";
import { main } from "./cli/main.ts";
import { INSTALLED, ROOT } from "./system/installation.ts";
import { DATA, RUNS, WORKERS } from "./cli/options.ts";
import { printJson, printNote, printText } from "./cli/print.ts";
import { reportTrained } from "./results/report/write_report.ts";
import { checkReplace } from "./train/replace.ts";
import {
  checkResume,
  checkSameData,
  checkSameReading,
  checkUnchanged,
  finished,
} from "./train/resume.ts";
import { checkDecision } from "./run/decision.ts";
import { chooseEngine, ENGINE, workersOf } from "./run/open_engine.ts";
import { staleExports, weightsBefore } from "./run/exports.ts";
import { checkThere, tableOf } from "./run/run_data.ts";
import { FILES } from "./run/run_folder.ts";
import { checkName } from "./run/find_run.ts";
import { readSaved, type Saved } from "./run/saved.ts";
import { hasFile } from "./run/journaled_files.ts";
import { exampleName, isTable } from "./data/names.ts";
import { entryOf, factsOf, openData } from "./data/open_data.ts";
import { minutesOf } from "./train/time_limit.ts";
import { trainRun } from "./train/train_run.ts";
import {
  columnLines,
  conclude,
  concludeStopped,
  decisionLines,
  epochLine,
  introduce,
  isShown,
  resumeCommand,
} from "./train/text.ts";

const TUTORIAL = "tasks/configs/tutorial.json";
const DEFAULT_CONFIG = INSTALLED ? fromFileUrl(new URL(TUTORIAL, ROOT)) : TUTORIAL;

export const command = {
  name: "train",
  description:
    "Trains the network of a config and writes the run: config, metrics, summary, weights.\n" +
    "Fetches the data set first if it is missing.",
  settable: { keys: SETTABLE_KEYS },
  insteadOfOperand: optionOf,
  options: {
    config: {
      description: `The config; ${
        INSTALLED ? "the tutorial's" : TUTORIAL
      } if not given, or the run's own with --resume`,
      value: "FILE",
    },
    set: {
      description: "Changes a key of the config, such as epochs=2 or 'sizes=[784,100,10]'",
      value: "KEY=VALUE",
      repeatable: true,
    },
    seed: { description: "The same as --set seed=N", value: "N" },
    folds: {
      description:
        "Into how many folds the rows of a table are dealt that do not test; 0 for none, auto for 5 or fewer: --csv without --config has that",
      value: "N",
    },
    repeat: {
      description: "The same as --set repeat=N: how many times they are dealt",
      value: "N",
    },
    ...DATASET_OPTIONS,
    describe: {
      description:
        "Print what each column of the table was taken for and what may be wrong, and end",
    },
    "write-csv": {
      description: "Write the table as a CSV file too, which trains to the same weights",
      value: "FILE",
    },
    name: {
      description:
        "The run's name; that of the table's or the config's file, without its ending, if not given",
      value: "NAME",
    },
    runs: RUNS,
    data: DATA,
    engine: ENGINE,
    workers: WORKERS,
    resume: {
      description:
        "Go on from the run's last whole epoch, to the same bytes; anew if there is no run",
    },
    replace: {
      description: "Train over a run of that name which is of another config, and is lost then",
    },
    "max-minutes": {
      description: "End after N minutes of training and keep the last whole epoch",
      value: "N",
    },
    "no-report": { description: "Do not write report.html at the end; --json implies it" },
    json: { description: "Print the summary as JSON on stdout, and everything else on stderr" },
  },
} satisfies Command;

export async function trainTask(
  { options }: Arguments<typeof command>,
  interrupt: AbortSignal,
): Promise<void> {
  const own = datasetOptionsOf(options);
  const from = pathOf(options);
  const usual = from === undefined || options.config !== undefined
    ? basename(options.config ?? DEFAULT_CONFIG, ".json")
    : runNameOf(from);
  const name = checkName(options.name ?? usual);
  const path = join(options.runs, name);
  const limit = options["max-minutes"];
  const minutes = limit === undefined ? undefined : minutesOf("max-minutes", limit);
  if (options.resume && options.replace) {
    throw new UsageError("--resume goes on with a run and --replace trains it anew: give one");
  }
  if (options.describe) return printText(await describedBy(options, own, path));
  const saved = options.resume ? await readSaved(path) : undefined;
  if (own !== undefined && options.config === undefined && saved === undefined) {
    await (await import("./data/tables/check_target.ts")).checkTarget(own);
  }
  const engine = chooseEngine(options.engine);
  const print = options.json ? printNote : printText;
  const draft = await draftOf(options, own, saved, path);
  const csv = options["write-csv"];
  const csvFile = csv === undefined ? undefined : await import("./train/write_csv.ts");
  csvFile?.checkCsvFile(csv!, draft.dataset);
  const entry = entryOf(draft);
  if (entry !== undefined) {
    await checkDataFolder(entry, options.data);
    await fetchDataset(entry, { data: options.data, signal: interrupt });
  }
  await Deno.permissions.revoke({ name: "net" }); // nothing below needs it

  if (saved !== undefined) {
    checkSameReading(path, saved, draft);
    await checkThere(draft.dataset, path);
  }
  const learned = saved !== undefined && await hasFile(path, FILES.weights)
    ? await tableOf(path)
    : undefined;
  const opened = await openData(draft, options.data, learned);
  // Before the config is resolved: with other data it would not fit, a message that helps less.
  if (saved !== undefined) await checkSameData(path, saved, opened.hashes);
  if (opened.quantities === undefined && typeof draft.dataset === "object") {
    delete draft.dataset.standardize; // it has no meaning for classes
  }
  const source = sourceOf(options.config, own, saved, path);
  const config = explained(source, options.set, () => resolveConfig(draft, factsOf(opened)));
  checkDecision(config.dataset, opened);
  if (saved !== undefined) checkResume(path, saved, config);
  const workers = workersOf(options.workers, config);
  if (csvFile !== undefined) print(await csvFile.writeTableCsv(csv!, draft.dataset));
  if (opened.profile !== undefined) print(columnLines(opened.profile));
  for (const line of opened.found) print(line);
  for (const warning of opened.warnings) printNote(warning);
  if (entry === undefined) print(`The recipe, to copy into a config: ${recipeOf(config)}`);

  let before: string | undefined;
  const { summary, stopped } = await trainRun(path, config, {
    data: options.data,
    opened,
    engine,
    workers,
    saved,
    minutes,
    interrupt,
    check: async () => {
      before = await weightsBefore(path);
      const planned = { config, hashes: opened.hashes };
      if (saved !== undefined) await checkUnchanged(path, saved, opened.hashes);
      else if (!options.replace) await checkReplace(path, planned);
    },
    onStart(network, workers) {
      print(introduce(config, network, workers));
      if (opened.quantities !== undefined && opened.quantities.length > 1) {
        print("MAE is in standard deviations, since the units of the quantities may differ");
      }
      if (options.resume) print(goingOn(path, config, saved));
    },
    onEstimate: print,
    onEpoch(metrics) {
      if (isShown(metrics.epoch, config.epochs)) {
        print(epochLine(metrics, `${exampleName(config.dataset)}s`));
      }
    },
  });
  if (stopped !== undefined || summary === undefined) {
    const goOn = stopped instanceof DivergenceError ? undefined : resumeCommand(name, options);
    printNote(concludeStopped(summary, path, goOn));
    throw stopped;
  }
  print(conclude(summary, path, resumeCommand(name, options), exampleName(config.dataset)));
  if (summary.families) print(networksText(summary.families, config));
  const names = opened.labels ?? opened.classes;
  for (const line of await decisionLines(path, config, names)) print(line);
  for (const line of await staleExports(path, before, summary)) print(line);
  if (!options["no-report"] && !options.json) print(await reportTrained(path, options.data));
  if (options.json) printJson(summary);
}

function sourceOf(
  file: string | undefined,
  own: DatasetOptions | undefined,
  saved: Saved | undefined,
  path: string,
): string {
  if (file !== undefined) return file;
  if (saved !== undefined) return `the config of ${path}`;
  return own === undefined ? DEFAULT_CONFIG : "this recipe";
}

/** The config of the command line; that of the run if one is resumed and no other is named. */
async function draftOf(
  options: Arguments<typeof command>["options"],
  own: DatasetOptions | undefined,
  saved: Saved | undefined,
  path: string,
): Promise<ConfigDraft> {
  const seed = options.seed === undefined ? [] : [`seed=${wholeNumber("seed", options.seed)}`];
  const changes = [
    ...options.set,
    ...seed,
    ...options.folds === undefined ? [] : [`folds=${foldsOf(options.folds)}`],
    ...options.repeat === undefined ? [] : [`repeat=${wholeNumber("repeat", options.repeat)}`],
  ];
  const file = options.config ?? (own === undefined ? DEFAULT_CONFIG : undefined);
  if (saved !== undefined && options.config === undefined) {
    const config = structuredClone(saved.config);
    if (own !== undefined) {
      config.dataset = changeDataset(Object(config.dataset), own) as Config["dataset"];
    }
    return changeDraft(config, changes, `the config of ${path}`);
  }
  const config = file === undefined ? {} : await readJson(file);
  if (own !== undefined) {
    // Without the key, as in configs of version 0.1.0, quantities of an NPZ file are learned as they are.
    const given = "npz" in own ? { ...own, standardize: true } : own;
    addDataset(Object(config), given, tableDefaults(saved?.config));
    if (file === undefined && ("csv" in own || "table" in own)) {
      Object.assign(Object(config), { folds: "auto" });
    }
  }
  return changeDraft(config, changes, file ?? "this recipe");
}

/** The columns of the table that the command line or its config names. */
async function describedBy(
  options: Arguments<typeof command>["options"],
  own: DatasetOptions | undefined,
  path: string,
): Promise<string> {
  const isTableAlone = options.config === undefined &&
    tablePathOf((own ?? {}) as OwnDataset) !== undefined;
  const { dataset, splitSeed = null, seed = 1, folds = 0, repeat = 1 } = isTableAlone
    ? { dataset: { ...tableDefaults(undefined), ...own } as OwnDataset, folds: "auto" as const }
    : await draftOf(options, own, undefined, path) as Partial<ConfigDraft>;
  if (dataset === undefined || !isTable(dataset)) {
    throw new UsageError("Cannot use --describe without a table: expected --table FILE");
  }
  const { describeDataset } = await import("./train/describe.ts");
  return await describeDataset(dataset as OwnDataset, {
    ...{ splitSeed: splitSeed ?? seed, folds, repeat },
  });
}

function foldsOf(text: string): string {
  return text === "auto" ? text : String(wholeNumber("folds", text));
}

/** What `--resume` does, in a line. */
function goingOn(path: string, config: Config, saved: Saved | undefined): string {
  if (saved === undefined) return `Nothing to resume in ${path}: starts anew`;
  const reason = finished(saved, config);
  return reason === undefined
    ? `Resumes ${path} after epoch ${saved.checkpoint.epoch}`
    : `Nothing is left to train in ${path}: ${reason}`;
}

if (import.meta.main) await main(command, trainTask);
