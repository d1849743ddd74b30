/** What reports say of a run in words, in HTML and in Markdown alike. @module */

import { functionsOf } from "../run/functions.ts";
import type { Summary } from "../run/run_folder.ts";
import { quote } from "../cli/shell.ts";
import type { ReportedRun } from "./collect.ts";
import { counted, duration, moment } from "./format.ts";

const ENDS: { readonly [ended in Summary["ended"]]: string } = {
  done: "all its epochs are trained",
  earlyStopping: "it ended early, since validation no longer improved",
  timeLimit: "it ended at its time limit",
  interrupted: "it was interrupted",
  diverged: "it diverged after the epoch kept",
};

/** What was trained: `A 784-100-10 network (sigmoid, sigmoid outputs, crossEntropy cost), trained on 50,000 images of mnist.` */
export function whatWasTrained({ config }: ReportedRun): string {
  const { sizes, trainingSize, dataset, augment } = config;
  return `A ${sizes.join("-")} network (${functionsOf(config)}), trained on ` +
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
  return `deno task ${blas ? "train_blas" : "train"} --config ${
    quote(`${path}/config.json`)
  } --name again`;
}
