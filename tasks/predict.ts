/**
 * `deno task predict RUN… FILE…`: predicts pictures, rows of a table or examples of an array, with the network's confidence.
 * Several networks answer as an ensemble. @module
 */

import type { Arguments, Command } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { printNote } from "./cli/print.ts";
import { TABLE_FORMATS } from "./data/names.ts";
import { checkPredictionsFile } from "./results/predict/csv.ts";
import {
  asOperands,
  checkOperands,
  checkOutput,
  sortOperands,
} from "./results/predict/operands.ts";
import { findRun, knownRuns } from "./run/find_run.ts";
import { chooseEngine, ENGINE } from "./run/open_engine.ts";
import { openEnsemble } from "./run/open_ensemble.ts";
import { FUNCTION_OPTIONS, MODEL_OPTIONS } from "./run/open_network.ts";
import { readTestTimeSettings, TEST_TIME_OPTIONS } from "./run/test_time_options.ts";
import { FOLDERS } from "./system/installation.ts";

const { dataset: _, ...functionOptions } = { ...FUNCTION_OPTIONS, ...MODEL_OPTIONS };

export const command = {
  name: "predict",
  description: "Predicts pictures, or the rows of a table or an array.\n\n" +
    `RUN is a run's folder, its name in ${FOLDERS.runs}, or a file of weights; the outputs of several are averaged. A ` +
    `finished sweep's folder, ${FOLDERS.sweeps}/NAME, is the ensemble of the runs whose weights it kept.\n` +
    `FILE is a PNG or JPEG file of any size, or a folder of them; or a table (${TABLE_FORMATS}) with ` +
    "rows like the training data: they are printed as CSV, each with the prediction, the probability of each " +
    "class or the interval of a quantity, and any remarks. An NPZ file with an array x gives one row per " +
    "example. FILE may be - for CSV, JSON or JSON Lines from standard input, whose rows are predicted as they arrive.\n" +
    "Drawn digits, dark on light or light on dark, are scaled and centered, with the pen's width adjusted, to look like MNIST's.",
  operands: { value: "RUN… FILE…", min: 1, max: Infinity, known: knownRuns },
  options: {
    out: { description: "Write the predictions to a CSV file", value: "FILE" },
    force: {
      description: "Let --out overwrite any file, except inputs and the files of a run",
    },
    encoding: {
      description: "The encoding of the file; default: the training table's",
      value: "NAME",
    },
    sheet: {
      description: "The sheet of a workbook; default: the training table's, or the first",
      value: "NAME",
    },
    query: {
      description: "The query of a SQLite database; default: the run's, or its only table",
      value: "SQL",
    },
    row: {
      description: "Predict this row instead of a FILE: a JSON object of cells by column",
      value: "JSON",
      repeatable: true,
    },
    show: { description: "Draw the picture as the network sees it" },
    ...TEST_TIME_OPTIONS,
    ...functionOptions,
    engine: ENGINE,
    explain: {
      description: "Explain each prediction: the contribution of each column",
    },
    json: { description: "Print the result as JSON" },
    jsonl: { description: "Print a line of JSON for each row of a table" },
  },
  instead: asOperands,
} satisfies Command;

export async function predictTask(
  { operands, options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const sorted = await sortOperands(operands);
  for (const note of sorted.notes) printNote(note);
  const copies = readTestTimeSettings(options);
  checkOutput(options);
  checkOperands(sorted, options, copies);
  const { pictures, tables, arrays } = sorted;
  const rowSource = tables.length + options.row.length > 0
    ? await import("./results/predict/table/row_source.ts")
    : undefined;
  const rows = rowSource?.rowsOfOption(options.row) ?? [];
  const runs = await Promise.all(sorted.runs.map((word) => findRun(word)));
  const { activation, "output-activation": outputActivation, model, engine, out } = options;
  const opened = await openEnsemble(runs, {
    activation,
    "output-activation": outputActivation,
    model,
    dataset: undefined,
    engine: await chooseEngine(engine),
  });
  if (out !== undefined) {
    await checkPredictionsFile(out, [...tables, ...arrays, ...pictures], options.force);
  }
  const asked = { runs, ...opened, signal, options };
  const [table] = tables;
  const [array] = arrays;
  if (array !== undefined) {
    const { predictArrayFile } = await import("./results/predict/arrays.ts");
    await predictArrayFile(array, asked);
  } else if (rowSource !== undefined) {
    await rowSource.predictTableRows(table ?? rows, asked);
  } else {
    const { predictPictureFiles } = await import("./results/predict/pictures.ts");
    await predictPictureFiles(pictures, asked, copies);
  }
}

if (import.meta.main) await main(command, predictTask);
