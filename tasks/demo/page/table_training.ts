/** Trains on a table in the worker, to the same weights as `deno task train --csv`. @module */

import { type Evaluation, Network, train } from "../../../mod.ts";
import { joinNames } from "../../../lib/checks/mod.ts";
import { OWN_RECIPE, ownOptimizer } from "../../../lib/config/recipe.ts";
import { ofClasses, scoreOf } from "../../../lib/evaluate/mod.ts";
import {
  forTarget,
  type OptionText,
  type TableDatasets,
  tableDatasets,
  type TargetTable,
} from "../../../lib/table/mod.ts";
import { percent } from "../../cli/format.ts";
import { CsvTable } from "../../datasets/csv/table.ts";
import { intervalsText, noveltyText } from "../../run/novelty.ts";
import type { TableNetwork, TableReport, TableSettings } from "./table_messages.ts";
import { weightsHash } from "./weights_hash.ts";

/** The choices of the page; their labels are in `predict.html`. */
const CHOICES: { readonly [value: string]: string } = {
  drop: "Drop the row",
  mean: "Use the mean",
  category: "Own category",
  class: "Class",
  quantity: "Quantity",
};

/** An option as the page's visitor gives it: sentences on a table name the controls of the page. */
export const optionOfPage: OptionText = (option, ...values) => {
  switch (option) {
    case "gaps":
      return `“Missing values: ${CHOICES[values[0]!]}”`;
    case "header":
      return "names that are no numbers";
    case "kind":
      return `“Kind of answer: ${CHOICES[values[0]!]}”`;
    case "target":
      return `“What to predict: ${joinNames(values)}”`;
    case "without":
      return `unticking ${joinNames(values.map((name) => `“${name}”`))}`;
  }
};

/**
 * Reads a table and trains a network on it.
 *
 * @param report called with everything that happens
 * @throws what `signal` was aborted with before an epoch was whole, or why it failed
 */
export async function trainOnTable(
  file: File,
  settings: TableSettings,
  signal: AbortSignal,
  report: (report: TableReport) => void,
): Promise<void> {
  const { target, without, kind, gaps, seed } = settings;
  const open = () => Promise.resolve(file.stream().pipeThrough(new TransformStream(), { signal }));
  const source = await CsvTable.from({ name: file.name, open }, {}, [target, ...without]);
  const table = await tableDatasets(source, {
    ...{ target, without, kind, gaps, splitSeed: seed },
    optionText: optionOfPage,
  });
  const { description, training, validation, test } = table;
  const { hidden, ...recipe } = { ...OWN_RECIPE, optimizer: ownOptimizer(training.size) };
  const functions = {
    activation: recipe.activation,
    initializer: recipe.initializer,
    ...training.problem.defaults,
    seed,
  };
  const sizes = [training.features, ...hidden, training.outputs];
  const warnings: string[] = [];
  const onWarning = (warning: string) => warnings.push(warning);
  const network = new Network(sizes, { ...functions, onWarning });
  using _ = { [Symbol.dispose]: () => network.engine.close() };
  report({
    kind: "begun",
    sizes,
    rows: training.size,
    epochs: recipe.epochs,
    description,
    notes: [table.found, ...source.warnings, ...table.warnings, ...warnings],
    leftOut: table.leftOut,
  });
  const config = {
    dataset: {
      csv: file.name,
      target,
      ...kind && { kind },
      gaps,
      ...without.length > 0 && { without },
    },
    sizes,
    ...recipe,
    ...functions,
    trainingSize: training.size,
    splitSeed: seed,
  };
  const kept = new Kept(network, table, config);
  const { activation: _activation, initializer: _initializer, ...options } = recipe;
  let ended = false;
  try {
    for await (const epoch of train(network, training, { ...options, validation, test, signal })) {
      const { number, train: { cost } } = epoch;
      await kept.record(number, epoch.validation!, epoch.test!);
      const [ofValidation, ofTest] = [scoreIn(epoch.validation!), scoreIn(epoch.test!)];
      report({
        kind: "epoch",
        epoch: { number, cost, validation: ofValidation, test: ofTest },
      });
    }
    ended = true;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  report({ kind: "ended", stopped: !ended, network: kept.network });
}

/** The network of the best epoch so far, by the metric that the recipe monitors. */
class Kept {
  network: TableNetwork | undefined;
  readonly #network: Network;
  readonly #table: TableDatasets;
  readonly #config: object;
  readonly #novelty: string | undefined;
  #score = -Infinity;

  constructor(network: Network, table: TableDatasets, config: object) {
    this.#novelty = noveltyText(table);
    this.#network = network;
    this.#table = table;
    this.#config = config;
  }

  /** Keeps the network as it is now, if its validation is the best so far. */
  async record(epochs: number, validation: Evaluation, test: Evaluation): Promise<void> {
    const score = scoreOf(validation, OWN_RECIPE.monitor);
    if (score <= this.#score && this.network !== undefined) {
      this.network = { ...this.network, epochs };
      return;
    }
    this.#score = score;
    const { description } = this.#table;
    const [novelty, intervals] = [this.#novelty, intervalsText(this.#network, this.#table)];
    this.network = {
      epochs,
      kept: epochs,
      result: forTarget(RESULTS, description.target, test),
      weightsSha256: await weightsHash(this.#network),
      file: this.#network.toSafetensors({
        config: JSON.stringify(this.#config),
        epoch: String(epochs),
        table: JSON.stringify(description),
        ...novelty !== undefined && { novelty },
        ...intervals !== undefined && { intervals },
      }),
    };
  }
}

/** The accuracy of an evaluation, or its R². */
function scoreIn(evaluation: Evaluation): number {
  return evaluation.accuracy ?? evaluation.rSquared ?? NaN;
}

/** How good a network is on test rows: how many are right, or how far off in the unit of the target. */
const RESULTS: TargetTable<[test: Evaluation], string> = {
  class(_, test) {
    const { correct, size, accuracy } = ofClasses(test);
    return `${correct} of ${size} test rows right, ${percent(accuracy)}`;
  },
  quantity({ quantities: [first] }, { rSquared, meanAbsoluteError = NaN }) {
    const off = Number((meanAbsoluteError * first!.deviation).toPrecision(4));
    return `on test rows off by ${off} on average${
      rSquared === null || rSquared === undefined ? "" : `, R² ${rSquared.toFixed(4)}`
    }`;
  },
};
