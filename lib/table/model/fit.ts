/** Trains on a table of a program: rows, a stream of them, or CSV text. @module */

import { checkOptions, type OptionTable } from "../../checks/options.ts";
import { countFolds } from "../../ensemble/trained_model.ts";
import { DECISION_OPTIONS, DEFAULT_MISSING_VALUE_RULE, TABLE_KEYS } from "../../options/table.ts";
import { type DecisionOptions, decisionProblem } from "../../measure/decide/fit.ts";
import type { Evaluation } from "../../evaluate.ts";
import { TRAIN_OPTIONS } from "../../options.ts";
import type { TableDescription } from "../columns/columns.ts";
import type { TableSource } from "../cells/source.ts";
import type { CsvOptions } from "../csv/table.ts";
import { type TableDatasets, tableDatasets } from "../encode/datasets.ts";
import { optionOfLibrary, type OptionText, type TableOptions } from "../columns/options.ts";
import { leakSentences } from "../columns/profile.ts";
import { decidedDatasets } from "./choose_split.ts";
import { type TableData, tableSource } from "./data.ts";
import { measuredModel, outOfFold } from "../../ensemble/trained_model.ts";
import { rulesOf } from "../columns/target.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import { futureText } from "../../measure/drift/future.ts";
import { evaluateTable } from "./evaluation.ts";
import { FOLD_OPTIONS, type FoldOptions } from "./recipe.ts";
import { type TableSplit, type TrainedParts, trainEnsemble, trainNetwork } from "./training.ts";

/** The result of an epoch; over folds, of an epoch of every member that has not stopped. */
export interface TableEpoch {
  /** Counted from 1. */
  readonly number: number;
  /** η of the last step. */
  readonly learningRate: number;
  /** The mean cost of the rows that are learned from, each taken before the step that its batch made. */
  readonly train: { readonly cost: number };
  /** What the model makes of rows that it did not learn from: the validation part, or all rows out of fold. */
  readonly validation: Evaluation;
}

/** How to train on a table. What is left out is as `deno task train --csv` has it, see `docs/your-data.md`. */
export interface TableFitOptions<Target extends string = string> extends
  Omit<
    TableOptions,
    | "target"
    | "marked"
    | "optionText"
    | "recipe"
    | "splitBy"
    | "splitAfter"
  >,
  FoldOptions,
  CsvOptions,
  DecisionOptions {
  /** The column to predict, or several columns of numbers. */
  readonly target: Target | readonly Target[];
  /**
   * The number of folds for the rows outside the test part, each of which validates networks that learn from the others: 0
   * for one network, or 2 … 100. Default: `"auto"`, 5 unless the table is too small or too large for them.
   */
  readonly folds?: number | "auto" | undefined;
  /** What becomes of missing values. Default: `"category"` */
  readonly gaps?: TableOptions["gaps"];
  /**
   * The column of groups, such as customers, whose rows stay together in one part and one fold; or columns, such as a height
   * and an age, that together name a group: those of a list stay inputs. `false` to look for none. Default: looked for, see
   * {@linkcode TableModel.split}.
   */
  readonly groups?: string | readonly string[] | false | undefined;
  /**
   * The column of dates or numbers after which rows are split: the latest test. `true` if the rows are in the order of time,
   * `false` to look for none. Default: looked for.
   */
  readonly time?: string | boolean | undefined;
  /** Where the split comes from. Default: `seed` */
  readonly splitSeed?: number | undefined;
  /** Called with each sentence on what may be wrong with the table or its training. */
  onWarning?: (message: string) => void;
  /** Called several times an epoch with what is done of it: members over folds, or rows of one network. */
  onProgress?: (done: number, total: number) => void;
  /** Called after every epoch; training waits for what it returns. */
  onEpoch?: (epoch: TableEpoch) => void | Promise<void>;
}

/** What decides by the answers of a model, and a metric, which only comparisons with simpler models have. */
const DECISIONS = [...Object.keys(DECISION_OPTIONS), "metric"];

/** What goes by another name here than in a config: the field's own. */
const RENAMED = ["splitBy", "splitAfter"];

/** The options of the table itself, as a config has them in its `dataset`. */
const TABLE_OPTIONS = [
  ...TABLE_KEYS.filter((name) => !DECISIONS.includes(name) && !RENAMED.includes(name)),
  "splitSeed",
  "folds",
  "repeat",
];

const OPTIONS: OptionTable = {
  ...Object.fromEntries(TABLE_OPTIONS.map((name) => [name, true])),
  ...FOLD_OPTIONS,
  ...DECISION_OPTIONS,
  groups: true,
  time: true,
  onWarning: true,
  onEpoch: true,
  seed: TRAIN_OPTIONS.seed,
  splitSeed: TRAIN_OPTIONS.seed,
};

