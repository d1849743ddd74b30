/** What `deno task train` prints of a training. @module */

import type { Config } from "../../lib/config.ts";
import type { Network } from "../../mod.ts";
import type { Metrics, Result, Summary } from "../run/run_folder.ts";

/** What is trained, and how, in two lines. */
export function introduce(config: Config, network: Network): string {
  const { sizes, activation, cost, trainingSize, dataset, augment } = config;
  const { epochs, batchSize, learningRate, schedule, averaging, seed } = config;
  const { name, workers } = network.engine;
  return `Training ${sizes.join("-")} (${activation}, ${cost}) on ` +
    `${counted(trainingSize, "image")} of ${dataset}${augment ? ", deformed" : ""}\n` +
    `${counted(epochs, "epoch")}, ` +
    `batches of ${batchSize}, learning rate ${learningRate}` +
    (schedule.name === "constant" ? "" : `, schedule ${schedule.name}`) +
    (schedule.warmup ? ` after ${counted(schedule.warmup, "epoch")} of warm-up` : "") +
    (averaging === null ? "" : ", weights averaged") +
    `, seed ${seed}, engine ${name}` +
    (workers > 1 ? `, ${workers} workers` : "");
}

function counted(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}

/** The tutorial's line, `Epoch 1: 9129 / 10000`, and what else there is to know. */
export function epochLine(
  { epoch, train, validation, test, seconds, samplesPerSecond }: Metrics,
): string {
  const parts: string[] = [];
  if (test) parts.push(`${test.correct} / ${test.size}`);
  if (validation) parts.push(`validation ${percent(validation)}`);
  parts.push(`cost ${train.cost.toFixed(4)}`, `${seconds.toFixed(2)} s`);
  return `Epoch ${epoch}: ${parts.join(", ")}, ${
    samplesPerSecond.toLocaleString("en-US")
  } images/s`;
}

/** What the run came to, and where it is. */
export function conclude(summary: Summary, path: string): string {
  const { epoch, best, validation, test, weightsSha256 } = summary;
  const results = [
    ...validation ? [`validation ${percent(validation)}`] : [],
    ...test ? [`test ${percent(test)}`] : [],
  ];
  return [
    ...summary.ended === "earlyStopping"
      ? [`Ended early after epoch ${summary.epochs}: validation no longer improves`]
      : summary.ended === "timeLimit"
      ? [`Ended at the time limit after epoch ${summary.epochs}; --resume goes on`]
      : [],
    `Kept epoch ${epoch}${results.length > 0 ? `: ${results.join(", ")}` : ""}` +
    (best ? `; the best by validation was epoch ${best.epoch}, ${percent(best)}` : ""),
    `Wrote ${path} (weights ${weightsSha256.slice(0, 12)}…); next: deno task evaluate ${path}`,
  ].join("\n");
}

function percent({ accuracy }: Pick<Result, "accuracy">): string {
  return `${(100 * accuracy).toFixed(2)} %`;
}
