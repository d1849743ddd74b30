/** Trains the validation trials of rows. @module */

import { wilsonInterval } from "../../mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { count, counted, duration, inPercent } from "../cli/format.ts";
import { openData } from "../datasets/open_data.ts";
import { testTimeResult, type TestTimeSettings } from "../run/test_time_augmentation.ts";
import { type ClassResult, readNetwork, readRun } from "../run/run_folder.ts";
import { copiesName, needsTrial, trialName, trialOf } from "./chosen.ts";
import { round } from "../problem/statistics.ts";
import type { Row } from "./rows.ts";
import { trainRow, type TrainRowOptions } from "./train_row.ts";

/** A trial that is trained, as `--json` prints it. */
export interface Trial {
  /** The name of the row that it chose. */
  readonly name: string;
  /** The name of the trial. */
  readonly trial: string;
  /** Its validation error, a fraction. */
  readonly error: number;
  /** Its result on validation. */
  readonly validation: ClassResult;
  /** Its result over deformed copies of each image, where the row wants them. */
  readonly copies?: TestTimeSettings & { readonly validation: ClassResult };
  readonly weightsSha256: string;
  /** The day on which the training ended. */
  readonly ended: string;
  readonly seconds: number;
  /** The engine's name; `blas` is outside the promise of equal bytes. */
  readonly engine: string;
  readonly seed: number;
  readonly epochs: number;
  readonly trainingSize: number;
}

/**
 * The rows that need a trial.
 *
 * @throws {UsageError} if there is none
 */
export function rowsWithTrial(rows: readonly Row[]): Row[] {
  const wanted = rows.filter(needsTrial);
  if (wanted.length > 0) return wanted;
  throw new UsageError(
    "--trials is for rows whose figure is our own or that train on validation's images too: none is among these",
  );
}

/**
 * Trains the trials of rows, each in a run `reproduce-NAME-validation`; those that are trained are not trained again.
 *
 * @returns those that are trained to their end
 */
export async function trainTrials(
  rows: readonly Row[],
  options: TrainRowOptions,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const row of rows) {
    if (options.interrupt.aborted) break;
    const { runs: [run], diverged } = await trainRow(trialRow(row), { ...options, seeds: 1 });
    if (run?.final === undefined) {
      const why = diverged ? "diverged" : "is not trained to its end; the same command goes on";
      options.print(`${row.name}: its trial ${why}`);
      continue;
    }
    const { seed, epochs, trainingSize } = trialOf(row);
    const validation = (await readRun(run.path)).summary.validation as ClassResult;
    const { copies } = row.reproduces;
    trials.push({
      name: row.name,
      trial: await trialName(row, options.data),
      error: round(1 - validation.accuracy),
      validation,
      ...copies && { copies: await overCopies(run.path, copies, options) },
      weightsSha256: run.final.weightsSha256,
      ended: run.final.ended,
      seconds: run.seconds,
      engine: run.engine,
      ...{ seed, epochs, trainingSize },
    });
  }
  return trials;
}

/** What a trial's network makes of validation over deformed copies. */
async function overCopies(
  path: string,
  { copies, strength }: TestTimeSettings,
  { data, interrupt }: TrainRowOptions,
): Promise<NonNullable<Trial["copies"]>> {
  const opened = await readNetwork(path);
  const { validation } = await openData(opened.config, data);
  const over = { copies, strength };
  return { ...over, validation: await testTimeResult(validation, opened, over, interrupt) };
}

/** A trial as a row, of which its first seed is trained. */
function trialRow(row: Row): Row {
  const { widths: _, ...reproduces } = row.reproduces; // the config has the first
  return { name: `${row.name}-validation`, config: trialOf(row), reproduces };
}

/** The lines on a trial for the page of results, and the keys for the config. */
export function trialText(trialOfRow: Trial): string {
  const { name, trial, error, validation, copies, ...others } = trialOfRow;
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
