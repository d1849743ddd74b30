/**
 * `deno task evaluate RUN…`: how well a run's network does on a split, class by class, or how far off its quantities are.
 * The networks of several runs are evaluated together, as an ensemble. @module
 */

import { userDatasetOf } from "../lib/config/user_data.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "./cli/arguments.ts";
import { METRIC, readMetric } from "./cli/decision_values.ts";
import { main } from "./cli/main.ts";
import { DATA } from "./cli/options.ts";
import { dataName } from "./data/names.ts";
import { SPLITS } from "./data/names.ts";
import { DECISION_OPTIONS, readDecisions } from "./results/evaluate/decisions.ts";
import { checkFloors, readFloors } from "./results/new_data/floor.ts";
import { commonData, showLearnedData } from "./results/new_data/learned_data.ts";
import { isOtherData, namedData } from "./results/new_data/other_data.ts";
import { findRun, knownRuns } from "./run/find_run.ts";
import { chooseEngine, ENGINE } from "./run/open_engine.ts";
import { openEnsemble } from "./run/open_ensemble.ts";
import { FUNCTION_OPTIONS, MODEL_OPTIONS } from "./run/open_network.ts";
import { NEW_DATA } from "./run/run_data.ts";
import { readTestTimeSettings, TEST_TIME_OPTIONS } from "./run/test_time_options.ts";
import { FOLDERS } from "./system/installation.ts";

export const command = {
  name: "evaluate",
  description:
    "Prints a run's accuracy on a split, a table of its classes and the confusion matrix; the errors for quantities; the " +
    "importance of each column for a table.\n" +
    "With another labeled file, it shows how good the run still is: the metrics beside the test metrics, and which columns " +
    "have drifted since training.\n" +
    `RUN is the run's folder, its name in ${FOLDERS.runs}, or a file of weights, such as one from PyTorch.\n` +
    "Several runs are evaluated as an ensemble, which averages their outputs. A finished sweep's folder, " +
    `${FOLDERS.sweeps}/NAME, is the ensemble of the runs whose weights it kept.`,
  operands: { value: "RUN…", min: 1, max: Infinity, known: knownRuns },
  options: {
    split: {
      description: "The split (default: test, or validation of a table without a test part)",
      value: "NAME",
      choices: SPLITS,
    },
    data: DATA,
    ...NEW_DATA,
    worst: {
      description: "Print the N most confident mistakes, or the N rows with the largest errors",
      value: "N",
      default: "0",
    },
    ...DECISION_OPTIONS,
    metric: { ...METRIC, description: "The metric that matters (default: the run's)" },
    ...TEST_TIME_OPTIONS,
    ...FUNCTION_OPTIONS,
    ...MODEL_OPTIONS,
    engine: ENGINE,
    floor: {
      description:
        "Fail if the run's metric, accuracy or R² is worse than this number; METRIC=VALUE names another metric, such as auc=0.8",
      value: "FLOOR",
      repeatable: true,
    },
    against: {
      description:
        "Fail if an earlier run with the same config and data has other weights, or was better by more than chance",
      value: "RUN",
    },
    out: { description: "Write an HTML page about the new data", value: "FILE" },
    explain: {
      description:
        "Explain predictions for a table: contributions of columns, interactions, partial dependence",
    },
    learned: {
      description: "Score new rows of a table even if the run was trained on them",
      isRare: true,
    },
    json: { description: "Print the result as JSON" },
  },
} satisfies Command;

export async function evaluateTask(
  { operands, options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const asked = {
    worst: wholeNumber("worst", options.worst, { max: 100 }),
    copies: readTestTimeSettings(options),
    floors: readFloors(options.floor),
    decisions: readDecisions(options),
  };
  const runs = await Promise.all(operands.map((word) => findRun(word)));
  if (options.against !== undefined && runs.length > 1) {
    throw new UsageError(`--against compares one run, got ${runs.length}`);
  }
  const against = options.against === undefined ? undefined : await findRun(options.against);
  const engine = await chooseEngine(options.engine);
  const { opened, ensemble } = await openEnsemble(runs, { ...options, engine });
  const config = commonData(opened, options.split);
  const named = namedData(config.dataset, options);
  const { data, split } = options;
  const isNew = named !== undefined && await isOtherData(named, { opened, config, data });
  const userData = userDatasetOf(config.dataset);
  const metric = options.metric === undefined ? userData?.metric : readMetric(options.metric);
  const positive = options.positive ?? userData?.positive;
  checkFloors(asked.floors, metric);
  const given = {
    ...options,
    ...asked,
    runs,
    against,
    signal,
    opened,
    ensemble,
    config,
    metric,
    positive,
    dataset: named ?? config.dataset,
  };
  if (!isNew) return await showLearnedData(given);
  for (const name of ["explain", "against"] as const) {
    if (!options[name]) continue;
    throw new UsageError(`--${name} is for the data that the run learned from`);
  }
  if (split !== undefined) {
    throw new UsageError(
      `--split is for the data that the run learned from: ${dataName(named)} is other data`,
    );
  }
  const { showNewData } = await import("./results/new_data/show.ts");
  await showNewData({ ...given, dataset: named });
}

if (import.meta.main) await main(command, evaluateTask);
