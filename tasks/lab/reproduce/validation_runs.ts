/** Trains the validation runs of rows. @module */

import { wilsonInterval } from "../../../lib/evaluate/mod.ts";
import { UsageError } from "../../cli/arguments.ts";
import { count, counted, duration, inPercent } from "../../cli/format.ts";
import { openData } from "../../datasets/open_data.ts";
import { testTimeResult, type TestTimeSettings } from "../../run/test_time_augmentation.ts";
import { type ClassResult, readNetwork, readRun } from "../../run/run_folder.ts";
import { copiesName, needsValidationRun, validationConfig, validationRunName } from "./chosen.ts";
import { round } from "../../problem/statistics.ts";
import type { Row } from "./rows.ts";
import { trainRow, type TrainRowOptions } from "./train_row.ts";

/** A validation run that is trained, as `--json` prints it. */
export interface ValidationRun {
  readonly name: string;
  /** The name of the run. */
  readonly trial: string;
  readonly error: number;
  readonly validation: ClassResult;
  /** Its result with test-time augmentation, where the row has one. */
  readonly copies?: TestTimeSettings & { readonly validation: ClassResult };
  readonly weightsSha256: string;
  readonly ended: string;
  readonly seconds: number;
  /** The engine's name; `blas` is outside the promise of equal bytes. */
  readonly engine: string;
  readonly seed: number;
  readonly epochs: number;
  readonly trainingSize: number;
}

/**
 * The rows that need a validation run.
 *
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
 * Trains the validation runs of rows, each in a folder `reproduce-NAME-validation`, unless they are trained already.
 *
 * @returns those that are trained to their end
 */
export async function trainValidationRuns(
  rows: readonly Row[],
  options: TrainRowOptions,
): Promise<ValidationRun[]> {
  const trained: ValidationRun[] = [];
  for (const row of rows) {
    if (options.interrupt.aborted) break;
    const { runs: [run], diverged } = await trainRow(validationRow(row), { ...options, seeds: 1 });
    if (run?.final === undefined) {
      const state = diverged ? "diverged" : "is not trained to its end; the same command goes on";
      options.print(`${row.name}: its validation run ${state}`);
      continue;
    }
    const { seed, epochs, trainingSize } = validationConfig(row);
    const validation = (await readRun(run.path)).summary.validation as ClassResult;
    const { copies } = row.reproduces;
    trained.push({
      name: row.name,
      trial: await validationRunName(row, options.data),
      error: round(1 - validation.accuracy),
      validation,
      ...copies && { copies: await augmented(run.path, copies, options) },
      weightsSha256: run.final.weightsSha256,
      ended: run.final.ended,
      seconds: run.seconds,
      engine: run.engine,
      ...{ seed, epochs, trainingSize },
    });
  }
  return trained;
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

function validationRow(row: Row): Row {
  const { widths: _, ...reproduces } = row.reproduces; // the config has the first
  return { name: `${row.name}-validation`, config: validationConfig(row), reproduces };
}

/** The lines on a validation run for the page of results, and the keys for the config. */
export function validationRunText(run: ValidationRun): string {
  const { name, trial, error, validation, copies, ...others } = run;
  const { weightsSha256, ended, seconds, engine, seed, epochs, trainingSize } = others;
  const lines = [
    `- ${name}: trial \`${trial}\`, validation error ${errorText(validation)}; ` +
    `${counted(epochs, "epoch")} of ${count(trainingSize)} images, seed ${seed}, ` +
    `${duration(seconds)}${engine === "blas" ? " with CBLAS" : ""}, ${ended}, weights \`${
      weightsSha256.slice(0, 12)
    }\``,
  ];
  const keys: { [key: string]: object } = { chosen: { trial, error } };
  if (copies !== undefined) {
    const { validation, ...over } = copies;
    lines.push(
      `- ${copiesName(name, over)}: trial \`${trial}\`, validation error ${errorText(validation)}`,
    );
    keys["copies"] = { ...over, error: round(1 - validation.accuracy) };
  }
  return [...lines, JSON.stringify(keys).slice(1, -1)].join("\n");
}

function errorText({ correct, size }: ClassResult): string {
  const [low, high] = wilsonInterval(size - correct, size);
  return `${inPercent(round(1 - correct / size))} % (${inPercent(low)} to ${inPercent(high)}) of ` +
    `${count(size)} images`;
}
