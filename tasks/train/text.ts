/** What `deno task train` prints while it trains. @module */

import { quote } from "../../lib/checks/texts.ts";
import type { Config } from "../../lib/config.ts";
import { overFolds } from "../../lib/config/recipe.ts";
import type { Network } from "../../lib/network.ts";
import { count, counted } from "../cli/format.ts";
import { DATA, RUNS } from "../cli/options.ts";
import { dataName, exampleName, splitName } from "../data/names.ts";
import { resultText, testResultText } from "../results/problem/results.ts";
import { functionsOf } from "../run/functions.ts";
import type { Metrics } from "../run/run_folder.ts";
import { PROGRAM } from "../system/installation.ts";

/** @param isBrief whether the options of training are left out */
export function introduce(
  config: Config,
  network: Network,
  workers: number,
  isBrief = false,
): string {
  const { trainingSize, augment, optimizer } = config;
  const { epochs, batchSize, learningRate, schedule, averaging, seed } = config;
  const { name } = network.engine;
  const { folds, repeat } = config;
  const members = !overFolds(config)
    ? ""
    : `: ${counted(folds, "fold")}${
      repeat === 1 ? "" : ` dealt ${repeat} times`
    }, two encodings and a linear model`;
  const what = `Training ${config.sizes.join("-")} (${functionsOf(config)}) on ` +
    `${counted(trainingSize, exampleName(config.dataset))} of ${dataName(config.dataset)}` +
    `${augment ? ", deformed" : ""}${members}`;
  if (isBrief) return what;
  return `${what}\n${counted(epochs, "epoch")}, ` +
    `batches of ${batchSize}, ${optimizer.name}, learning rate ${learningRate}` +
    (schedule.name === "constant" ? "" : `, schedule ${schedule.name}`) +
    (schedule.warmup ? ` after ${counted(schedule.warmup, "epoch")} of warm-up` : "") +
    (averaging === null ? "" : ", weights averaged") +
    `, seed ${seed}, engine ${name}` +
    (workers > 1 ? `, ${workers} workers` : "");
}

/** Whether an epoch has a line: each, or of hundreds the first ten and every tenth. */
export function isShown(epoch: number, epochs: number): boolean {
  return epochs <= 100 || epoch <= 10 || epoch % 10 === 0;
}

/** The tutorial's line, `Epoch 1: 9129 / 10000`, with the other metrics. */
export function epochLine(
  { epoch, train, validation, test, seconds, samplesPerSecond, members }: Metrics,
  examples = "images",
): string {
  const parts: string[] = [];
  if (test) parts.push(testResultText(test));
  if (validation) parts.push(`${validationName(members)} ${resultText(validation)}`);
  parts.push(`cost ${train.cost.toFixed(4)}`, `${seconds.toFixed(2)} s`);
  return `Epoch ${epoch}: ${parts.join(", ")}, ${count(samplesPerSecond)} ${examples}/s`;
}

/** The name of the result on validation, of a run over folds if it has such parts. */
export function validationName(parts: readonly unknown[] | undefined): string {
  return splitName("validation", { folds: parts === undefined ? 0 : parts.length });
}

/** The command that goes on with a run, in quotes. */
export function resumeCommand(name: string, folders: { runs: string; data: string }): string {
  const options = Object.entries({ runs: RUNS, data: DATA }).flatMap(
    ([option, { default: usual }]) => {
      const folder = folders[option as keyof typeof folders];
      return folder === usual ? [] : [`--${option} ${quote(folder)}`];
    },
  );
  return `\`${PROGRAM} ${["train --resume", `--name ${quote(name)}`, ...options].join(" ")}\``;
}
