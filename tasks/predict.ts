/**
 * `deno task predict RUN… FILE…`: predicts pictures, rows of a table or examples of an array, with the network's confidence.
 * Several networks answer as an ensemble. @module
 */

import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { printJsonParts, printNote } from "./cli/print.ts";
import { arrayEnsembleOf, predictArrays } from "./results/predict/arrays.ts";
import { checkPredictionsFile, predictionsCsv, writeLines } from "./results/predict/csv.ts";
import { pictureInputsOf } from "./results/predict/inputs.ts";
import { asOperands, sortOperands, STANDARD_INPUT } from "./results/predict/operands.ts";
import { predictPictures } from "./results/predict/pictures.ts";
import { openRows, rowsOfOption, StreamProgress } from "./results/predict/row_source.ts";
import { asJson, asJsonLines } from "./results/predict/rows.ts";
import { predictTable, tableEnsembleOf, TimedExplainer } from "./results/predict/table.ts";
import { findRun } from "./run/find_run.ts";
import { chooseEngine, ENGINE } from "./run/open_engine.ts";
import { openEnsemble } from "./run/open_ensemble.ts";
import { FUNCTION_OPTIONS, MODEL_OPTIONS } from "./run/open_network.ts";
import {
  readTestTimeSettings,
  TEST_TIME_OPTIONS,
  withTestTimeAugmentation,
} from "./run/test_time_augmentation.ts";
import { FOLDERS } from "./system/installation.ts";

const { dataset: _, ...functionOptions } = { ...FUNCTION_OPTIONS, ...MODEL_OPTIONS };

export const command = {
  name: "predict",
  description: "Predicts what is in a picture, or the rows of a table or of an array.\n\n" +
    `RUN is a run's folder, its name in ${FOLDERS.runs}, or a file of weights; the outputs of several are averaged. The folder\n` +
    `of a finished sweep, ${FOLDERS.sweeps}/NAME, stands for the mean of the runs whose weights it keeps.\n` +
    "FILE is a PNG or JPEG file of any size, or a folder of them; or a table (CSV, Parquet, XLSX, JSON, SQLite) of\n" +
    "rows like those that the run learned from: they are printed as CSV, each with the prediction, the probability of each\n" +
    "class or the interval of a quantity, and what to be careful about. An NPZ file with an array x gives the same, an\n" +
    "example to a row. FILE may be -, rows of CSV, JSON or JSON Lines from standard input, which are answered as they come.\n" +
    "A drawn digit, dark on light or light on dark, is made to look as MNIST's do: as large, as wide a pen, in the middle.",
  operands: { value: "RUN… FILE…", min: 1, max: Infinity },
  options: {
    out: { description: "Write the predictions to a CSV file", value: "FILE" },
    force: {
      description:
        "Let --out write over any file, not only over earlier predictions (never over a run, or what is predicted)",
    },
    encoding: {
      description:
        "The encoding of a table of text where its bytes leave doubt; that of the training table, if not given",
      value: "NAME",
    },
    sheet: {
      description:
        "The sheet of a workbook; that of the training table, or the first, if not given",
      value: "NAME",
    },
    query: {
      description:
        "The rows of a SQLite database; those of the run's query, or its only table, if not given",
      value: "SQL",
    },
    row: {
      description: "Predict this row instead of a FILE: cells by the names of the columns",
      value: "JSON",
      repeatable: true,
    },
    show: { description: "Draw what the network saw of a picture" },
    ...TEST_TIME_OPTIONS,
    ...functionOptions,
    engine: ENGINE,
    explain: {
      description: "Add to each row of a table why it was answered so: what its columns add",
    },
    json: { description: "Print the result as JSON" },
    jsonl: { description: "Print the answer to each row of a table as a line of JSON" },
  },
  instead: asOperands,
} satisfies Command;

type Options = Arguments<typeof command>["options"];

type Operands = Awaited<ReturnType<typeof sortOperands>>;

