/** Trains on a table in the worker. @module */

import type { Evaluation } from "../../mod.ts";
import { joinNames, quote } from "../../lib/checks/mod.ts";
import {
  foldRecipe,
  overFolds,
  ownOptimizer,
  RECIPE,
  USER_DATA_RECIPE,
} from "../../lib/config/recipe.ts";
import { scoreOf } from "../../lib/evaluate/mod.ts";
import type { OptionText } from "../../lib/table/mod.ts";
import { featureRolesOf, leakSentences, rulesOf } from "../../lib/table/model/mod.ts";
import { CsvTable } from "../../tasks/data/tables/csv/table.ts";
import { plainResultText } from "../../tasks/results/problem/results.ts";
import { distributionsText, intervalsText, noveltyText } from "../../tasks/run/novelty.ts";
import { resultOf as fileResultOf } from "../../tasks/run/result.ts";
import type { Report, TableSettings, TrainedNetwork } from "./messages.ts";
import { runTraining, weightsHash } from "./training.ts";
import * as texts from "./texts.ts";

/** The options of the split, which the page has no controls for. */
const TERMINAL_NAMES = {
  folds: "folds",
  split: "split",
  splitBy: "split-by",
  splitAfter: "split-after",
};

/** An option as the page's visitor gives it: sentences on a table name the controls of the page. */
export const optionOfPage: OptionText = (option, ...values) => {
  switch (option) {
    case "as":
      return `at a terminal --as ${values.join(" ")}`;
    case "gaps":
    case "kind":
      return `“${texts.table[option]}: ${texts.table[values[0] as keyof typeof texts.table]}”`;
    case "header":
      return "names instead of numbers";
    case "folds":
    case "split":
    case "splitBy":
    case "splitAfter":
      return `at a terminal ${
        values.map((value) => `--${TERMINAL_NAMES[option]} ${quote(value)}`).join(" ")
      }`;
    case "target":
      return `“What to predict: ${joinNames(values)}”`;
    case "without":
      return `unchecking ${joinNames(values.map((name) => `“${name}”`))}`;
  }
};

/** Trains on a table, see {@linkcode runTraining}. While it is read, an aborted `signal` throws. */
export async function trainOnTable(
  file: File,
  settings: TableSettings,
  signal: AbortSignal,
  report: (report: Report) => void,
  observes = false,
): Promise<void> {
  const { target, without, kind, gaps, weights, seed } = settings;
  const open = () => Promise.resolve(file.stream().pipeThrough(new TransformStream(), { signal }));
  const source = await CsvTable.from({ name: file.name, open }, {}, [
    target,
    ...without,
    ...weights === undefined ? [] : [weights],
  ]);
  const { decidedDatasets, runFolds } = await import("./fold_training.ts");
  const { read: table, options: split, first, named } = await decidedDatasets(source, {
    target,
    without,
    kind,
    gaps,
    weights,
    splitSeed: seed,
    as: {},
    folds: "auto",
    optionText: optionOfPage,
  });
  signal.throwIfAborted();
  const { description, training, validation, test } = table;
  const folds = new Set(table.folds[0]).size;
  const isFolded = overFolds({ folds });
  const { hidden, ...recipe } = {
    ...USER_DATA_RECIPE,
    optimizer: ownOptimizer(training.size),
    ...isFolded && foldRecipe({
      rows: training.size,
      hasHidden: USER_DATA_RECIPE.hidden.length > 0,
      recipe: RECIPE,
      hasQuantities: !training.problem.hasAccuracy,
    }),
  };
  const functions = {
    activation: recipe.activation,
    initializer: recipe.initializer,
    ...training.problem.defaults,
    seed,
  };
  const { activation: _activation, initializer: _initializer, ...options } = recipe;
  const configOf = (sizes: readonly number[]) =>
    JSON.stringify({
      dataset: {
        csv: file.name,
        target,
        ...kind && { kind },
        gaps,
        ...split.without?.length && { without: split.without },
        ...weights !== undefined && { weights },
        ...split.splitBy !== undefined && { splitBy: split.splitBy },
        ...split.splitAfter !== undefined && { splitAfter: split.splitAfter },
        as: {},
      },
      sizes,
      ...recipe,
      ...functions,
      trainingSize: training.size,
      splitSeed: seed,
      ...isFolded && { folds, recipe: RECIPE },
    });
  const notes = [table.found, ...table.read, ...source.warnings, ...table.warnings];
  const begun = {
    description,
    split: [...first, ...named],
    notes: [...leakSentences(description), ...notes],
    leftOut: table.leftOut,
  };
  const { quantities } = rulesOf(description);
  const resultOf = (test: Evaluation) => plainResultText(fileResultOf(test, quantities), "own");
  let ended: Extract<Report, { kind: "ended" }> | undefined;
  const reportFirst = (one: Report) => one.kind === "ended" ? ended = one : report(one);
  if (isFolded) {
    const { epochs } = recipe;
    if (observes) begun.notes.push(texts.NO_LAYERS);
    const task = { table, folds, seed, epochs, begun, configOf, resultOf };
    await runFolds(task, signal, reportFirst);
  } else await runOne();
  const { stopped, network } = ended!;
  if (stopped || network === undefined) return report(ended!);
  report({ kind: "comparing" });
  const { verdictOf } = await import("./verdict.ts");
  const { dataset } = JSON.parse(configOf([]));
  const trained = { name: file.name, config: { dataset, folds }, table, notes };
  try {
    const verdict = await verdictOf({ ...trained, file: network.file, seed }, signal);
    const { file = network.file } = verdict;
    report({ ...ended!, network: { ...network, file }, verdict });
  } catch (error) {
    if (!signal.aborted) throw error;
    report(ended!);
  }

  async function runOne(): Promise<void> {
    const sizes = [training.features, ...hidden, training.outputs];
    const config = configOf(sizes);
    const novelty = noveltyText({
      ...table,
      roles: featureRolesOf(description, table.distributions, table.unitColumns),
    });
    let best = -Infinity;
    let kept: TrainedNetwork | undefined;
    await runTraining(
      {
        training,
        validation,
        test,
        sizes,
        functions,
        options,
        observes,
        offersEpochs: false,
        begun,
        async keep(network, { number: epochs, ...epoch }) {
          const score = scoreOf(epoch.validation!, USER_DATA_RECIPE.monitor);
          if (kept !== undefined && score <= best) return kept = { ...kept, epochs };
          best = score;
          const intervals = intervalsText(network, table);
          const distributions = distributionsText(network, {
            ...table,
            target: rulesOf(description),
          });
          return kept = {
            epochs,
            kept: epochs,
            result: resultOf(epoch.test!),
            weightsSha256: await weightsHash(network),
            file: network.toSafetensors({
              config,
              epoch: String(epochs),
              table: JSON.stringify(description),
              ...novelty !== undefined && { novelty },
              ...intervals !== undefined && { intervals },
              ...distributions !== undefined && { distributions },
            }),
          };
        },
      },
      signal,
      reportFirst,
    );
  }
}
