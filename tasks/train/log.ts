/** What `deno task train` prints: what it found, each epoch, what the run came to. @module */

import { quote } from "../../lib/checks/texts.ts";
import type { Config } from "../../lib/config.ts";
import { overFolds } from "../../lib/config/recipe.ts";
import { dataKindOf } from "../../lib/config/user_data.ts";
import type { Network } from "../../lib/network.ts";
import { count, counted } from "../cli/format.ts";
import { DATA, RUNS } from "../cli/options.ts";
import { lineWidth, printNote, printText } from "../cli/print.ts";
import { dataName, exampleName, splitName } from "../data/names.ts";
import { recipeOf } from "../data/options.ts";
import { resultText, testResultText } from "../results/problem/results.ts";
import type { TrainedReport } from "../results/report/write_report.ts";
import { functionsOf, networksText } from "../run/functions.ts";
import type { Metrics, Summary } from "../run/run_folder.ts";
import { finished, type Saved } from "../run/saved.ts";
import { PROGRAM } from "../system/installation.ts";
import type { OpenJob } from "./job.ts";
import type { RunClock } from "./run_clock.ts";
import type { Settings, TypedOptions } from "./settings.ts";

/** Prints a training run as it goes on. */
export class TrainingLog {
  readonly #job: OpenJob;
  readonly #settings: Settings;
  readonly #options: TypedOptions;
  readonly #clock: RunClock;
  /** Whether a table over folds has only its result and what leads to it printed. */
  readonly #isBrief: boolean;
  /** The last epoch, if its line is not printed. */
  #unshown: Metrics | undefined;

  constructor(job: OpenJob, settings: Settings, options: TypedOptions, clock: RunClock) {
    this.#job = job;
    this.#settings = settings;
    this.#options = options;
    this.#clock = clock;
    this.#isBrief = job.opened.folded !== undefined && !options.verbose;
  }

