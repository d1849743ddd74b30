/** What `deno task train` prints: what it found, each epoch, what the run came to. @module */

import type { Config } from "../../lib/config.ts";
import { dataKindOf } from "../../lib/config/user_data.ts";
import type { Network } from "../../lib/network.ts";
import { printNote, printText } from "../cli/print.ts";
import { Progress } from "../cli/progress.ts";
import { exampleName } from "../data/names.ts";
import { recipeOf } from "../data/options.ts";
import { networksText } from "../run/functions.ts";
import type { Metrics, Summary } from "../run/run_folder.ts";
import type { Saved } from "../run/saved.ts";
import type { TrainedReport } from "../results/report/write_report.ts";
import type { OpenJob } from "./job.ts";
import { finished } from "./resume.ts";
import type { Settings, TypedOptions } from "./settings.ts";
import { epochLine, introduce, isShown, resumeCommand } from "./text.ts";

/** Prints a training run as it goes on. */
export class TrainingLog {
  readonly progress = new Progress();
  readonly #job: OpenJob;
  readonly #settings: Settings;
  readonly #options: TypedOptions;
  /** Whether a table over folds has only its result and what leads to it printed. */
  readonly #isBrief: boolean;

  constructor(job: OpenJob, settings: Settings, options: TypedOptions) {
    this.#job = job;
    this.#settings = settings;
    this.#options = options;
    this.#isBrief = job.opened.folded !== undefined && !options.verbose;
  }

  print(line: string): void {
    this.progress.erase();
    (this.#options.json ? printNote : printText)(line);
  }

  /** What was found in the data. */
  async found(): Promise<void> {
    const { config, split, opened } = this.#job;
    const { found, warnings } = opened;
    const { first, named } = split ?? { first: [], named: [] };
    for (const line of first) this.print(line);
    if (opened.profile !== undefined) {
      const { columnsFound } = await import("./columns_found.ts");
      for (const line of columnsFound(opened, this.#isBrief)) this.print(line);
    }
    for (const line of [...this.#isBrief ? [] : found, ...named]) this.print(line);
    for (const warning of warnings) printNote(warning);
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
    const { dataset, epochs } = this.#job.config;
    if (this.#isBrief || !isShown(metrics.epoch, epochs)) return;
    this.print(epochLine(metrics, `${exampleName(dataset)}s`));
  }

  /**
   * What a stopped run keeps.
   * @param canGoOn whether it can be resumed
   */
  async stopped(summary: Summary | undefined, canGoOn: boolean): Promise<void> {
    const { concludeStopped } = await import("./conclusion.ts");
    const { name, path } = this.#settings;
    const goOn = canGoOn ? resumeCommand(name, this.#options) : undefined;
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
    const { staleExports } = await import("../run/exports.ts");
    const { config, opened } = this.#job;
    const { name, path } = this.#settings;
    const isBrief = this.#isBrief;
    const noun = exampleName(config.dataset);
    const goOn = resumeCommand(name, this.#options);
    for (const line of conclude(summary, { goOn, noun, isBrief })) this.print(line);
    if (!isBrief) this.print(wroteText(path, summary));
    if (summary.families && !isBrief) this.print(networksText(summary.families, config));
    const names = opened.labels ?? opened.classes;
    for (const line of await decisionLines(path, config, names)) this.print(line);
    for (const line of await staleExports(path, before, summary)) this.print(line);
    const { isWritten = false, text } = await report?.() ?? {};
    if (text !== undefined && !(isBrief && isWritten)) this.print(text);
    if (isBrief) this.print(wroteText(path, summary, isWritten));
  }
}

/** What `--resume` does, in a line. */
function goingOn(path: string, config: Config, saved: Saved | undefined): string {
  if (saved === undefined) return `Nothing to resume in ${path}: starts anew`;
  const reason = finished(saved, config);
  return reason === undefined
    ? `Resumes ${path} after epoch ${saved.checkpoint.epoch}`
    : `Nothing is left to train in ${path}: ${reason}`;
}
