/** What reports say of a run in words, in HTML and in Markdown alike. @module */

import type { Config } from "../../lib/config.ts";
import { fashionMnist, mnist } from "../../lib/digits/mnist.ts";
import { quote } from "../cli/shell.ts";
import { dataName } from "../datasets/open_data.ts";
import { bestBy } from "../run/early_end.ts";
import { functionsOf } from "../run/functions.ts";
import type { Summary } from "../run/run_folder.ts";
import { counted, duration, figure, moment, percent } from "./format.ts";
import type { QuantityAnswers } from "../evaluate/quantities.ts";
import type { ReportedRun } from "./reported_run.ts";

const ENDS: { readonly [ended in Summary["ended"]]: string } = {
  done: "Training finished",
  earlyStopping: "Training ended early, since validation no longer improved",
  timeLimit: "Training ended at its time limit",
  interrupted: "Training was interrupted",
  diverged: "Training diverged after the epoch kept",
};

const TITLES: { readonly [name: string]: string } = {
  [mnist.name]: "MNIST",
  [fashionMnist.name]: "Fashion-MNIST",
};

/** What people call a data set: the catalogue's by its title, one's own by the name of the file. */
export function dataTitle(dataset: Config["dataset"]): string {
  const name = dataName(dataset);
  return typeof dataset === "string" ? TITLES[name] ?? name : name;
}

/** What was trained: `A 784-100-10 network (sigmoid, sigmoid outputs, crossEntropy cost), trained on 50,000 images of MNIST.` */
export function whatWasTrained(run: ReportedRun): string {
  const { config, noun, table } = run;
  const { sizes, trainingSize, dataset, augment } = config;
  const names = run.kind === "quantity"
    ? run.quantities.map(({ name }) => name)
    : table?.target.kind === "class"
    ? [table.target.name]
    : [];
  return `A ${sizes.join("-")} network (${functionsOf(config)}), trained on ` +
    `${counted(trainingSize, noun)} of ${dataTitle(dataset)}` +
    (table === undefined ? "" : ` to predict ${names.map((name) => `“${name}”`).join(" and ")}`) +
    `${augment ? ", deformed anew every epoch" : ""}.`;
}

/** How it ended, after how long, which epoch is kept, the seed and the date. */
export function howItWent(run: ReportedRun): string {
  const { summary, config, written } = run;
  const { epochs, ended, seconds, seed } = summary;
  const all = epochs === config.epochs
    ? counted(epochs, "epoch")
    : `${epochs} of ${counted(config.epochs, "epoch")}`;
  return `${ENDS[ended] ?? "Training ended"}: ${all} in ${duration(seconds)}. ${
    keptInWords(run)
  } ` +
    `Seed ${seed}. Written ${moment(written)}.`;
}

/** Which epoch is kept, and which was the best. */
function keptInWords({ summary }: ReportedRun): string {
  const { epoch, epochs, best } = summary;
  const kept = `The weights of epoch ${epoch}${epoch === epochs ? ", the last," : ""} are kept`;
  if (best === null) return `${kept}.`;
  const figures = "accuracy" in best
    ? `${percent(best.accuracy)} right`
    : `cost ${figure(best.cost)}`;
  return best.epoch === epoch
    ? `${kept}: ${bestBy(best)} (${figures}).`
    : `${kept}; ${bestBy(best)} was epoch ${best.epoch} (${figures}).`;
}

/** A quantity's value in words: `288.4 g`. */
export function inUnit(value: number, { unit }: Pick<QuantityAnswers, "unit">): string {
  return `${figure(value)}${unit === undefined ? "" : `\u00a0${unit}`}`;
}

/** The command that trains the same bytes again. */
export function againCommand({ path, summary }: ReportedRun): string {
  const blas = summary.engine === "blas";
  return `deno task ${blas ? "train_blas" : "train"} --config ${
    quote(`${path}/config.json`)
  } --name again`;
}
