/** `deno task --cwd packages/lab reproduce`: trains the configs of published results, and prints these beside ours. @module */

import {
  type Arguments,
  type Command,
  UsageError,
  wholeNumber,
} from "../../tasks/cli/arguments.ts";
import { main } from "../../tasks/cli/main.ts";
import { DATA, RUNS, WORKERS } from "../../tasks/cli/options.ts";
import { printDocument, printJson, printNote, printText } from "../../tasks/cli/print.ts";
import { checkChosen } from "./reproduce/chosen.ts";
import {
  fuller,
  hasAllSeeds,
  inOrder,
  isEnough,
  readKept,
  readResults,
  resultsPath,
  writeResults,
} from "./reproduce/results_file.ts";
import { resultOf, type RowResult } from "./reproduce/result.ts";
import { PUBLISHED, readPublished } from "./reproduce/published.ts";
import { checkClasses, chooseRows, CONFIGS, readRows } from "./reproduce/rows.ts";
import { reproductionText } from "./reproduce/text.ts";
import { trainRow } from "./reproduce/train_row.ts";
import {
  rowsWithValidationRun,
  trainValidationRuns,
  validationRunText,
} from "./reproduce/validation_runs.ts";
import { fetchData } from "../../tasks/data/source.ts";
import { chooseEngine, ENGINE } from "../../tasks/run/open_engine.ts";
import { minutesOf } from "../../tasks/train/time_limit.ts";

export const command = {
  name: "reproduce",
  member: "packages/lab",
  description: "Trains the configs of published results, and prints a table of these and ours.\n" +
    "Each seed leaves a run, reproduce-NAME or reproduce-NAME-SEED. Trained runs are not trained again, and " +
    "interrupted ones continue: a long table can be made in several sittings.\n" +
    "With --into FILE.md the rows and validation runs are kept in FILE.json too: rows that it has are not trained " +
    "again, though their runs are gone, and those that are not asked for stay in the table.\n" +
    "Where nothing is published the row names the validation run that chose its config, and test is evaluated " +
    "once, when all seeds are trained to their end.",
  options: {
    only: { description: "The configs, by name; all if not given", value: "NAME,…" },
    minutes: {
      description: "End training of each row after N minutes, earlier sittings included",
      value: "N",
    },
    seeds: {
      description:
        "Train each row with N seeds, or N members of an ensemble; by default as many as it names",
      value: "N",
    },
    again: { description: "Train runs anew that are there already" },
    trials: {
      description:
        "Train the validation runs of the rows that have to name one instead, and print the keys that name them",
    },
    page: {
      description: "The page whose file of results, FILE.json for FILE.md, has the validation runs",
      value: "FILE",
      default: "docs/lab/results.md",
    },
    configs: {
      description: "The folders of the configs",
      value: "FOLDER,…",
      default: CONFIGS.join(),
    },
    published: {
      description: "The file of what configs reproduce, by their names: others are no rows",
      value: "FILE",
      default: PUBLISHED,
    },
    runs: RUNS,
    data: DATA,
    engine: ENGINE,
    workers: WORKERS,
    into: {
      description:
        "Put the table into a page, between <!-- reproduce:begin --> and reproduce:end, and keep the results beside it",
      value: "FILE",
    },
    json: { description: "Print the rows as JSON" },
  },
} satisfies Command;

export async function reproduceTask(
  { options }: Arguments<typeof command>,
  interrupt: AbortSignal,
): Promise<void> {
  const { runs, data, workers, again } = options;
  const minutes = options.minutes === undefined ? undefined : minutesOf("minutes", options.minutes);
  const seeds = options.seeds === undefined
    ? undefined
    : wholeNumber("seeds", options.seeds, { min: 1, max: 1000 });
  const all = await readRows(
    options.configs.split(","),
    await readPublished(options.published),
  );
  if (all.length === 0) {
    throw new UsageError(
      `Cannot find a config in ${options.configs} that ${options.published} names`,
    );
  }
  const chosen = chooseRows(all, options.only);
  const rows = options.trials ? rowsWithValidationRun(chosen) : chosen;
  await checkClasses(rows, data);
  const { validationRuns } = await readKept(resultsPath(options.page));
  const named = { runs: validationRuns, page: options.page, data };
  if (!options.trials) await checkChosen(rows, named);
  const engine = await chooseEngine(options.engine);
  for (const dataset of new Set(rows.map(({ config }) => config.dataset))) {
    await fetchData({ dataset }, data, interrupt);
  }
  await Deno.permissions.revoke({ name: "net" }); // nothing below needs it

  const print = printNote;
  const how = { runs, data, engine, workers, again, minutes, seeds, interrupt, print };
  const into = options.into === undefined ? undefined : { path: options.into, rows: all, data };
  let results = into === undefined ? new Map<string, RowResult>() : await readResults(into, print);
  if (options.trials) {
    const trained = [];
    for await (const validationRun of trainValidationRuns(rows, how)) {
      trained.push(validationRun);
      if (into !== undefined) await writeResults(into, { validationRun });
    }
    if (options.json) printJson(trained);
    else trained.forEach((run) => printText(validationRunText(run)));
    return;
  }
  await checkChosen(all.filter(({ name }) => results.has(name)), named);
  for (const row of rows) {
    if (interrupt.aborted) break;
    const kept = results.get(row.name);
    if (!again && isEnough(kept, seeds ?? row.reproduces.seeds)) continue;
    const result = await resultOf(await trainRow(row, how), { data, signal: interrupt });
    if (result === undefined) {
      print(`${row.name}: no epoch is whole, nothing to show`);
      continue;
    }
    const shown = again && hasAllSeeds(result) ? result : fuller(kept, result);
    results.set(row.name, shown);
    // A kill while the next row trains loses nothing of this one.
    if (into !== undefined) results = await writeResults(into, { row: shown });
  }
  if (into !== undefined) results = await writeResults(into);
  const table = inOrder(into === undefined ? rows : all, results);
  if (table.length === 0) return;
  if (options.json) printJson(table);
  else printDocument(reproductionText(table, validationRuns));
}

if (import.meta.main) await main(command, reproduceTask);