  print(line: string): void {
    this.#clock.erase();
    (this.#options.json ? printNote : printText)(line);
  }

  /** Prints what may be wrong. */
  note(line: string): void {
    this.#clock.erase();
    printNote(line);
  }

  /** What was found in the data. */
  async found(): Promise<void> {
    const { config, split, opened } = this.#job;
    const { found, splitFound, warnings } = opened;
    const { first, named } = split ?? { first: [], named: [] };
    for (const line of first) this.print(line);
    // A split that was asked for.
    if (this.#isBrief && first.length === 0 && splitFound !== undefined) this.print(splitFound);
    if (opened.profile !== undefined) {
      const { columnsFound } = await import("./columns_found.ts");
      for (const line of columnsFound(opened, this.#isBrief)) this.print(line);
    }
    for (const line of [...this.#isBrief ? [] : found, ...named]) this.print(line);
    for (const warning of warnings) this.note(warning);
    if (dataKindOf(config.dataset).isUserData && !this.#isBrief) {
      this.print(`The recipe, to copy into a config: ${recipeOf(config)}`);
    }
  }

  began(network: Network, workers: number): void {
    const { config, opened: { quantities } } = this.#job;
    this.print(introduce(config, network, workers, this.#isBrief));
    if (quantities !== undefined && quantities.length > 1 && !this.#isBrief) {
      this.print("MAE is in standard deviations, since the units of the quantities may differ");
    }
    if (this.#options.resume) this.goesOn();
  }

  /** What `--resume` does, in a line. */
  goesOn(): void {
    const { path, saved } = this.#settings;
    this.print(goingOn(path, this.#job.config, saved));
  }

  epoch(metrics: Metrics): void {
    const { epochs } = this.#job.config;
    this.#unshown = metrics;
    if (this.#options.verbose || isShown(metrics.epoch, epochs)) this.#lastEpoch();
  }

  /** Prints the last epoch, unless it is printed. */
  #lastEpoch(): void {
    const metrics = this.#unshown;
    this.#unshown = undefined;
    if (metrics === undefined || this.#isBrief) return;
    const examples = `${exampleName(this.#job.config.dataset)}s`;
    const hasRoom = this.#options.verbose || lineWidth() >= SPEED_COLUMNS;
    this.print(epochLine(metrics, examples, hasRoom));
  }

  /**
   * What a stopped run keeps.
   * @param canGoOn whether it can be resumed
   */
  async stopped(summary: Summary | undefined, canGoOn: boolean): Promise<void> {
    const { concludeStopped } = await import("./conclusion.ts");
    this.#lastEpoch();
    const { name, path } = this.#settings;
    const goOn = canGoOn ? resumeCommand(name, this.#options) : undefined;
    this.#clock[Symbol.dispose]();
    printNote(concludeStopped(summary, path, goOn));
  }

  /**
   * What a run has come to, and its report.
   * @param before the hash of the weights that it had when training began
   * @param report writes the report; none is written if left out
   */
  async ended(
    summary: Summary,
    before: string | undefined,
    report?: () => Promise<TrainedReport>,
  ): Promise<void> {
    const { conclude, decisionLines, wroteText } = await import("./conclusion.ts");
    const { isToRefit } = await import("../run/early_end.ts");
    const { staleExports } = await import("../run/exports.ts");
    this.#lastEpoch();
    const { config, opened } = this.#job;
    const { name, path } = this.#settings;
    const isBrief = this.#isBrief;
    const noun = exampleName(config.dataset);
    const goOn = resumeCommand(name, this.#options);
    for (const line of conclude(summary, { goOn, noun, isBrief, isToRefit: isToRefit(config) })) {
      this.print(line);
    }
    if (!isBrief) this.print(wroteText(path, summary));
    if (summary.families && !isBrief) this.print(networksText(summary.families, config));
    const names = opened.labels ?? opened.classes;
    for (const line of await decisionLines(path, config, names)) this.print(line);
    for (const line of await staleExports(path, before, summary)) this.print(line);
    if (report !== undefined) this.#clock.enter("report");
    const { isWritten = false, text } = await report?.() ?? {};
    this.#clock[Symbol.dispose]();
    if (text !== undefined && !(isBrief && isWritten)) this.print(text);
    if (isBrief) this.print(wroteText(path, summary, isWritten));
  }
}

/** What `--resume` does, in a line. */
function goingOn(path: string, config: Config, saved: Saved | undefined): string {
  if (saved === undefined) return `Nothing to resume in ${path}: starting from scratch`;
  const reason = finished(saved, config);
  return reason === undefined
    ? `Resuming ${path} after epoch ${saved.checkpoint.epoch}`
    : `Nothing is left to train in ${path}: ${reason}`;
}

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
    : `, with ${folds}-fold cross-validation${repeat === 1 ? "" : `, repeated ${repeat} times`}`;
  const what = `Training ${config.sizes.join("-")} (${functionsOf(config)}) on ` +
    `${counted(trainingSize, exampleName(config.dataset))} from ${dataName(config.dataset)}` +
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

/** How many epochs have a line, besides the first and the last. */
const EPOCHS_SHOWN = 10;

/** Whether an epoch has a line: the first, the last, and each second, third, fifth, tenth, … between them. */
function isShown(epoch: number, epochs: number): boolean {
  if (epoch === 1 || epoch === epochs) return true;
  for (let size = 1;; size *= 10) {
    const step = [1, 2, 3, 5].find((step) => epochs / (step * size) <= EPOCHS_SHOWN);
    if (step !== undefined) return epoch % (step * size) === 0;
  }
}

/** The width from which on the line of an epoch has room for the speed, in characters. */
const SPEED_COLUMNS = 90;

/** The tutorial's line, `Epoch 1: 9129 / 10000`, with the other metrics. */
export function epochLine(
  { epoch, train, validation, test, seconds, samplesPerSecond, members }: Metrics,
  examples = "images",
  hasSpeed = true,
): string {
  const parts: string[] = [];
  if (test) parts.push(testResultText(test));
  if (validation) parts.push(`${validationName(members)} ${resultText(validation)}`);
  parts.push(`loss ${train.cost.toFixed(4)}`, `${seconds.toFixed(2)} s`);
  if (hasSpeed) parts.push(`${count(samplesPerSecond)} ${examples}/s`);
  return `Epoch ${epoch}: ${parts.join(", ")}`;
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