/** What other libraries have as options, and is elsewhere here. */
const HINTS = {
  label: "expected `target`, the column to predict",
  y: "expected `target`",
  features: "every column but the target is learned from; `without` leaves columns out",
  drop: "expected `without`, a list of columns",
  ignore: "expected `without`",
  testSize: "expected `test`, such as 0.15",
  validationSplit: "expected `split`, such as [0.7, 0.15, 0.15]",
  splitBy: "expected `groups`",
  splitAfter: "expected `time`",
  shuffle: "expected `time: true` for rows in the order of time",
};

/** Options as `TableFitOptions` has them. */
const optionOfFit: OptionText = (option, ...values) => {
  const [first] = values;
  if (option === "split") return first === "order" ? "`time: true`" : "`groups: false`";
  if (option === "splitAfter") return `\`time: ${JSON.stringify(first)}\``;
  if (option !== "splitBy") return optionOfLibrary(option, ...values);
  return `\`groups: ${JSON.stringify(values.length > 1 ? values : first)}\``;
};

/** What training on a table of a program comes to. */
export interface FittedTable extends TrainedParts {
  /** What the columns and the target are. */
  readonly table: TableDescription;
}

/** Trains on a table, see {@linkcode TableModel.fit}. */
export async function fitTable(data: TableData, options: TableFitOptions): Promise<FittedTable> {
  checkOptions("train on a table", options, OPTIONS, HINTS);
  const { onWarning = () => {}, onEpoch = () => {}, seed } = options;
  const given = (names: readonly string[]) =>
    Object.fromEntries(
      Object.entries(options).filter(([name, value]) =>
        value !== undefined && names.includes(name)
      ),
    );
  const source = await tableSource(data, options);
  const { table, split } = await splitTable(source, options, {
    target: [],
    gaps: DEFAULT_MISSING_VALUE_RULE,
    as: {},
    folds: "auto",
    splitSeed: seed,
    ...given([...TABLE_OPTIONS, "recipe"]),
    optionText: optionOfFit,
  });
  const leaks = leakSentences(table.description);
  for (const text of [...split.found, ...leaks, ...source.warnings, ...table.warnings]) {
    onWarning(text);
  }
  const training = given(Object.keys(FOLD_OPTIONS));
  const decisions: DecisionOptions = given(DECISIONS);
  const { training: { classNames, size }, validation, folds } = table;
  const problem = folds.length === 0
    ? decisionProblem(decisions, classNames, validation.size)
    : decisionProblem(decisions, classNames, size, countFolds(table));
  if (problem !== undefined) throw new RangeError(`Cannot train on a table: ${problem}`);
  const calls = { onWarning, onEpoch };
  const { network, knowledge } = await trainTable(table, training, calls, decisions);
  const { description, test, times } = table;
  const { decision } = knowledge;
  const measured = measuredModel(network);
  if (times !== undefined && folds.length > 0 && test.size > 0) {
    const { outputNames: names, quantities } = rulesOf(description);
    const [own, tested] = [outOfFold(measured, table), outputsFor(measured, test)];
    const future = { ...table, outOfFold: own, tested, times, names, quantities };
    const text = futureText(future);
    if (text !== undefined) onWarning(text);
  }
  const results = {
    test: test.size === 0 ? undefined : evaluateTable(measured, description, test, decision),
    outOfFold: folds.length === 0
      ? undefined
      : evaluateTable(outOfFold(network, table), description, table.training, decision),
  };
  return { network, table: description, knowledge: { ...knowledge, ...results, split } };
}

/** Splits a table by the options, or by what is found in it. */
async function splitTable(
  source: TableSource,
  { groups, time, split }: Pick<TableFitOptions, "groups" | "time" | "split">,
  options: TableOptions,
): Promise<{ readonly table: TableDatasets; readonly split: TableSplit }> {
  if (groups !== undefined || time !== undefined || typeof split === "string") {
    const asked = { groups: groups === false ? undefined : groups, time: time || undefined };
    const { groups: splitBy, time: splitAfter } = asked;
    const table = await tableDatasets(source, { ...options, splitBy, splitAfter });
    return { table, split: { ...asked, found: [] } };
  }
  const searched = { ...options, optionText: optionOfFit };
  const { read: table, options: decided, first, named } = await decidedDatasets(source, searched);
  const { splitBy, splitAfter } = decided;
  return { table, split: { groups: splitBy, time: splitAfter, found: [...first, ...named] } };
}

/** Trains an ensemble over the folds of a table, or one network where it has none. */
async function trainTable(
  table: TableDatasets,
  options: FoldOptions,
  { onWarning, onEpoch }: Required<Pick<TableFitOptions, "onWarning" | "onEpoch">>,
  decisions: DecisionOptions,
): Promise<TrainedParts> {
  if (table.folds.length === 0) {
    return await trainNetwork(table, options, {
      onWarning,
      onEpoch: (epoch) => onEpoch({ ...epoch, validation: epoch.validation! }),
    }, decisions);
  }
  let trained: TrainedParts | undefined;
  for await (const round of trainEnsemble(table, options, decisions)) {
    await onEpoch(round);
    if (round.isLast) trained = await round.shipped();
  }
  return trained!;
}
