/** Trains the validation runs of rows. @module */

import { UsageError } from "../../../tasks/cli/arguments.ts";
import { openData } from "../../../tasks/data/source.ts";
import { testTimeResult } from "../../../tasks/run/test_time_augmentation.ts";
import type { TestTimeSettings } from "../../../tasks/run/test_time_options.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import { type ClassResult, readRun } from "../../../tasks/run/run_folder.ts";
import {
  errorIn,
  needsValidationRun,
  validationConfig,
  type ValidationRun,
  validationRunName,
} from "./chosen.ts";
import type { Row } from "./rows.ts";
import { validationRunLines } from "./text.ts";
import { trainRow, type TrainRowOptions } from "./train_row.ts";

/**
 * The rows that need a validation run.
 * @throws {UsageError} if there is none
 */
export function rowsWithValidationRun(rows: readonly Row[]): Row[] {
  const chosen = rows.filter(needsValidationRun);
  if (chosen.length > 0) return chosen;
  throw new UsageError(
    "--trials: expected a row without a published result, or one that trains on validation's images too",
  );
}

/**
 * Trains the validation runs of rows, each in a folder `reproduce-NAME-validation`, unless they are trained already. Yields
 * those that are trained to their end.
 */
export async function* trainValidationRuns(
  rows: readonly Row[],
  options: TrainRowOptions,
): AsyncGenerator<ValidationRun> {
  for (const row of rows) {
    if (options.interrupt.aborted) break;
    const config = validationConfig(row);
    const { widths: _, ...reproduces } = row.reproduces; // the config has the first
    const validationRow = { name: `${row.name}-validation`, config, reproduces };
    const { runs: [run], diverged } = await trainRow(validationRow, { ...options, seeds: 1 });
    if (run?.final === undefined) {
      const state = diverged ? "diverged" : "is not finished; the same command continues it";
      options.print(`${row.name}: its validation run ${state}`);
      continue;
    }
    const { seed, epochs, trainingSize } = config;
    const validation = (await readRun(run.path)).summary.validation as ClassResult;
    const { copies } = row.reproduces;
    yield {
      name: row.name,
      trial: await validationRunName(row, options.data),
      error: errorIn(validation),
      validation,
      ...copies && { copies: await augmented(run.path, copies, options) },
      weightsSha256: run.final.weightsSha256,
      ended: run.final.ended,
      seconds: run.seconds,
      engine: run.engine,
      seed,
      epochs,
      trainingSize,
    };
  }
}

async function augmented(
  path: string,
  { copies, strength }: TestTimeSettings,
  { data, interrupt }: TrainRowOptions,
): Promise<NonNullable<ValidationRun["copies"]>> {
  const opened = await readNetwork(path);
  const { validation } = await openData(opened.config, data);
  const over = { copies, strength };
  return { ...over, validation: await testTimeResult(validation, opened, over, interrupt) };
}

/** What `--trials` prints of a validation run: its lines in the page, and the keys for its row. */
export function validationRunText(run: ValidationRun): string {
  const { trial, error, copies } = run;
  const keys = {
    chosen: { trial, error },
    ...copies && {
      copies: {
        copies: copies.copies,
        strength: copies.strength,
        error: errorIn(copies.validation),
      },
    },
  };
  const lines = validationRunLines(run).map((line) => `- ${line}`);
  return [...lines, JSON.stringify(keys).slice(1, -1)].join("\n");
}
