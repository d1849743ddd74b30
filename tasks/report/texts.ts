/** What reports say of a run in words, in HTML and in Markdown alike. @module */

import type { Summary } from "../run/run_folder.ts";
import type { ReportedRun } from "./collect.ts";
import { counted, duration, moment } from "./format.ts";

const ENDS: { readonly [ended in Summary["ended"]]: string } = {
  done: "all its epochs are trained",
  earlyStopping: "it ended early, since validation no longer improved",
  timeLimit: "it ended at its time limit",
  interrupted: "it was interrupted",
  diverged: "it diverged after the epoch kept",
};

/** What was trained: `A 784-100-10 network (sigmoid, crossEntropy) on 50,000 images of mnist.` */
export function whatWasTrained({ config }: ReportedRun): string {
  const { sizes, activation, outputActivation, cost, trainingSize, dataset, augment } = config;
  const functions = sizes.length === 2
    ? outputActivation
    : activation === outputActivation
    ? activation
    : `${activation}, ${outputActivation}`;
  return `A ${sizes.join("-")} network (${functions}; ${cost} cost), trained on ` +
    `${counted(trainingSize, "image")} of ${dataset}${
      augment ? ", deformed anew every epoch" : ""
    }.`;
}

/** How long, until when, with which seed, and how it ended. */
export function howItWent({ summary, config, written }: ReportedRun): string {
  return `${counted(summary.epochs, "epoch")} of ${config.epochs} in ${
    duration(summary.seconds)
  }: ${ENDS[summary.ended] ?? "how it ended is not known"}. Seed ${summary.seed}. ` +
    `Written ${moment(written)}.`;
}

/** The command that trains the same bytes again. */
export function againCommand({ path, summary }: ReportedRun): string {
  const blas = summary.engine === "blas";
  return `deno task ${blas ? "train_blas" : "train"} --config ${path}/config.json --name again`;
}
