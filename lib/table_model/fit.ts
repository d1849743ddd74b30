/** Trains on a table of a program: rows, a stream of them, or CSV text. @module */

import type { OptionTable } from "../checks/option.ts";
import { checkOptions } from "../checks/options.ts";
import { plain } from "../checks/texts.ts";
import { OWN_KINDS } from "../config/user_data.ts";
import type { Evaluation } from "../evaluate.ts";
import { TRAIN_OPTIONS } from "../options.ts";
import { normalText } from "../table/cell_texts.ts";
import { DEFAULT_MISSING_VALUE_RULE, type TableDescription } from "../table/columns.ts";
import { type CsvOptions, CsvText, findColumns } from "../table/csv/table.ts";
import { tableDatasets } from "../table/datasets.ts";
import type { TableOptions } from "../table/options.ts";
import type { TableSource } from "../table/source.ts";
import { evaluateTable } from "./evaluation.ts";
import { FOLD_OPTIONS, type FoldOptions } from "./recipe.ts";
import { RowColumns } from "./row_columns.ts";
import { type TrainedParts, trainEnsemble, trainNetwork } from "./training.ts";

/** What an epoch came to; over folds that of every member which has not stopped. */
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

/** How to train on a table. What is left out is as `deno task train --csv` has it, see `docs/tables.md`. */
export interface TableFitOptions<Target extends string = string>
  extends Omit<TableOptions, "target" | "rounded" | "optionText">, FoldOptions, CsvOptions {
  /** The column to predict, or several columns of numbers. */
  readonly target: Target | readonly Target[];
  /**
   * Into how many folds the rows that do not test are dealt, each of which validates networks that learn from the others: 0
   * for one network, or 2 … 100. Default: `"auto"`, 5 unless the table is too small or too large for them.
   */
  readonly folds?: number | "auto" | undefined;
  /** What becomes of missing values. Default: `"category"` */
  readonly gaps?: TableOptions["gaps"];
  /** Where the split comes from. Default: `seed` */
  readonly splitSeed?: number | undefined;
  /** Called with each sentence on what may be wrong with the table or its training. */
  onWarning?: (message: string) => void;
  /** Called several times an epoch with what is done of it: members over folds, or rows of one network. */
  onProgress?: (done: number, total: number) => void;
  /** Called after every epoch; training waits for what it returns. */
  onEpoch?: (epoch: TableEpoch) => void | Promise<void>;
}

/** The options of the table itself, as a config has them in its `dataset`. */
const TABLE_OPTIONS = [...OWN_KINDS["csv"]!, "splitSeed", "folds", "repeat"];

const OPTIONS: OptionTable = {
  ...Object.fromEntries(TABLE_OPTIONS.map((name) => [name, true])),
  ...FOLD_OPTIONS,
  ...{ onWarning: true, onEpoch: true, seed: TRAIN_OPTIONS.seed, splitSeed: TRAIN_OPTIONS.seed },
};

/** What other libraries have as options, and is elsewhere here. */
const HINTS = {
  ...{ label: "expected `target`, the column to predict", y: "expected `target`" },
  features: "every column but the target is learned from; `without` leaves columns out",
  ...{ drop: "expected `without`, a list of columns", ignore: "expected `without`" },
  testSize: "expected `split`, such as [0.7, 0.15, 0.15]",
  validationSplit: "expected `split`, such as [0.7, 0.15, 0.15]",
};

/** What training on a table of a program comes to. */
export interface FittedTable extends TrainedParts {
  /** What the columns and the target are. */
  readonly table: TableDescription;
}

/** Trains on a table, see {@linkcode TableModel.fit}. */
export async function fitTable(
  data: string | Iterable<object> | AsyncIterable<object>,
  options: TableFitOptions,
): Promise<FittedTable> {
  checkOptions("train on a table", options, OPTIONS, HINTS);
  const { onWarning = () => {}, onEpoch } = options;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const source = await sourceOf(data, options);
  const table = await tableDatasets(source, {
    ...{ target: [], gaps: DEFAULT_MISSING_VALUE_RULE, as: {}, folds: "auto" },
    ...{ splitSeed: options.seed },
    ...Object.fromEntries(given.filter(([name]) => TABLE_OPTIONS.includes(name))),
  });
  for (const warning of [...source.warnings, ...table.warnings]) onWarning(warning);
  const training: FoldOptions = Object.fromEntries(
    given.filter(([name]) => Object.hasOwn(FOLD_OPTIONS, name)),
  );
  const { network, knowledge } = table.folds.length > 0
    ? await ensemble()
    : await trainNetwork(table, training, {
      onWarning,
      onEpoch: (epoch) => onEpoch?.({ ...epoch, validation: epoch.validation! }),
    });
  const { description, test } = table;
  const result = test.size === 0 ? undefined : evaluateTable(network, description, test);
  return { network, table: description, knowledge: { ...knowledge, test: result } };

  async function ensemble(): Promise<TrainedParts> {
    let trained: TrainedParts | undefined;
    for await (const round of trainEnsemble(table, training)) {
      await onEpoch?.(round);
      if (round.isLast) trained = await round.parts();
    }
    return trained!;
  }
}

/** The table of the data: CSV text is read as the command line reads a file. */
async function sourceOf(
  data: string | Iterable<object> | AsyncIterable<object>,
  { target, ...options }: TableFitOptions,
): Promise<TableSource & Pick<CsvText, "warnings">> {
  if (typeof data === "string") return await csvOf(data, options, [target].flat());
  const name = (["delimiter", "header"] as const).find((name) => options[name] !== undefined);
  if (name === undefined) return await RowColumns.from(data);
  throw new TypeError(`Cannot train on rows with the option "${name}": it is of CSV text`);
}

/** How much of a text is read at a time, in characters. */
const PIECE = 65_536;

async function csvOf(given: string, options: CsvOptions, known: string[]): Promise<CsvText> {
  const text = normalText(given.replace(/^\ufeff/, ""));
  if (text.includes("\0")) {
    throw new SyntaxError("Cannot read the CSV text: it has a character of zero");
  }
  if (!text.trim().includes("\n")) {
    throw new SyntaxError(
      "Cannot train on a text of one line: expected the text of a CSV file, names of columns and " +
        `rows, got ${JSON.stringify(plain(text))}`,
    );
  }
  const source = {
    name: "the CSV text",
    async *open(): AsyncGenerator<string, void, void> {
      for (let start = 0; start < text.length; start += PIECE) {
        yield text.slice(start, start + PIECE);
      }
    },
  };
  return new CsvText(source, await findColumns(source, options, known));
}
