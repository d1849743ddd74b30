/** Trains on a table in the worker. @module */

import type { Evaluation } from "../../mod.ts";
import { joinNames } from "../../lib/checks/mod.ts";
import { foldRecipe, overFolds, OWN_RECIPE, ownOptimizer } from "../../lib/config/recipe.ts";
import { ofClasses, scoreOf } from "../../lib/evaluate/mod.ts";
import {
  forTarget,
  leakSentences,
  type OptionText,
  tableDatasets,
  type TargetTable,
} from "../../lib/table/mod.ts";
import { percent } from "../../tasks/cli/format.ts";
import { CsvTable } from "../../tasks/data/tables/csv/table.ts";
import { distributionsText, intervalsText, noveltyText } from "../../tasks/run/novelty.ts";
import type { Report, TableSettings, TrainedNetwork } from "./messages.ts";
import { runTraining, weightsHash } from "./training.ts";
import * as texts from "./texts.ts";

/** An option as the page's visitor gives it: sentences on a table name the controls of the page. */
export const optionOfPage: OptionText = (option, ...values) => {
  switch (option) {
    case "as":
      return `at a terminal --as ${values.join(" ")}`;
    case "gaps":
    case "kind":
      return `“${texts.table[option]}: ${texts.table[values[0] as keyof typeof texts.table]}”`;
    case "header":
      return "names that are no numbers";
    case "target":
      return `“What to predict: ${joinNames(values)}”`;
    case "without":
      return `unticking ${joinNames(values.map((name) => `“${name}”`))}`;
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
  const { target, without, kind, gaps, seed } = settings;
  const open = () => Promise.resolve(file.stream().pipeThrough(new TransformStream(), { signal }));
  const source = await CsvTable.from({ name: file.name, open }, {}, [target, ...without]);
  const table = await tableDatasets(source, {
    ...{ target, without, kind, gaps, splitSeed: seed, as: {}, folds: "auto" },
    optionText: optionOfPage,
  });
  const { description, training, validation, test } = table;
  const folds = new Set(table.folds[0]).size;
  const isFolded = overFolds({ folds });
  const { hidden, ...recipe } = {
    ...{ ...OWN_RECIPE, optimizer: ownOptimizer(training.size) },
    ...isFolded && foldRecipe(training.size, OWN_RECIPE.hidden.length > 0),
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
        ...without.length > 0 && { without },
        as: {},
      },
      sizes,
      ...recipe,
      ...functions,
      trainingSize: training.size,
      splitSeed: seed,
      ...isFolded && { folds },
    });
  const begun = {
    description,
    notes: [
      ...leakSentences(description),
      ...[table.found, ...table.read, ...source.warnings, ...table.warnings],
    ],
    leftOut: table.leftOut,
  };
  const resultOf = (test: Evaluation) => forTarget(RESULTS, description.target, test);
  if (isFolded) {
    const { runFolds } = await import("./fold_training.ts");
    const { epochs } = recipe;
    if (observes) begun.notes.push(texts.NO_LAYERS);
    return await runFolds(
      { table, folds, seed, epochs, begun, configOf, resultOf },
      signal,
      report,
    );
  }
  const sizes = [training.features, ...hidden, training.outputs];
  const config = configOf(sizes);
  const novelty = noveltyText({ ...table, table: description });
  let best = -Infinity;
  let kept: TrainedNetwork | undefined;
  await runTraining(
    {
      ...{ training, validation, test, sizes, functions, options, observes, offersEpochs: false },
      begun,
      async keep(network, { number: epochs, ...epoch }) {
        const score = scoreOf(epoch.validation!, OWN_RECIPE.monitor);
        if (kept !== undefined && score <= best) return kept = { ...kept, epochs };
        best = score;
        const intervals = intervalsText(network, table);
        const distributions = distributionsText(network, { ...table, table: description });
        return kept = {
          ...{ epochs, kept: epochs },
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
    report,
  );
}

/** How good a network is on test rows: how many are right, or how far off in the unit of the target. */
const RESULTS: TargetTable<[test: Evaluation], string> = {
  class(_, test) {
    const { correct, size, accuracy } = ofClasses(test);
    return `${correct} of ${size} test rows right, ${percent(accuracy)}`;
  },
  quantity({ quantities: [first] }, { rSquared, meanAbsoluteError = NaN }) {
    const off = Number((meanAbsoluteError * first!.deviation).toPrecision(4));
    const error = `on test rows off by ${off} on average`;
    return typeof rSquared === "number" ? `${error}, R² ${rSquared.toFixed(4)}` : error;
  },
};
