/** A sweep's runs as CSV: `trials.csv`. @module */

import { parameterNames } from "../../lib/sweep/mod.ts";
import type { SweepRun, SweepSummary, Trial } from "../../lib/sweep/mod.ts";
import { csvLine } from "../cli/table.ts";

/**
 * A row for each run, with its trial's parameters: text as it is, all else as JSON, and empty cells where there is no value.
 * @returns lines as RFC 4180 has them
 */
export function sweepCsv({ metric, parameters, trials }: SweepSummary): string {
  const names = parameterNames(trials, parameters);
  const head = [...FIRST_COLUMNS, metric.name, ...names, "weightsSha256"];
  const rows = trials.flatMap((trial) => trial.runs.map((run) => cellsOf(trial, run, names)));
  return [head, ...rows].map((cells) => `${csvLine(cells.map(cellOf))}\r\n`).join("");
}

const FIRST_COLUMNS = ["trial", "bracket", "rung", "seed", "run", "state", "epochs", "epoch"];

function cellsOf(trial: Trial, run: SweepRun, names: readonly string[]): unknown[] {
  return [
    ...[trial.trial, trial.bracket, trial.rung],
    ...[run.seed, run.run, run.state, run.epochs, run.epoch ?? undefined, run.value ?? undefined],
    ...names.map((name) => trial.parameters[name]),
    run.weightsSha256,
  ];
}

function cellOf(value: unknown): string {
  if (typeof value === "string") return harmless(value);
  return value === undefined ? "" : JSON.stringify(value);
}

/** Text that no spreadsheet takes for a formula: what begins like one gets an apostrophe. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
