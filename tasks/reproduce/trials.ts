/** Trains the validation trials of the rows whose figure is our own. @module */

import { wilsonInterval } from "../../mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { count, counted, duration, inPercent } from "../cli/format.ts";
import type { ClassResult, Metrics } from "../run/run_folder.ts";
import { isOurOwn, trialName, trialOf } from "./chosen.ts";
import { round } from "./statistics.ts";
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
  readonly weightsSha256: string;
  /** The day on which the training ended. */
  readonly ended: string;
  readonly seconds: number;
  readonly seed: number;
  readonly epochs: number;
  readonly trainingSize: number;
}

/**
 * The rows whose figure is our own.
 *
 * @throws {UsageError} if there is none
 */
export function ownRows(rows: readonly Row[]): Row[] {
  const own = rows.filter(({ reproduces }) => isOurOwn(reproduces));
  if (own.length > 0) return own;
  throw new UsageError("--trials is for rows whose figure is our own: none is among these");
}

/**
 * Trains the trials of rows whose figure is our own, each in a run `reproduce-NAME-validation`; those that are trained are
 * not trained again.
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
    const { runs: [run] } = await trainRow(trialRow(row), { ...options, seeds: 1 });
    if (run?.final === undefined) {
      options.print(`${row.name}: its trial is not trained to its end; the same command goes on`);
      continue;
    }
    const { seed, epochs, trainingSize } = trialOf(row);
    const { validation } = run.metrics.at(-1) as Metrics<ClassResult>;
    trials.push({
      name: row.name,
      trial: await trialName(row, options.data),
      error: round(1 - validation!.accuracy),
      validation: validation!,
      weightsSha256: run.final.weightsSha256,
      ended: run.final.ended,
      seconds: run.seconds,
      ...{ seed, epochs, trainingSize },
    });
  }
  return trials;
}

/** A trial as a row of one seed. */
function trialRow(row: Row): Row {
  const { source, tolerance, deviations } = row.reproduces;
  return {
    name: `${row.name}-validation`,
    config: trialOf(row),
    reproduces: {
      ...{ source, tolerance, deviations },
      split: "validation",
      epoch: "last",
      seeds: 1,
      committee: false,
    },
  };
}

/** The line on a trial for the page of results, and the key for the config. */
export function trialText({ name, trial, error, validation, ...others }: Trial): string {
  const { weightsSha256, ended, seconds, seed, epochs, trainingSize } = others;
  const { correct, size } = validation;
  const [low, high] = wilsonInterval(size - correct, size);
  return [
    `- ${name}: trial \`${trial}\`, validation error ${inPercent(error)} % (${inPercent(low)} to ` +
    `${inPercent(high)}) of ${count(size)} images; ${counted(epochs, "epoch")} of ` +
    `${count(trainingSize)} images, seed ${seed}, ${duration(seconds)}, ${ended}, weights ` +
    `\`${weightsSha256.slice(0, 12)}\``,
    `"chosen": ${JSON.stringify({ trial, error })}`,
  ].join("\n");
}
