/**
 * `deno task evaluate RUN…`: how well a run's network does on a split, class by class, or how far off its quantities are.
 * The networks of several runs are evaluated together, as an ensemble. @module
 */

import { isDeepStrictEqual } from "node:util";
import { entryOf, withoutPath } from "../lib/config/mod.ts";
import type { Dataset } from "../mod.ts";
import { parseDistributions } from "../lib/table/drift/mod.ts";
import { type Ensemble, RecordedAnswers } from "../lib/ensemble/mod.ts";
import type { ModelExplanation } from "../lib/table/mod.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { DATA } from "./cli/options.ts";
import { printJson, printText } from "./cli/print.ts";
import { joined } from "./cli/styled.ts";
import { dataName, exampleName } from "./data/names.ts";
import type { DataConfig } from "./data/open_data.ts";
import { SPLITS, type Splits } from "./data/names.ts";
import {
  DECISION_OPTIONS,
  readDecisions,
  showDecisions,
  showPromises,
} from "./results/evaluate/decisions.ts";
import { areProbable } from "./results/evaluate/classes.ts";
import { explainModel, explanationTexts } from "./results/evaluate/explained.ts";
import { evaluateSplit } from "./results/evaluate/evaluate_split.ts";
import { againstChecks } from "./results/new_data/against.ts";
import { checkLines, throwFailed } from "./results/new_data/check.ts";
import { floorChecks, floorJson, readFloors } from "./results/new_data/floor.ts";
import { logLossOf } from "./results/new_data/metrics.ts";
import { isOtherData, namedData } from "./results/new_data/other_data.ts";
import { showNewData } from "./results/new_data/show.ts";
import { inFile } from "./run/run_folder.ts";
import { withoutDecision } from "./run/decision.ts";
import { findRun } from "./run/find_run.ts";
import { chooseEngine, ENGINE } from "./run/open_engine.ts";
import { ensembleAnswererOf } from "./run/fold_answers.ts";
import { openEnsemble } from "./run/open_ensemble.ts";
import { FUNCTION_OPTIONS, MODEL_OPTIONS, type OpenNetwork } from "./run/open_network.ts";
import { checkTable, isSameData, NEW_DATA, openRunData, SAME_SPLIT } from "./run/run_data.ts";
import {
  readTestTimeSettings,
  recordAnswers,
  TEST_TIME_OPTIONS,
  testTimeText,
  withTestTimeAugmentation,
} from "./run/test_time_augmentation.ts";
import { FOLDERS, PROGRAM } from "./system/installation.ts";

export const command = {
  name: "evaluate",
  description:
    "Shows a run's accuracy on a split, a table of its classes and its confusion matrix; of quantities the errors in\n" +
    "their unit; of a table what each column is worth.\n" +
    "With another file than the run learned from, which has labels too, it shows how good the run still is on it: the\n" +
    "metrics beside those of its test, and which columns have drifted since training.\n" +
    `RUN is the run's folder, its name in ${FOLDERS.runs}, or a file of weights, which PyTorch may have written.\n` +
    "The outputs of several runs are averaged: they are evaluated as an ensemble. The folder of a finished sweep,\n" +
    `${FOLDERS.sweeps}/NAME, stands for the mean of the runs whose weights it keeps.`,
  operands: { value: "RUN…", min: 1, max: Infinity },
  options: {
    split: { description: "The split", value: "NAME", choices: SPLITS, default: "test" },
    data: DATA,
    ...NEW_DATA,
    worst: {
      description: "Show the N surest mistakes, or the N rows with the largest errors",
      value: "N",
      default: "0",
    },
    ...DECISION_OPTIONS,
    ...TEST_TIME_OPTIONS,
    ...FUNCTION_OPTIONS,
    ...MODEL_OPTIONS,
    engine: ENGINE,
    floor: {
      description:
        "Fail if the accuracy, or R² of quantities, is lower than a number; METRIC=VALUE holds another metric, such as auc=0.8",
      value: "FLOOR",
      repeatable: true,
    },
    against: {
      description:
        "Fail if an earlier run of the same config, data and numerics has other weights, or was better by more than chance",
      value: "RUN",
    },
    out: { description: "Write a page on data that the run did not learn from", value: "FILE" },
    explain: {
      description:
        "Show what the columns of a table add to answers, which act together, and how answers depend on each",
    },
    json: { description: "Print the result as JSON" },
  },
} satisfies Command;