export async function predictTask(
  { operands, options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const sorted = await sortOperands(operands);
  for (const note of sorted.notes) printNote(note);
  const { out, force, show, json, jsonl, row, encoding, sheet, query, explain, ...others } =
    options;
  const { copies: number, strength, engine, ...functions } = others;
  const copies = readTestTimeSettings({ copies: number, strength });
  checkOutput(options);
  checkOperands(sorted, options);
  const { runs: words, pictures, tables, arrays } = sorted;
  const [file] = [...tables, ...arrays];
  const areRows = file !== undefined || row.length > 0;
  if (areRows && show) {
    throw new UsageError("--show is for pictures: rows are printed as CSV, or as JSON");
  }
  if (areRows && copies !== undefined) {
    throw new UsageError("--copies is for pictures: a row cannot be deformed");
  }
  const given = rowsOfOption(row);
  const runs = await Promise.all(words.map((word) => findRun(word)));
  const { opened, ensemble } = await openEnsemble(runs, {
    ...functions,
    dataset: undefined,
    engine: chooseEngine(engine),
  });
  if (out !== undefined) {
    await checkPredictionsFile(out, [...tables, ...arrays, ...pictures], force);
  }
  if (!areRows) {
    const inputs = pictureInputsOf(opened, ensemble);
    const networks = copies === undefined
      ? ensemble
      : withTestTimeAugmentation(opened, copies, inputs.shape)(ensemble);
    await predictPictures(networks, inputs, pictures, { runs, copies, out, show, json, signal });
    return;
  }
  const path = file === STANDARD_INPUT ? undefined : file;
  const networks = arrays.length > 0
    ? arrayEnsembleOf(opened, ensemble, file!)
    : tableEnsembleOf(opened, ensemble, path, { encoding, sheet, query });
  const explainer = "description" in networks && explain ? new TimedExplainer(networks) : undefined;
  const progress = new StreamProgress();
  const batches = "description" in networks
    ? progress.watch(
      predictTable(networks, openRows(file ?? given, networks, signal), {
        note: printNote,
        signal,
        explainer,
      }),
    )
    : predictArrays(networks, file!, signal);
  if (jsonl) await printJsonParts(asJsonLines(batches));
  else if (json) await printJsonParts(asJson(runs, batches, networks.answers));
  else await writeLines(predictionsCsv(networks, batches), out);
  if (out !== undefined) printNote(`Wrote ${out}`);
  const { coverage } = networks.answers.intervals ?? {};
  if (coverage !== undefined) {
    printNote(
      `From low to high: ${100 * coverage} % of the quantities of rows like the training data, ` +
        "by the errors on validation",
    );
  }
  if (explainer !== undefined) printNote(explainer.note);
  if (file === STANDARD_INPUT || given.length > 0) progress.report(printNote);
}

/** Checks that the options name one form of the answers. */
function checkOutput({ out, show, json, jsonl }: Options): void {
  if (show && json) {
    throw new UsageError("--show draws for people and --json prints for machines: use one of them");
  }
  if (json && jsonl) {
    throw new UsageError(
      "--json prints one object and --jsonl a line for each row: use one of them",
    );
  }
  const printing = show ? "show" : json ? "json" : jsonl ? "jsonl" : undefined;
  if (out !== undefined && printing !== undefined) {
    throw new UsageError(`--out writes a file and --${printing} prints: use one of them`);
  }
}

/** Checks that there is a run, and one thing to predict. */
function checkOperands(
  { runs, pictures, tables, arrays }: Operands,
  { row, encoding, sheet, query, jsonl, explain }: Options,
): void {
  const [option] =
    Object.entries({ encoding, sheet, query }).find(([, value]) => value !== undefined) ??
      [];
  if (option !== undefined && tables.length === 0) {
    throw new UsageError(`--${option} is for a table: expected a FILE of rows`);
  }
  if (runs.length === 0) {
    throw new UsageError(
      "Missing argument: expected a RUN before the " +
        `${tables.length > 0 ? "table" : arrays.length > 0 ? "arrays" : "images"}`,
    );
  }
  const files = [...tables, ...arrays, ...pictures];
  const [one, other] = files;
  if (row.length > 0 && one !== undefined) {
    throw new UsageError(`Cannot predict --row and ${one} together`);
  }
  if (row.length + files.length === 0) {
    throw new UsageError(
      "Missing argument: expected a FILE, that is a picture (PNG or JPEG), a folder of them, a table, an NPZ file or - for standard input; " +
        `taken for runs: ${runs.join(", ")}`,
    );
  }
  if (explain && tables.length + row.length === 0) {
    throw new UsageError("--explain is for rows of a table: their columns are the reasons");
  }
  if (jsonl && tables.length + row.length === 0) {
    throw new UsageError(
      "--jsonl is for rows of a table: --json prints the answers to " +
        (arrays.length > 0 ? "an array" : "pictures"),
    );
  }
  if (files.length > pictures.length && other !== undefined) {
    throw new UsageError(`Cannot predict ${one} and ${other} together: predict them one by one`);
  }
}

if (import.meta.main) await main(command, predictTask);