export async function evaluateTask(
  { operands, options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const worst = wholeNumber("worst", options.worst, { max: 100 });
  const copies = readTestTimeSettings(options);
  const floors = readFloors(options.floor);
  const asked = readDecisions(options);
  const runs = await Promise.all(operands.map((word) => findRun(word)));
  if (options.against !== undefined && runs.length > 1) {
    throw new UsageError(`--against compares one run, got ${runs.length}`);
  }
  const earlier = options.against === undefined ? undefined : await findRun(options.against);
  const { opened, ensemble, data: learned } = await openEnsemble(runs, {
    ...options,
    engine: chooseEngine(options.engine),
  });
  const source = dataOf(opened, options.split);
  const named = namedData(source.dataset, options);
  const dataset = named ?? source.dataset;
  const given = { opened, ensemble, worst, noun: exampleName(dataset) };
  const paths = opened.map(({ run }) => run);
  const known = { opened, learned, config: source, data: options.data };
  if (named !== undefined && await isOtherData(named, known)) {
    for (const name of ["explain", "against"] as const) {
      if (!options[name]) continue;
      throw new UsageError(`--${name} is for the data that the run learned from`);
    }
    if (options.split !== command.options.split.default) {
      throw new UsageError(
        `--split is for the data that the run learned from: ${dataName(named)} is other data`,
      );
    }
    const shape = opened[0]!.input?.shape;
    const averaged = copies && withTestTimeAugmentation(opened, copies, shape);
    return await showNewData({
      ...{ ...given, dataset: named, signal },
      answering: (networks, split) =>
        averaged
          ? recordAnswers(averaged(networks), split, signal)
          : RecordedAnswers.of(networks, split),
      learned: () => openRunData(paths, source, options.data),
      decide: async (networks, split) => {
        const given = { opened, networks, split, name: "new data" };
        if (asked === undefined) return showPromises(given);
        const data = await openRunData(paths, source, options.data);
        return showDecisions(asked, { ...given, ensemble, data });
      },
    }, { ...options, floors });
  }
  if (options.out !== undefined) {
    throw new UsageError(
      `--out is for data that the run did not learn from; \`${PROGRAM} report\` writes the page of a run`,
    );
  }
  if (options.explain && opened[0]!.table === undefined) {
    throw new UsageError("--explain is for a run of a table: it shows what its columns add");
  }
  const data = await openRunData(paths, { ...source, dataset }, options.data);
  if (learned !== undefined && !isSameData(learned, data.hashes)) {
    throw new Error(
      `Cannot use this data for ${runs[0]}: it is not the data that its members learned from`,
    );
  }
  checkTable(opened, data, dataset);
  const name = options.split as keyof Splits;
  const split = data[name];
  const averaged = copies && withTestTimeAugmentation(opened, copies, split.shape);
  const answering = (networks: Ensemble) =>
    averaged === undefined
      ? ensembleAnswererOf(networks, name, data.folded)
      : recordAnswers(averaged(networks), split, signal);
  const { json, alone, paragraphs } = await evaluateSplit({
    ...{ ...given, data, split, answering },
    locations: data.locate(name),
  });
  const answered = { opened, split, name, networks: await answering(ensemble) };
  const decided = asked === undefined
    ? showPromises(answered)
    : showDecisions(asked, { ...answered, ensemble, data });
  const explanation = options.explain ? explanationOf(opened, ensemble, split) : undefined;
  const logLoss = areProbable(opened) && floors.some(({ metric }) => metric === "logLoss") &&
    { logLoss: logLossOf(answered.networks, split) };
  const checks = [
    ...floorChecks(floors, { ...json, ...logLoss }),
    ...earlier === undefined ? [] : await againstChecks(runs[0]!, earlier),
  ];
  const [{ run, epoch }] = opened as [OpenNetwork];
  if (options.json) {
    const who = opened.length > 1 ? {} : { run, epoch };
    printJson({
      ...who,
      split: name,
      ...copies,
      ...json,
      ...decided.json,
      explanation,
      ...floorJson(floors, checks),
    });
  } else {
    const who = opened.map(({ path, epoch }, k) =>
      path + (epoch === undefined ? "" : `, epoch ${epoch}`) + (alone ? `: ${alone[k]}` : "")
    );
    const isOutOfFold = name === "validation" && data.folded !== undefined;
    const what = (isOutOfFold ? "Out of fold on" : `On the ${name} split of`) +
      ` ${dataName(dataset)}` +
      (copies === undefined ? "" : `, ${testTimeText(copies)}`);
    const [first, ...more] = [...paragraphs, ...decided.paragraphs];
    const why = explanation ? explanationTexts(explanation, opened[0]!.table!) : [];
    printText(
      joined(
        [joined([...who, what, first!], "\n"), ...more, ...why, ...checkLines(checks)],
        "\n\n",
      ),
    );
  }
  throwFailed(checks);
}

/** Explains the networks of a table by rows of a split. */
function explanationOf(
  opened: readonly OpenNetwork[],
  network: Ensemble,
  split: Dataset,
): ModelExplanation {
  const [first] = opened as [OpenNetwork];
  const description = first.table!;
  const distributions = inFile(first.path, () => parseDistributions(first.metadata));
  return explainModel({ network, table: description, distributions }, split);
}

/** The data that all the networks learned from; MNIST, if their files name none. */
function dataOf(opened: readonly OpenNetwork[], split: string): DataConfig {
  const sources = opened.map(({ dataset = "mnist", config }): DataConfig => ({
    dataset,
    trainingSize: config?.trainingSize ?? entryOf(dataset)?.split.training ?? null,
    normalizeWidth: null, // the ensemble does it
    seed: config?.seed ?? 1,
    splitSeed: config?.splitSeed ?? null,
    folds: config?.folds ?? 0,
    repeat: config?.repeat ?? 1,
  }));
  const [first] = sources as [DataConfig];
  const readBy = ({ dataset }: Pick<DataConfig, "dataset">) =>
    withoutPath({ dataset: withoutDecision(dataset) });
  const isOther = ({ dataset, trainingSize, splitSeed }: DataConfig) =>
    !isDeepStrictEqual(readBy({ dataset }), readBy(first)) ||
    splitSeed !== first.splitSeed ||
    split === "training" && trainingSize !== first.trainingSize;
  const other = sources.findIndex(isOther);
  if (other !== -1) {
    const describe = ({ dataset, trainingSize, splitSeed }: DataConfig) =>
      `${trainingSize} ${exampleName(dataset)}s of ${dataName(dataset)}` +
      (splitSeed === null ? "" : `, split by the seed ${splitSeed}`);
    const hint = sources[other]!.splitSeed === first.splitSeed ? "" : `; ${SAME_SPLIT}`;
    throw new UsageError(
      `Cannot evaluate runs on different data together: ${opened[0]!.run} learned from ` +
        `${describe(first)}, ${opened[other]!.run} from ${describe(sources[other]!)}${hint}`,
    );
  }
  return first;
}

if (import.meta.main) await main(command, evaluateTask);
